"""What acts: a leave whose every verb is understood to ask for it now, and for who writes.

The nets under a wish look for what speaks against it; this asks for what speaks for it. What is not
understood is asked of its writer, or waits for a person, as the leave that it looks like.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from rules.findings import CONFIRMABLE, Because, Doubt, Kind, Person, Reading
from rules.intent.frames import Stand
from rules.intent.law import Understood, understood
from rules.intent.parsed import Parsed
from rules.lexicon.words import Concept
from rules.mail.message import Case
from rules.mail.small_print import without_feet
from rules.mail.subjects import bare_case
from rules.old_reading.bareness import says_only_who
from rules.old_reading.plainness import asking
from rules.old_reading.replies import OF_ANSWERS, OF_RECEIPTS
from rules.old_reading.senses import Sense
from rules.people.gathering import gather
from rules.people.names import compatible
from rules.text.folding import clean, fold
from rules.text.tokens import sentences
from rules.vocabulary.name_words import GIVEN_NAMES

_DOUBTS: Final[Mapping[Concept, Doubt]] = {
    Concept.IF: Doubt.CONDITION,
    Concept.LATER: Doubt.FUTURE,
    Concept.HOW: Doubt.QUESTION,
    Concept.NEIGHBOUR: Doubt.FOR_ANOTHER,
    Concept.THEY_WANT: Doubt.FOR_ANOTHER,
    Concept.SAY: Doubt.FOR_ANOTHER,
}


def only_if_understood(case: Case, reading: Reading | None) -> Reading | None:
    """The reading; a leave acts only where its verbs are understood to ask for it now, and nothing else."""
    if reading is None or reading.kind is not Kind.BAIXA or reading.doubts:
        return reading
    said = _understood(case)
    if said is not None and said.stand is Stand.WISH and (not said.in_subject or _is_above_data(case)):
        writer = case.mail.sender_name
        is_anothers = said.why is Concept.KIN and any(_may_be_writer(p, writer) for p in reading.people)
        return replace(reading, doubts=(Doubt.FOR_ANOTHER,)) if is_anothers else reading
    if said is not None and said.stand is Stand.AGAINST:
        doubt = _DOUBTS.get(said.why, Doubt.UNCLEAR) if said.why else Doubt.SAYS_MORE
        why = Because("but-may-say", (said.words,))
        return replace(reading, doubts=(doubt,), reasons=(*reading.reasons, why))
    why = Because("but-not-now")
    return replace(reading, doubts=(Doubt.SAYS_MORE,), reasons=(*reading.reasons, why))


MAY_BE_MEANT: Final = frozenset({Sense.QUESTION, Sense.MENTION, Sense.BARE, Sense.MAYBE})
"""What a letter can ask about: nothing that is refused, limited, of another list or of another matter."""


def if_meant(case: Case, reading: Reading) -> Reading:
    """The reading; a leave that its writer is asked about, where a verb of leaving may ask for it.

    What is not understood may, where the list is named in its sentence.
    """
    said = _understood(case)
    if said is None or said.in_subject:
        return reading
    is_asked = said.stand is Stand.AGAINST and said.why is Concept.HOW
    is_near = said.stand is Stand.UNKNOWN and said.beside_list
    if not (is_asked or is_near or said.stand is Stand.WISH):
        return reading
    doubt = Doubt.QUESTION if is_asked else Doubt.SAYS_MORE
    asked = replace(reading, kind=Kind.BAIXA, wish=None, doubts=(doubt,))
    return reading if is_of_another(case, asked) else asked


def for_writer_alone(case: Case, reading: Reading | None) -> Reading | None:
    """The reading; what a yes would settle is for a person where it may be of another."""
    if reading is None or reading.kind is not Kind.BAIXA or not is_of_another(case, reading):
        return reading
    return replace(reading, doubts=(Doubt.FOR_ANOTHER,))


def is_of_another(case: Case, reading: Reading) -> bool:
    """Whether a relative or a neighbour is named in a leave that its writer would be asked about.

    But where the data are by their name the writer's own: whose they are, and who stays, no yes tells.
    """
    if not reading.doubts or not CONFIRMABLE.issuperset(reading.doubts):
        return False
    writer = case.mail.sender_name
    if reading.people and all(_may_be_writer(person, writer) for person in reading.people):
        return False
    said = (here for sentence in sentences(asking(case)) for here in Parsed(sentence).concepts)
    return any(here & {Concept.KIN, Concept.NEIGHBOUR} for here in said)


def is_turned(case: Case) -> bool:
    """Whether a verb of leaving or receiving stands against the wish: refused, put off, told by others."""
    said = _understood(case)
    return said is not None and said.stand is Stand.AGAINST and said.why not in {Concept.HOW, None}


def _understood(case: Case) -> Understood | None:
    return understood(bare_case(case.mail.subject), _without_small_print(asking(case)))


def _may_be_writer(person: Person, writer: str) -> bool:
    """Whether the data are by their name the writer's own, though somebody else is to leave."""
    return bool(person.name and writer) and compatible(person.name, writer)


def _without_small_print(text: str) -> str:
    """The text, cleaned, with what tells any reader how to be taken off a mailing blanked out."""
    cleaned = clean(text)
    kept = without_feet(fold(cleaned))
    return "".join(" " if mark == "~" else letter for letter, mark in zip(cleaned, kept, strict=True))


def _is_above_data(case: Case) -> bool:
    """Whether only data and courtesies stand below a subject that asks."""
    own = case.words.own
    found = gather(own, own_numbers=case.own_numbers)
    beside = (OF_ANSWERS - OF_RECEIPTS) | GIVEN_NAMES
    return says_only_who(own, found, place=case.town.place, beside=beside)
