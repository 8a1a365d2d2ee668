"""What speaks against a leave: refused, taken back, asked about, put off, of another list, of a part only.

Each rule gives what it heard, or None; `leave` asks them all before it believes a wish.
"""

import re
from collections.abc import Callable
from typing import Final

from rules.findings import Doubt
from rules.old_reading.conditions import condition
from rules.old_reading.phrases import NO_MORE
from rules.old_reading.questions import is_question
from rules.old_reading.said import LEAVING_WORD, NOUN, Said
from rules.old_reading.senses import Leave, Sense
from rules.old_reading.strangers import of_strangers
from rules.old_reading.turns import (
    ASKING_IF,
    CHANGE,
    CORRECTION,
    GRATITUDE,
    MAYBE,
    NEW_NUMBER,
    PART,
    PAST,
    REFUSAL,
    TAKE_BACK,
)
from rules.old_reading.wishes import About, Wish, about, joining, leaving, names_list
from rules.text.sentences import sentences
from rules.vocabulary.lists import FOREIGN_LIST, surely_named
from rules.vocabulary.other_meanings import WEAK, find_other


def _is_of_other_matter(said: Said) -> Leave | None:
    """Something else is given "de baixa", and there is no word of our list: nothing in it is ours."""
    if names_list(_of_ours(said.all)) or said.wished(About.OURS):
        return None
    if said.head_wish is not None and said.head_wish.about is About.OTHER_MATTER:
        return Leave(sense=Sense.OTHER_MATTER, words=said.head_wish.words)
    if said.other_baixa and said.head_wish is None and not said.has_data:
        return Leave(sense=Sense.OTHER_MATTER, words=said.other_baixa)
    strange = said.wished(About.OTHER_MATTER, About.UNKNOWN, About.TOLD)
    is_all = bool(strange) and not said.wished(About.NOTHING_SAID)
    matter = find_other(said.all) if is_all else None
    if matter is None or matter.group() in WEAK:
        return None
    return Leave(sense=Sense.OTHER_MATTER, words=strange[0].words)


def _tells_of_what(said: Said) -> Leave | None:
    """A bare subject, and a text that says of what: of the register of residents, of a water meter."""
    is_bare = said.head_wish is not None and said.head_wish.about is About.NOTHING_SAID
    if not is_bare or said.wishes or names_list(_of_ours(said.all)):
        return None
    told = next((s for s in sentences(said.body) if _gives_another_off(s)), None)
    if told is None and _MOVES.search(said.head):
        told = next((s for s in sentences(said.body) if _PADRO.search(s)), None)
    return Leave(sense=Sense.OTHER_MATTER, words=told[:80]) if told else None


_MOVES: Final = re.compile(r"\b(?:per|por) (?:canvi|cambio|trasllat|traslado) ")
_PADRO: Final = re.compile(r"\bpadro\b|\bpadron\b|\bempadron\w{1,6}")
"""The register of residents, which one leaves by moving."""


def _gives_another_off(sentence: str) -> bool:
    """Whether what the baixa of a sentence is of, right behind it, is another matter."""
    return any(about(sentence, match) is About.OTHER_MATTER for match in LEAVING_WORD.finditer(sentence))


def _is_of_another(sentence: str) -> bool:
    matter = find_other(sentence)
    return matter is not None and matter.group() not in WEAK


def _of_ours(text: str) -> str:
    """The text without the lists and groups that it says are of others."""
    return FOREIGN_LIST.sub(lambda match: "~" * len(match.group()), text)


def _takes_back(said: Said) -> Leave | None:
    match = next((m for m in TAKE_BACK.finditer(said.body) if not _is_denied(said.body, m)), None)
    if match is None or not said.is_about_leaving or _is_wish_itself(said, match):
        return None
    if _IN_MIND.search(match.group()) and _asks_after(said, match):
        return None
    return Leave(sense=Sense.TAKE_BACK, words=match.group())


_NOT: Final = re.compile(
    r"\b(?:no|ni|sense|sin)(?: (?:em|me|m'hi|ens hi|hi|ens|nos|pas|cal|vull|volem|quiero|hace|falta|fa))* $"
)
_IN_MIND: Final = re.compile(
    r"(?:repensat|pensado mejor|d'(?:opinio|idea|parer)|de (?:opinion|idea|parecer))|"
    r"equivoca|wrong|\b(?:ho|el|la|l'|lo) ?(?:va|van|ha|han|pidi|envi|escrib|mando)|broma|gracia|riure|cosa|"
    r"ocurr"
)
"""She has thought again, or something was another's: of a consent given, as likely as of a leave."""


def _is_denied(body: str, match: re.Match[str]) -> bool:
    """Whether coming back is what "no" stands before: "no em cal tornar a apuntar-me"."""
    return match.group() != "dejalo" and bool(_NOT.search(body[max(0, match.start() - 40) : match.start()]))


