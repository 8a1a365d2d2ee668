"""A BAIXA: does the writer ask, now and for this list, to be taken off?

The law: a wish to leave is believed when a phrase says so and its object is the
town's list, or nothing else. Where the text refuses, asks, hesitates, sets a
condition or takes back, it is no request, whatever words it holds. The table at the
end gives the order.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Final

from rules.findings import Doubt
from rules.old_reading.against import AGAINST
from rules.old_reading.business import is_other_business
from rules.old_reading.phrases import ELSEWHERE, HIM_OFF, NO_MORE, OTHER_POST, OUT_ME
from rules.old_reading.questions import is_question
from rules.old_reading.reasons import without_reason
from rules.old_reading.said import LEAVING_WORD, NOUN, Said, taken_apart
from rules.old_reading.senses import Leave, Sense
from rules.old_reading.strangers import stranger_in
from rules.old_reading.turns import (
    DEAD,
    GRATITUDE,
    MAYBE,
    STILL,
    is_later,
)
from rules.old_reading.wishes import About, Wish, joining, names_list
from rules.text.sentences import sentences
from rules.vocabulary.lists import (
    FOREIGN_LIST,
    HOME,
    OFFICIAL,
    OTHER_TOWN,
    WHATSAPP,
    as_written,
    surely_named,
)
from rules.vocabulary.other_meanings import WEAK, find_other, other_matter


def read_leave(subject: str, text: str, *, has_data: bool, place: str) -> Leave:
    """What the writer's own words say about leaving the list of *place*.

    *has_data* says whether they hold a document or a telephone: under the official
    subject, data alone are a request.
    """
    said = taken_apart(subject, text, has_data=has_data, place=place)
    found = (rule(said) for rule in _RULES)
    leave = next((leave for leave in found if leave is not None), Leave(sense=Sense.NONE))
    return replace(leave, words=as_written(leave.words, place))


# --- for acting -----------------------------------------------------------------------------------


_BY_NAME: Final = re.compile(rf"\b(?:{WHATSAPP}|difu\w{{3,6}}|ajuntament|ayuntamiento|mairie|{HOME})\b")
"""What names the list so that the subject adds nothing."""


def _requests(said: Said) -> Leave | None:
    wishes = said.wished(About.OURS) or (said.wished(About.NOTHING_SAID) if said.subject_is_ours else ())
    if not wishes:
        return None
    if said.tells_of_absence and not any(OFFICIAL.search(w.sentence) for w in said.wished(About.OURS)):
        return Leave(sense=Sense.MENTION, words=wishes[0].words)
    is_of_that = any(_OF_THAT.search(w.words) and not names_list(w.sentence) for w in wishes)
    if is_of_that and other_matter(said.body):
        return Leave(sense=Sense.MENTION, words=wishes[0].words)
    is_sure = surely_named(said.all) or any(NO_MORE.search(w.words) for w in wishes)
    return Leave(
        sense=Sense.REQUEST if is_sure else Sense.BARE,
        words=wishes[0].words,
        doubts=_doubts(said),
        rests_on_subject=said.head_wish is not None and not _BY_NAME.search(wishes[0].sentence),
    )


_OF_THAT: Final = re.compile(r"-ne (?:la |una )?(?:baixa|baja)\b")
"""What was just named is left: "… la llar d'infants. Voldria tramitar-ne la baixa"."""


def _is_put_off(wish: Wish) -> bool:
    """Whether its sentence speaks of a time to come, and not only in why she leaves."""
    return is_later(wish.sentence) and is_later(without_reason(wish.sentence, wish.words))


def _doubts(said: Said) -> tuple[Doubt, ...]:
    doubts = []
    if is_later(said.head) or any(_is_put_off(w) for w in said.wishes):
        doubts.append(Doubt.FUTURE)
    if any(s.endswith("?") and LEAVING_WORD.search(s) and is_question(s) for s in sentences(said.body)):
        doubts.append(Doubt.QUESTION)
    return tuple(doubts)


def _says_thanks(said: Said) -> Leave | None:
    """An answer to our letter that gives no data and wants nothing."""
    match = GRATITUDE.search(said.body) if len(said.body.split()) <= _THANKS_AT_MOST else None
    stays = _STAYS.search(said.body)
    if stays is not None and said.is_reply and not said.wishes:
        return Leave(sense=Sense.REFUSAL, words=stays.group())
    if match is None or said.wishes or said.has_data or not said.is_reply or "?" in said.body:
        return None
    return Leave(sense=Sense.THANKS, words=match.group())


_STAYS: Final = re.compile(
    r"\bno (?:me'n|m'en) (?:vull|volem) (?:pas )?(?:anar|marxar|sortir)\b|\bno (?:quiero|queremos) (?:irme|"
    r"salirme|salir)\b|"
    r"\bdeixeu-(?:me|nos) com (?:estic|estem)\b|\bdej(?:enme|adme) como (?:estoy|estaba)\b"
)
_THANKS_AT_MOST: Final = 40
"""Words of an answer that only thanks; who says more says something else."""


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
    matter = find_other(_WORK.sub("~", _of_messages(said.all)))
    is_strange = matter is not None and not (matter.group() in WEAK and names_list(said.all))
    if is_strange and (_names_list_just_before(said, wish) or _is_under_our_name(said, wish)):
        return Leave(sense=Sense.REQUEST, words=wish.words, doubts=(Doubt.SAYS_MORE,))
    if is_strange or any(OTHER_POST.search(said.body[m.end() :]) for m in NO_MORE.finditer(said.body)):
        return Leave(sense=Sense.MENTION, words=wish.words)
    if stranger_in(said.all) or any(p.search(said.all) for p in (FOREIGN_LIST, OTHER_TOWN)):
        return Leave(sense=Sense.OTHER_LIST, words=wish.words)
    if surely_named(said.all):
        return Leave(
            sense=Sense.REQUEST,
            words=wish.words,
            doubts=_doubts(said),
            rests_on_subject=said.head_wish is not None,
        )
    return Leave(sense=Sense.BARE, words=wish.words, doubts=_doubts(said))


def _names_list_just_before(said: Said, wish: Wish) -> bool:
    """Whether the sentence before the wish's names the town's list, and neither names another matter."""
    pair = next((p for p in pairwise(sentences(said.body)) if p[1] == wish.sentence), None)
    return pair is not None and surely_named(pair[0]) and not any(other_matter(s) for s in pair)


def _is_under_our_name(said: Said, wish: Wish) -> bool:
    """Whether the subject names the town's list and no other matter, and the wish stands in the text."""
    return (
        surely_named(said.head) and other_matter(said.head) is None and wish in said.wishes and said.has_data
    )


