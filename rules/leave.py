"""A BAIXA: does the writer ask, now and for this list, to be taken off?

The law: a wish to leave is believed when a phrase says so and its object is the
town's list, or nothing else. Where the text refuses, asks, hesitates, sets a
condition or takes back, it is no request, whatever words it holds. The table at the
end gives the order.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from rules.business import is_other_business
from rules.conditions import condition
from rules.findings import Doubt
from rules.given import GIVEN_NAMES
from rules.lists import (
    FOREIGN_LIST,
    HOME,
    OFFICIAL,
    OTHER_TOWN,
    UNKNOWN_LIST,
    WHATSAPP,
    as_written,
    surely_named,
)
from rules.matters import AWAY, WEAK, find_other, other_matter
from rules.phrases import ELSEWHERE, NO_MORE, OTHER_POST
from rules.questions import is_question
from rules.said import LEAVING_WORD, NOUN, Said, taken_apart
from rules.senses import Leave, Sense
from rules.turns import (
    ASKING_IF,
    CHANGE,
    CORRECTION,
    DEAD,
    GRATITUDE,
    MAYBE,
    NEW_NUMBER,
    PART,
    PAST,
    REFUSAL,
    STILL,
    TAKE_BACK,
    is_later,
)
from rules.wishes import About, Wish, joining, leaving, names_list, sentences, turns_to_ours


def read_leave(subject: str, text: str, *, has_data: bool, place: str) -> Leave:
    """What the writer's own words say about leaving the list of *place*.

    *has_data* says whether they hold a document or a telephone: under the official
    subject, data alone are a request.
    """
    said = taken_apart(subject, text, has_data=has_data, place=place)
    found = (rule(said) for rule in _RULES)
    leave = next((leave for leave in found if leave is not None), Leave(sense=Sense.NONE))
    return replace(leave, words=as_written(leave.words, place))


# --- against acting -------------------------------------------------------------------------------


def _is_of_other_matter(said: Said) -> Leave | None:
    """A subject that gives something else "de baixa", and no word of any list: nothing in it is ours."""
    wish = said.head_wish
    if (
        wish is None
        or wish.about is not About.OTHER_MATTER
        or names_list(said.all)
        or said.wished(About.OURS)
    ):
        return None
    return Leave(sense=Sense.OTHER_MATTER, words=wish.words)


def _takes_back(said: Said) -> Leave | None:
    match = next((m for m in TAKE_BACK.finditer(said.body) if not _is_denied(said.body, m)), None)
    if match is None or not said.is_about_leaving or _is_wish_itself(said, match):
        return None
    if _IN_MIND.search(match.group()) and _asks_after(said, match):
        return None
    return Leave(sense=Sense.TAKE_BACK, words=match.group())


_NOT: Final = re.compile(
    r"\b(?:no|ni|sense|sin)(?: (?:em|me|ens|nos|pas|cal|vull|volem|quiero|hace|falta|fa))* $"
)
_IN_MIND: Final = re.compile(
    r"(?:repensat|pensado mejor|d'(?:opinio|idea|parer)|de (?:opinion|idea|parecer))|"
    r"equivoca|wrong|\b(?:ho|el|la|l'|lo) ?(?:va|van|ha|han|pidi|envi|escrib|mando)|broma|gracia|riure|cosa|"
    r"ocurr"
)
"""She has thought again, or something was another's: of a consent given, as likely as of a leave."""


def _is_denied(body: str, match: re.Match[str]) -> bool:
    """Whether coming back is what "no" stands before: "no em cal tornar a apuntar-me"."""
    return bool(_NOT.search(body[max(0, match.start() - 40) : match.start()]))


def _asks_after(said: Said, match: re.Match[str]) -> bool:
    """Whether a plain wish to leave follows, in the first mail of a conversation."""
    after = said.body[match.end() :]
    wishes = said.wished(About.OURS, About.NOTHING_SAID)
    return not said.is_reply and any(w.words in after and not REFUSAL.search(w.sentence) for w in wishes)