def _asks_after(said: Said, match: re.Match[str]) -> bool:
    """Whether a plain wish to leave follows, in the first mail of a conversation."""
    after = said.body[match.end() :]
    wishes = said.wished(About.OURS, About.NOTHING_SAID)
    is_of_joining = bool(_OF_JOINING.search(said.head))  # then that is what is thought of again
    return (not said.is_reply or is_of_joining) and any(
        w.words in after and not REFUSAL.search(w.sentence) for w in wishes
    )


_OF_JOINING: Final = re.compile(r"\b(?:alta|benvingu\w{2,4}|bienveni\w{2,4}|welcome)\b")


def _is_wish_itself(said: Said, match: re.Match[str]) -> bool:
    """Whether the words are those of a wish to leave: "anul·leu la subscripció", not "la baixa"."""
    if LEAVING_WORD.search(match.group()) or _A_REQUEST.search(match.group()):
        return False
    return any(match.group() in w.words or w.words in match.group() for w in said.wished(About.OURS))


_A_REQUEST: Final = re.compile(r"\b(?:peticio|peticion|sol.?licitud|solicitud)$")


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
    r"\b(?<!no )(?:li agrad(?:a|en)|le gustan?) (?:molt|tant|rebre|llegir|mucho|recibir|leer)\b|"
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
    joined = next((j for s in sentences(said.body) for j in joining(s)), None) if wishes else None
    if joined is None:
        return None
    if all(
        w.sentence == joined.string and w.sentence.endswith("?") and w.words in w.sentence[joined.end() :]
        for w in wishes
    ):
        return Leave(sense=Sense.NONE)  # "may we join, and leave afterwards?"
    is_told = all(w.about is About.TOLD for w in wishes)
    return None if is_told or _is_past(said.body, joined) else Leave(sense=Sense.MIXED, words=joined.group())


_JOINED: Final = re.compile(
    r"\b(?:apuntat|apuntada|apuntado|inscrit|subscrit|afegit|inclos|(?:donat|donada|dado|dada)s? d)"
)


def _is_past(body: str, joined: re.Match[str]) -> bool:
    """Whether the joining is told of the past: "la meva filla em va apuntar"."""
    place = body.find(joined.string) + joined.start()
    if _TO_JOIN.search(body, max(0, place - 12), place) and _DONE.search(body, place, place + 60):
        return True
    return bool(PAST.search(body, max(0, place - 40), place) or _JOINED.search(joined.group()))


_TO_JOIN: Final = re.compile(r"\b(?:per|para) (?:a )?(?:poder )?$")
_DONE: Final = re.compile(r"\b(?:vaig|vam|vau|van|va|he|hem|heu|han|ha|di|dimos|hice|hicimos)\b")
_NEW_ONE: Final = re.compile(
    r"\b(?:el (?:nou|nuevo)(?= (?:que )?(?:es|sera|numero)\b|[ :,.(]{1,3}\+?\d|[.,;]|$)|"
    r"nou numero|numero nou|nuevo numero|new number|"
    r"(?:nou (?:mobil|telefon)|(?:nuevo|new) (?:movil|telefono|phone))(?= (?:que )?(?:es|sera|is)\b|"
    r"[ :,.(]{1,3}(?:el )?\+?\d)|"
    r"ara es|ara tinc|ahora es|"
    r"ahora tengo)\b"
)


