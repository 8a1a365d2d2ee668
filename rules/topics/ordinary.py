"""Mail that the rules misplace: ordinary post that sounds like a request, and a wish in words of its own.

"Baixa", "llista", "treure" or "apuntar" are of many matters, and so is a name with a mobile. Where all but
surely the whole of a mail is of such a matter, and no sentence about the list says else, it makes no card and
gets no letter. And where no rule finds anything of ours, and most likely somebody wants to leave or join,
people see it. Nothing acts by it, nobody is written to, and what is wholly understood is not looked at.
"""

from dataclasses import replace
from typing import Final

from rules.findings import ASKS_NOTHING, Because, Kind, Reading, Voice, Why, for_a_person, identified, known
from rules.intent.frame import Stand
from rules.mail.message import Incoming
from rules.mail.set_phrases import answers_letter
from rules.topics.topic import UNPLACED, Hearing, is_elsewhere, speaks
from rules.topics.topic_reader import ORDINARY, WISH, Message, Named
from rules.vocabulary.other_meanings import other_matter


def placed(reading: Reading, hearing: Hearing) -> Reading:
    """The reading; of none of ours where the mail is ordinary post, for a person where it may be a wish."""
    if _may_be_wish(reading, hearing.incoming):
        return _shown(reading, hearing.incoming) if _is_wish(hearing) else reading
    if not (_may_be_ordinary(reading, hearing.incoming) and hearing.is_known):
        return reading
    ordinary = hearing.message.likely[ORDINARY]
    if ordinary < _HALF or any(_is_of_list(part) for part in hearing.parts):
        return reading
    if ordinary >= _SURELY and all(part.likely[ORDINARY] >= _UNLIKELY for part in hearing.parts):
        return _set_aside(reading)
    return replace(reading, bothers=_OF_ANOTHER)


def _is_of_list(part: Message) -> bool:
    """Whether what is said where the list is named, and no other, may not be ordinary."""
    return part.named is Named.SURELY and part.likely[ORDINARY] < _MOSTLY


_SURELY: Final = 0.98
_LIKELY: Final = 0.7
_MORE_LIKELY: Final = 0.9
"""Of a wish: where no list is named at all, it is to be more."""
_HALF: Final = 0.5
_MOST: Final = 0.75
"""Of the words of a wish that no rule knows: of a foreign language some are learned as well."""
_FEWEST: Final = 15
"""Words of their own in which somebody wants something; of fewer the model knows too little."""
_UNLIKELY: Final = 0.2
_PART: Final = 0.8
_MOSTLY: Final = 0.9
_NAMED: Final = frozenset({Named.SURELY, Named.BARELY})
_OF_ANOTHER: Final = Because("may-be-of-another")


def _is_wish(hearing: Hearing) -> bool:
    if not hearing.is_heard or hearing.message.known < _MOST:
        return False
    likely = hearing.message.likely
    least = _MORE_LIKELY if hearing.message.named is Named.NOT else _LIKELY
    is_part = any(part.named in _NAMED and part.likely[WISH] >= _PART for part in hearing.parts)
    return likely[WISH] >= least or (is_part and likely[ORDINARY] < _SURELY)


def _shown(reading: Reading, incoming: Incoming) -> Reading:
    shown = for_a_person(Because("wish-heard"), known(incoming.own_people))
    return replace(
        reading,
        kind=shown.kind,
        people=shown.people,
        doubts=shown.doubts,
        reasons=shown.reasons,
        bothers=_OF_ANOTHER,
    )


def _set_aside(reading: Reading) -> Reading:
    return Reading(
        kind=Kind.OTHER,
        reasons=(Because("ordinary-post"), *reading.reasons),
        authenticated=reading.authenticated,
        unclear_sender=reading.unclear_sender,
        language=reading.language,
        silence=reading.silence,
    )


def _may_be_ordinary(reading: Reading, incoming: Incoming) -> bool:
    """Whether it is a resident's own mail that would be shown or answered, and no rule wholly understands."""
    is_shown = reading.kind not in ASKS_NOTHING or reading.topic is not None or reading.to_list
    is_understood = reading.kind is Kind.BAIXA and not reading.doubts
    has_papers = bool(incoming.papers or reading.unread)  # which may say something else
    has_data_only = bool(identified(incoming.known_people)) and not _names_other_matter(incoming)
    return is_shown and _is_own(reading, incoming) and not (is_understood or has_papers or has_data_only)


def _may_be_wish(reading: Reading, incoming: Incoming) -> bool:
    """Whether it is a resident's own mail in which no rule finds anything of ours."""
    is_open = reading.kind is Kind.OTHER and reading.topic is None and not reading.to_list
    is_unplaced = is_open and all(map(_is_of_words, reading.reasons))
    says_enough = len(incoming.own.split()) >= _FEWEST
    is_theirs = is_unplaced and says_enough and _is_own(reading, incoming) and speaks(incoming)
    return is_theirs and not is_elsewhere(incoming)


def _is_of_words(why: Why) -> bool:
    """Whether what set the mail aside is only that nothing of ours was found in its words."""
    return isinstance(why, Stand) or why == UNPLACED or (isinstance(why, Because) and why.code == "sense-of")


def _names_other_matter(incoming: Incoming) -> bool:
    names = ((name.start, name.end) for name in incoming.found.names)  # "Casals" is no other matter
    return other_matter(incoming.own.cleaned.filled(names, "~").folded) is not None


def _is_own(reading: Reading, incoming: Incoming) -> bool:
    is_of_others = incoming.is_staff or incoming.is_registry or bool(reading.registries)
    is_answer = answers_letter(incoming.mail.subject)
    return reading.voice is Voice.WRITER and not (is_of_others or is_answer)