def _is_wish_itself(said: Said, match: re.Match[str]) -> bool:
    """Whether the words are those of a wish to leave: "anul·leu la subscripció", not "la baixa"."""
    if LEAVING_WORD.search(match.group()):
        return False
    return any(match.group() in w.words or w.words in match.group() for w in said.wished(About.OURS))


def _refuses(said: Said) -> Leave | None:
    if not said.concerns_us:
        return None
    for sentence in (said.head, *sentences(said.body)):
        match = REFUSAL.search(sentence)
        if match and not _is_no_more(sentence, match):
            return Leave(sense=Sense.REFUSAL, words=match.group())
    return None


_DENIES: Final = re.compile(r"(?:no|ni|sense|sin|tampoco?|mai|jamai|don't|dont|do not|ne)\b")


def _is_no_more(sentence: str, refusal: re.Match[str]) -> bool:
    """Whether what looks refused is what "no" denies ("no vull continuar"), not the leaving itself."""
    if _DENIES.match(refusal.group()):
        return False
    return any(m.start() <= refusal.start() < m.end() for m in NO_MORE.finditer(sentence))


_UNASKED: Final = re.compile(
    r"(?<!no )\b(?:li agrad(?:a|en)|le gustan?) (?:molt|tant|rebre|llegir|mucho|recibir|leer)\b|"
    r"\bno (?:li|els|le|les) (?:digueu|digui|diguin|digais|digan|digas)\b[^.;]{0,20} \w{3,9}-?l[ao]s?\b|"
    r"\bno cal que (?:ell |ella |el |la )?(?:se n'|s'|ho |se )*(?:sap|assabent|enter)\w{1,4}\b|"
    r"\b(?:sense|sin) que (?:ell |ella |el |la )?(?:se |s'|ho |lo |en |n'){0,2}(?:assabent|enter|sapig|sep|"
    r"not|adon|veg|vea|"
    r"descobr)\w{1,5}|\bd'amagat\b|\ba escondidas\b|\ba (?:esquenes (?:seves|d'ell)|les seves esquenes|"
    r"sus espaldas)\b|"
    r"\bbehind (?:his|her|their) back\b|\bwithout (?:his|her|them|him|their) know|"
    r"\b(?:ell|ella|ells|elles|he|she) (?:n')?(?:esta|es|estan|is|are) (?:molt |ben |muy |very |quite )?"
    r"(?:content|encantad|happy|feli)\w{0,2}\b|"
    r"\b(?:ell|ella|he|she) no (?:n'|en |ho |l'|la |lo )?(?:ha|han|has)? ?(?:parlat|demanat|dit|pedido|"
    r"dicho|asked)\b|"
    r"\bper fer-li (?:una )?(?:broma|sorpresa|la guitza)\b"
)


def _is_unasked(said: Said) -> Leave | None:
    """Who is to be taken off does not know, is content, or has not asked."""
    match = _UNASKED.search(said.body)
    return Leave(sense=Sense.MENTION, words=match.group()) if match and said.concerns_us else None


def _joins_too(said: Said) -> Leave | None:
    wishes = said.wished(About.OURS, About.NOTHING_SAID, About.TOLD)
    joined = next((j for s in sentences(said.body) for j in joining(s)), None)
    if not wishes or joined is None:
        return None
    if all(w.sentence.endswith("?") and w.words in w.sentence[joined.end() :] for w in wishes):
        return Leave(sense=Sense.NONE)  # "may we join, and leave afterwards?"
    is_told = all(w.about is About.TOLD for w in wishes)
    return None if is_told or _is_past(said.body, joined) else Leave(sense=Sense.MIXED, words=joined.group())


_JOINED: Final = re.compile(
    r"\b(?:apuntat|apuntada|apuntado|inscrit|subscrit|afegit|inclos|(?:donat|donada|dado|dada)s? d)"
)


def _is_past(body: str, joined: re.Match[str]) -> bool:
    """Whether the joining is told of the past: "la meva filla em va apuntar"."""
    place = body.find(joined.group())
    return bool(PAST.search(body, max(0, place - 40), place) or _JOINED.search(joined.group()))