_SAME_NUMBER: Final = re.compile(
    r"\b(?:numero|telefon|telefono) (?:no (?:l'|lo |el )?(?:he|ha|hem|hemos) (?:canvia|cambia)|"
    r"no (?:ha|m'ha) canviat|es el (?:mateix|mismo|de sempre|de siempre)|continua sent el mateix|"
    r"sigue siendo el mismo)"
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
    if _SAME_NUMBER.search(said.body) and not _NEW_ONE.search(said.body):
        return None  # another handset
    if said.wished(About.OURS, About.NOTHING_SAID) and not (
        _NEW_ONE.search(said.body) or _GOES_ON.search(said.body)
    ):
        return None
    return Leave(sense=Sense.CHANGE, words=match.group())


_DATA: Final = re.compile(
    r"\b(?:numeros?|mobils?|movil(?:es)?|telefons?|telefonos?|dni|nie|nif|passaport|pasaporte|noms?|nombres?|"
    r"cognoms?|apellidos?|lletr\w{1,2}|letra|dades|datos|fitxa|ficha|adreca|direccion|alta)\b"
)


def _corrects(said: Said) -> Leave | None:
    match = CORRECTION.search(said.all)
    if match is None or not said.concerns_us or said.wished(About.OURS) or not _DATA.search(said.all):
        return None
    return Leave(sense=Sense.CORRECTION, words=match.group())


def _hesitates(said: Said) -> Leave | None:
    for sentence in sentences(said.body):
        asked = [sentence.find(w.words) for w in said.wished(About.OURS) if w.sentence == sentence]
        for match in MAYBE.finditer(ASKING_IF.sub("~", sentence)):
            is_near = any(at >= 0 for at in asked) and match.group().startswith("saber")
            is_why = is_near and _WHY.search(sentence, 0, match.start())
            if (
                not is_why
                and not _is_elsewhere_only(sentence)
                and (LEAVING_WORD.search(sentence) or any(leaving(sentence)))
            ):
                return Leave(sense=Sense.MAYBE, words=match.group())
    return None


def _is_elsewhere_only(sentence: str) -> bool:
    """Whether a sentence names another matter, and the list not at all."""
    return _is_of_another(sentence) and not names_list(_of_ours(sentence))


_WHY: Final = re.compile(
    r"\b(?:perque|ja que|porque|ya que|no (?:em |m'|me )?(?:cal|toca|importa|interessa|fa falta|hace falta|"
    r"interesa)) (?:\w+ ){0,2}$|\bque (?:per|para) (?:a )?$"
)
"""Before "saber si …": why it is not needed any more."""


def _only_asks(said: Said) -> Leave | None:
    """A question about leaving, and no sentence beside it that wants to leave."""
    questions = [w for w in said.wishes if is_question(w.sentence)]
    rest = [w for w in said.wishes if w not in questions and w.about not in {About.OTHER_MATTER, About.TOLD}]
    if rest:
        return None
    is_ours = names_list(_of_ours(said.all))
    if questions and all(w.about is About.OTHER_MATTER for w in questions) and not is_ours:
        return Leave(sense=Sense.OTHER_MATTER, words=questions[0].words)
    is_another = all(_is_of_another(w.sentence) for w in questions) or _is_of_another(said.head)
    is_of_text = all(_is_beside_another(said, w) and not _ASKS_HERSELF.search(w.sentence) for w in questions)
    if questions and not is_ours and (is_another or is_of_text):
        return Leave(sense=Sense.OTHER_MATTER, words=questions[0].words)
    if questions:
        return Leave(sense=Sense.QUESTION, words=questions[0].sentence[:80])
    asked = next((s for s in sentences(said.body) if s.endswith("?") and is_question(s)), None)
    if asked and said.subject_is_ours and _thanks_only(said, asked):
        return Leave(sense=Sense.OTHER_MATTER, words=asked[:80])
    if asked and said.subject_is_ours and (not said.has_data or NOUN.search(asked)):
        return Leave(sense=Sense.QUESTION, words=asked[:80])
    return None


def _is_beside_another(said: Said, wish: Wish) -> bool:
    """Whether the sentence of a wish, or one before it, names another matter."""
    every = sentences(said.body)
    place = every.index(wish.sentence) if wish.sentence in every else 0
    return any(_is_of_another(sentence) for sentence in every[: place + 1])


_ASKS_HERSELF: Final = re.compile(
    r"\b(?:em|me|m'|ens|nos|mi|meva|nostra|nuestra|vull|puc|puedo|don\w{1,5}|dar\w{0,3}|li|le)\b"
)
"""Who asks of her own leaving, or of somebody's; "la baixa es calcula sobre el preu?" does not."""


def _thanks_only(said: Said, asked: str) -> bool:
    """Whether an answer thanks for what was done, and what it asks is of another matter."""
    is_answer = said.is_reply and not said.has_data and GRATITUDE.search(said.body)
    is_silent = not LEAVING_WORD.search(said.body) and not names_list(said.body)
    return bool(is_answer and is_silent and _is_of_another(asked))


def _has_condition(said: Said) -> Leave | None:
    found = (condition(wish) for wish in said.wished(About.OURS, About.NOTHING_SAID))
    words = next((words for words in found if words), None)
    return Leave(sense=Sense.CONDITION, words=words, doubts=(Doubt.CONDITION,)) if words else None


def _only_tells(said: Said) -> Leave | None:
    """A leave that is spoken of, and that no sentence asks for."""
    told = said.wished(About.TOLD)
    if not told or said.wished(About.OURS, About.NOTHING_SAID) or _DO_IT.search(said.body):
        return None
    return Leave(sense=Sense.MENTION, words=told[0].words, is_told=True)


_DO_IT: Final = re.compile(r"\b(?<!no )(?:feu|fes|facin?|hagan?|haced|do)[- ]?(?:ho|lo|it)\b")


def _is_elsewhere(said: Said) -> Leave | None:
    """Another list or another kind of baixa; together with ours a person must look."""
    wishes = [*said.wishes, *([said.head_wish] if said.head_wish else [])]
    other = next((w for w in wishes if w.about in {About.OTHER_LIST, About.OTHER_MATTER, About.BOTH}), None)
    if other is None:
        return None
    is_ours_too = any(w.about is About.OURS for w in wishes)
    if other.about is About.BOTH and not is_ours_too and not surely_named(said.all):
        return Leave(sense=Sense.OTHER_MATTER, words=other.words)
    if other.about is About.BOTH or is_ours_too:
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


AGAINST: Final[tuple[Callable[[Said], Leave | None], ...]] = (
    _is_of_other_matter,
    _tells_of_what,
    _takes_back,
    _refuses,
    _is_unasked,
    _joins_too,
    _changes_number,
    _corrects,
    _hesitates,
    _only_asks,
    _is_elsewhere,
    of_strangers,
    _gives_new_number,
    _wants_less,
    _has_condition,
    _only_tells,
)
"""Read downwards: the first that speaks decides."""