_WORK: Final = re.compile(
    r"\b(?:treball\w{0,4}|trabaj\w{0,4}|feina|feia|faig|hago|instructora?|monitora?|mestr\w{1,2}|"
    r"maestr\w|profes?sora?s?|cuiner\w?|cocinero|cambrer\w?|camarer\w|curr\w{1,3}|estudi\w{1,4}|work\w{0,3}|"
    r"teach\w{0,3}) (?:\w{2,12} )?(?:de |d'|en |a |al |at )[^.,;\n]{0,40}"
)
"""Where somebody works or studies is no matter of the town hall's."""
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
    is_sick = said.tells_of_absence and not OFFICIAL.search(said.all)
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
    if match is None and said.has_data and _A_LIST.search(said.body):
        match = HIM_OFF.search(said.body)
    if match is None and (said.is_about_leaving or (said.has_data and DEAD.search(said.all))):
        match = STILL.search(said.body)
    if match and (names_list(said.all) or ("?" in said.body and not other_matter(said.all))):
        return Leave(sense=Sense.MENTION, words=match.group())
    off = next((m for s in sentences(said.body) if not other_matter(s) for m in OUT_ME.finditer(s)), None)
    if off and said.has_data:
        return Leave(sense=Sense.MENTION, words=off.group())
    wants_in = any(next(joining(s), None) for s in (said.head, *sentences(said.body)))
    if (
        names_list(said.head)
        and said.has_data
        and not wants_in
        and len(_WORD.findall(said.body)) <= _BARE_DATA
    ):
        return Leave(sense=Sense.MENTION, words=said.head[:80])
    return None


_A_LIST: Final = re.compile(
    rf"\b(?:llista|lista|liste|list) (?:del?|de la|of|for|on) ?(?:{WHATSAPP}|difusio|difusion)\b"
)
_PLURAL: Final = re.compile(r"\b(?:baixes|bajas)\b")
_WORD: Final = re.compile(r"[a-z]{2,30}")
_BARE_DATA: Final = 10
"""Words of a text that is nothing but somebody's data: under a subject of the list, a person must look."""


_RULES: Final[tuple[Callable[[Said], Leave | None], ...]] = (
    *AGAINST,
    _requests,
    _says_thanks,
    _by_subject,
    _names_a_stranger,
    _bare,
    _tells_of_another,
    _mentions,
)
"""Read downwards: the first that speaks decides. What is against acting stands before what is for it."""