_NEW_ONE: Final = re.compile(
    r"\b(?:el (?:nou|nuevo)(?= (?:que )?(?:es|sera|numero)\b|[ :,.(]{1,3}\+?\d|[.,;]|$)|"
    r"nou numero|numero nou|nuevo numero|new number|"
    r"(?:nou (?:mobil|telefon)|(?:nuevo|new) (?:movil|telefono|phone))(?= (?:que )?(?:es|sera|is)\b|"
    r"[ :,.(]{1,3}(?:el )?\+?\d)|"
    r"ara es|ara tinc|ahora es|"
    r"ahora tengo)\b"
)


_GOES_ON: Final = re.compile(
    r"\b(?:pos(?:eu|ar|a|i|in)|afegi\w{1,3}|apunt(?:eu|ar|in)|pon(?:ed|er|gan)|anad\w{2,3})(?:-hi|'hi)? "
    r"(?:el |en |al )?(?:nou|nuevo|aquest|este)\b|\b(?:per|para) (?:a )?(?:poder )?(?:continuar|seguir)\b"
)
"""She goes on with another number."""


def _changes_number(said: Said) -> Leave | None:
    match = CHANGE.search(said.all)
    if match is None or not (said.wishes or said.head_wish or names_list(said.all)):
        return None
    if said.wished(About.OURS, About.NOTHING_SAID) and not (
        _NEW_ONE.search(said.body) or _GOES_ON.search(said.body)
    ):
        return None
    return Leave(sense=Sense.CHANGE, words=match.group())


def _corrects(said: Said) -> Leave | None:
    match = CORRECTION.search(said.all)
    if match is None or not said.concerns_us or said.wished(About.OURS):
        return None
    return Leave(sense=Sense.CORRECTION, words=match.group())


def _hesitates(said: Said) -> Leave | None:
    for sentence in sentences(said.body):
        match = MAYBE.search(ASKING_IF.sub("~", sentence))
        if match and (LEAVING_WORD.search(sentence) or any(leaving(sentence))):
            return Leave(sense=Sense.MAYBE, words=match.group())
    return None


def _only_asks(said: Said) -> Leave | None:
    """A question about leaving, and no sentence beside it that wants to leave."""
    questions = [w for w in said.wishes if is_question(w.sentence)]
    rest = [w for w in said.wishes if w not in questions and w.about not in {About.OTHER_MATTER, About.TOLD}]
    if rest:
        return None
    if questions:
        return Leave(sense=Sense.QUESTION, words=questions[0].sentence[:80])
    asked = next((s for s in sentences(said.body) if s.endswith("?") and is_question(s)), None)
    if asked and said.subject_is_ours and (not said.has_data or NOUN.search(asked)):
        return Leave(sense=Sense.QUESTION, words=asked[:80])
    return None


def _has_condition(said: Said) -> Leave | None:
    found = (condition(wish) for wish in said.wished(About.OURS, About.NOTHING_SAID))
    words = next((words for words in found if words), None)
    return Leave(sense=Sense.CONDITION, words=words, doubts=(Doubt.CONDITION,)) if words else None


def _only_tells(said: Said) -> Leave | None:
    """A leave that is spoken of, and that no sentence asks for."""
    told = said.wished(About.TOLD)
    if not told or said.wished(About.OURS, About.NOTHING_SAID) or _DO_IT.search(said.body):
        return None
    return Leave(sense=Sense.MENTION, words=told[0].words)


_DO_IT: Final = re.compile(r"(?<!no )\b(?:feu|fes|facin?|hagan?|haced|do)[- ]?(?:ho|lo|it)\b")


def _is_elsewhere(said: Said) -> Leave | None:
    """Another list or another kind of baixa; together with ours a person must look."""
    wishes = [*said.wishes, *([said.head_wish] if said.head_wish else [])]
    other = next((w for w in wishes if w.about in {About.OTHER_LIST, About.OTHER_MATTER, About.BOTH}), None)
    if other is None:
        return None
    if other.about is About.BOTH or any(w.about is About.OURS for w in wishes):
        return Leave(sense=Sense.BOTH_MATTERS, words=other.words)
    sense = Sense.OTHER_LIST if other.about is About.OTHER_LIST else Sense.OTHER_MATTER
    return Leave(sense=sense, words=other.words)


def _wants_less(said: Said) -> Leave | None:
    """No more of some messages, or not so long, so early, in that tongue: and no leave beside it."""
    found = [(w, _part(w)) for w in said.wished(About.OURS, About.NOTHING_SAID)]
    part = next((words for _, words in found if words), None)
    if part is None or not all(words for _, words in found):
        return None
    return Leave(sense=Sense.PART, words=part)


def _part(wish: Wish) -> str | None:
    """The part of the messages that a wish is about; None where it is about all of them."""
    start = wish.sentence.find(wish.words)
    ends = _CLAUSE_END.search(wish.sentence, start + len(wish.words))
    match = PART.search(wish.sentence, start, ends.start() if ends else len(wish.sentence))
    return match.group() if match else None


_CLAUSE_END: Final = re.compile(r"[.;:!?,(]| (?:que|perque|porque|ja que|ya que|because|jo|yo) ")


def _gives_new_number(said: Said) -> Leave | None:
    """Another number is to get the messages: which of those given is to leave, a person must say."""
    match = NEW_NUMBER.search(said.body)
    if match is None or not said.concerns_us:
        return None
    return Leave(sense=Sense.CHANGE, words=match.group())


def _is_unknown(said: Said) -> Leave | None:
    """A list of somebody we do not know, unless the subject is the official one."""
    if not said.is_about_leaving:
        return None
    is_official = said.subject_is_ours and OFFICIAL.search(said.head)
    asked = (_where_asked(w) for w in said.wishes)
    texts = (*(() if is_official else (said.head,)), *asked)
    match = next((found for text in texts if (found := _stranger_in(text))), None)
    if (
        match
        and _CONTENT.match(match.group())
        and any(OFFICIAL.search(w.sentence) for w in said.wished(About.OURS))
    ):
        return None  # what the messages of ours are about: "missatges de balls"
    return Leave(sense=Sense.OTHER_LIST, words=match.group()) if match else None


def _where_asked(wish: Wish) -> str:
    """The sentence of a wish, without what it tells of another list before it turns to ours."""
    start = wish.sentence.find(wish.words)
    return wish.sentence[start:] if turns_to_ours(wish.sentence, start) else wish.sentence


_CONTENT: Final = re.compile(
    r"(?:avisos|missatges|mensajes|notificacions|notificaciones|alertes|alertas|comunicats|comunicacions|"
    r"comunicaciones|noticies|noticias|messages?) (?:de (?!l[aeo]s? |l')|d')"
)
_SURNAME: Final = re.compile(
    r" (?!(?:i|y|al|el|la|de|del|d|que|dni|nie|amb|con|per|tel|mobil|movil)\b)[a-z]{2,20}\b"
)
_CIRCLE: Final = re.compile(r"\b(?:grups?|grupos?|groupe|canals?)\b")


def _stranger_in(text: str) -> re.Match[str] | None:
    """The first list in *text* of somebody we do not know."""
    return next((m for m in UNKNOWN_LIST.finditer(text) if not _is_of_resident(m)), None)


def _is_of_resident(match: re.Match[str]) -> bool:
    """Whether given name and surname say whose: "la baixa del WhatsApp de Roser Vilalta"."""
    is_circle = bool(_CIRCLE.search(match.group()))
    return not is_circle and match["whose"] in GIVEN_NAMES and bool(_SURNAME.match(match.string, match.end()))


# --- for acting -----------------------------------------------------------------------------------


_BY_NAME: Final = re.compile(rf"\b(?:{WHATSAPP}|difu\w{{3,6}}|ajuntament|ayuntamiento|mairie|{HOME})\b")
"""What names the list so that the subject adds nothing."""


def _requests(said: Said) -> Leave | None:
    wishes = said.wished(About.OURS) or (said.wished(About.NOTHING_SAID) if said.subject_is_ours else ())
    if not wishes:
        return None
    if said.tells_of_absence and not any(OFFICIAL.search(w.sentence) for w in said.wished(About.OURS)):
        return Leave(sense=Sense.MENTION, words=wishes[0].words)
    is_sure = surely_named(said.all) or any(NO_MORE.search(w.words) for w in wishes)
    return Leave(
        sense=Sense.REQUEST if is_sure else Sense.BARE,
        words=wishes[0].words,
        doubts=_doubts(said),
        rests_on_subject=said.head_wish is not None and not _BY_NAME.search(wishes[0].sentence),
    )


def _doubts(said: Said) -> tuple[Doubt, ...]:
    doubts = []
    if is_later(said.head) or any(is_later(w.sentence) for w in said.wishes):
        doubts.append(Doubt.FUTURE)
    if any(s.endswith("?") and LEAVING_WORD.search(s) and is_question(s) for s in sentences(said.body)):
        doubts.append(Doubt.QUESTION)
    return tuple(doubts)


def _says_thanks(said: Said) -> Leave | None:
    """An answer to our letter that gives no data and wants nothing."""
    match = GRATITUDE.search(said.body)
    if match is None or said.wishes or said.has_data or not said.is_reply or "?" in said.body:
        return None
    return Leave(sense=Sense.THANKS, words=match.group())


def _by_subject(said: Said) -> Leave | None:
    """The official subject, and a text that says nothing against it."""
    if not said.subject_is_ours or said.head_wish is None:
        return None
    matter = find_other(said.body)
    is_of_us = matter is None or matter.group() in WEAK
    is_answer = said.has_data and not _is_signed_thanks(said.body) and is_of_us
    if said.is_reply and not is_answer:
        return Leave(sense=Sense.MENTION, words=said.head_wish.words)
    if is_question(said.head) or MAYBE.search(said.head):
        return Leave(sense=Sense.QUESTION, words=said.head)
    if strange := said.wished(About.UNKNOWN):
        return Leave(sense=Sense.MENTION, words=strange[0].words)
    if said.other_baixa:
        return Leave(sense=Sense.BOTH_MATTERS, words=said.other_baixa)
    business = next((s for s in sentences(said.body) if is_other_business(s)), None)
    if business:
        return Leave(sense=Sense.MENTION, words=business[:80])
    later = any(is_later(s) for s in sentences(said.body) if LEAVING_WORD.search(s))
    doubts = (Doubt.FUTURE,) if later else _doubts(said)
    return Leave(
        sense=Sense.REQUEST,
        words=said.head[:80],
        doubts=doubts,
        rests_on_subject=True,
        is_silent=not said.wished(About.NOTHING_SAID),
    )


def _is_signed_thanks(body: str) -> bool:
    """Whether an answer only thanks, and its data stand in the paragraph that signs it."""
    opening, gap, rest = body.partition("\n\n")
    signature = rest.strip().split("\n")
    is_signed = bool(gap) and len(signature) > 1 and not re.search(r"\d", signature[0])
    return is_signed and bool(GRATITUDE.search(opening)) and not re.search(r"\d", opening)


def _names_a_stranger(said: Said) -> Leave | None:
    """A baixa of something that is neither the list nor another matter we know."""
    wish = next(iter(said.wished(About.UNKNOWN)), None)
    if wish is None:
        return None
    is_known = other_matter(wish.sentence) is not None and not names_list(said.all)
    return Leave(sense=Sense.OTHER_MATTER if is_known else Sense.MENTION, words=wish.words)


def _bare(said: Said) -> Leave | None:
    """A baixa of nothing said: ours if the text speaks of the list, else in doubt."""
    heads = (said.head_wish,) if said.head_wish and said.head_wish.about is About.NOTHING_SAID else ()
    wish = next(iter((*said.wished(About.NOTHING_SAID), *heads)), None)
    if wish is None:
        return None
    if said.tells_of_absence:
        return Leave(sense=Sense.OTHER_MATTER, words=wish.words)
    matter = find_other(_of_messages(said.all))
    is_strange = matter is not None and not (matter.group() in WEAK and names_list(said.all))
    if is_strange or any(OTHER_POST.search(said.body[m.end() :]) for m in NO_MORE.finditer(said.body)):
        return Leave(sense=Sense.MENTION, words=wish.words)
    if _stranger_in(said.all) or any(p.search(said.all) for p in (FOREIGN_LIST, OTHER_TOWN)):
        return Leave(sense=Sense.OTHER_LIST, words=wish.words)
    if surely_named(said.all):
        return Leave(
            sense=Sense.REQUEST,
            words=wish.words,
            doubts=_doubts(said),
            rests_on_subject=said.head_wish is not None,
        )
    return Leave(sense=Sense.BARE, words=wish.words, doubts=_doubts(said))


_OF_DEATH: Final = re.compile(r"\bdefuncion?\b")


def _of_messages(text: str) -> str:
    """The text; that of the messages to one who has died is of no matter of the register of residents."""
    return _OF_DEATH.sub("~", text) if names_list(text) else text


_MOVEMENTS: Final = re.compile(
    r"\b(?:altes i baixes|baixes i altes|altas y bajas|bajas y altas|(?:baixes|bajas) de "
    r"(?:soci|membre|miembro|alumn|treballador|trabajador|personal)\w*)\b"
)


def _tells_of_another(said: Said) -> Leave | None:
    """What speaks of a sick leave, or of who came and went elsewhere, and asks for nothing of the list."""
    moved = _MOVEMENTS.search(said.head)
    is_sick = bool(AWAY.search(said.other_baixa)) and not OFFICIAL.search(said.all)
    if said.wishes or said.head_wish or not (moved or is_sick):
        return None
    return Leave(sense=Sense.OTHER_MATTER, words=moved.group() if moved else said.other_baixa)


def _mentions(said: Said) -> Leave | None:
    match = NOUN.search(said.head) or NOUN.search(said.body) or ELSEWHERE.search(said.all)
    if match and not said.has_data and _PLURAL.search(match.group()) and "?" not in said.body:
        match = None  # "altes i baixes" of a town hall's agenda are nobody's
    if (
        match
        and not (said.has_data or said.is_reply or said.head_wish)
        and said.other_baixa
        and "?" not in said.body
    ):
        match = None  # nor is the "baixa" of a tender
    if match is None and (said.is_about_leaving or (said.has_data and DEAD.search(said.all))):
        match = STILL.search(said.body)
    if match and (names_list(said.all) or ("?" in said.body and not other_matter(said.all))):
        return Leave(sense=Sense.MENTION, words=match.group())
    wants_in = any(next(joining(s), None) for s in (said.head, *sentences(said.body)))
    if (
        names_list(said.head)
        and said.has_data
        and not wants_in
        and len(_WORD.findall(said.body)) <= _BARE_DATA
    ):
        return Leave(sense=Sense.MENTION, words=said.head[:80])
    return None


_PLURAL: Final = re.compile(r"\b(?:baixes|bajas)\b")
_WORD: Final = re.compile(r"[a-z]{2,30}")
_BARE_DATA: Final = 10
"""Words of a text that is nothing but somebody's data: under a subject of the list, a person must look."""


_RULES: Final[tuple[Callable[[Said], Leave | None], ...]] = (
    _is_of_other_matter,
    _takes_back,
    _refuses,
    _is_unasked,
    _joins_too,
    _changes_number,
    _corrects,
    _hesitates,
    _only_asks,
    _is_elsewhere,
    _is_unknown,
    _gives_new_number,
    _wants_less,
    _has_condition,
    _only_tells,
    _requests,
    _says_thanks,
    _by_subject,
    _names_a_stranger,
    _bare,
    _tells_of_another,
    _mentions,
)
"""Read downwards: the first that speaks decides. What is against acting stands before what is for it."""
