"""Whose telephone number has changed: neither a leave nor a join, for who writes wants to stay.

A leave of the old number stays a leave, unless a new one is to be put on in its place. Who says nothing of
leaving is not asked whether they want to: a "no" would close it, and the new number be lost.
"""

from collections.abc import Sequence
from typing import Final

from rules.findings import Because, Doubt, Kind, Person, Reading, Voice, known
from rules.lexicon.conjugation import ASKED
from rules.lexicon.parsed import Parsed
from rules.lexicon.verbs import NOUNS, Act
from rules.lexicon.words import Concept
from rules.mail.message import Incoming
from rules.text.patterns import word_set

_NUMBER: Final = word_set("numero num mobil movil telefon telefono tel")
_PAIR: Final = 2
"""An old number and a new one."""


def new_number(reading: Reading, incoming: Incoming) -> Reading:
    """The reading, for a person where its writer says that their number has changed."""
    may_be = reading.kind in {Kind.ALTA, Kind.OTHER, Kind.UNSURE} and incoming.is_about_list
    if reading.voice is not Voice.WRITER or not (may_be or reading.kind is Kind.BAIXA):
        return reading
    numbers = {phone.value for phone in incoming.found.phones if phone.value}
    if not 1 <= len(numbers) <= _PAIR:
        return reading
    sentences = incoming.sentences
    is_told = any(map(_has_changed, sentences))
    if reading.kind is Kind.BAIXA:
        is_exchanged = _is_of_one(reading.people) and (is_told or any(map(_puts_on, sentences)))
        is_told = bool(reading.doubts) and (is_exchanged or (is_told and not any(map(_leaves, sentences))))
    if not is_told:
        return reading
    return Reading(
        kind=Kind.UNSURE,
        people=known(incoming.own_people),
        doubts=(Doubt.NEW_NUMBER,),
        reasons=(*reading.reasons, Because("number-changed")),
        said=reading.said,
    )


def _has_changed(parsed: Parsed) -> bool:
    """Whether a sentence speaks of a telephone that has changed, or is to, or is new."""
    if parsed.has(Concept.NEW_NUMBER):
        return True
    changes = (place for place, here in enumerate(parsed.concepts) if Concept.CHANGE in here)
    return parsed.has(Concept.CHANGE) and any(
        not (_NUMBER.isdisjoint(parsed.near(place, place + _NEAR)) or _is_denied(parsed, place))
        for place in changes
    )


def _is_denied(parsed: Parsed, place: int) -> bool:
    """Whether the verb at *place* is denied: "no m'ha canviat"."""
    before = place - 1
    while parsed.of(before) & {Concept.TOLD, Concept.ME}:
        before -= 1
    return Concept.NOT in parsed.of(before)


_NEAR: Final = 8
"""Words in which a change says of what: "he canviat de companyia i de número"."""


def _is_of_one(people: Sequence[Person]) -> bool:
    """Whether two numbers are one person's."""
    return len({person.phone for person in people}) == _PAIR and len({p.id_document for p in people}) == 1


def _leaves(parsed: Parsed) -> bool:
    """Whether a sentence has any word with which somebody leaves: an end, a "no", "baixa"."""
    ends = parsed.acts & {Act.STRIKE, Act.STOP}
    return bool(ends or parsed.has(Concept.NOT) or NOUNS.intersection(parsed.words))


_PAST: Final = word_set("va vaig vam van vau")


def _puts_on(parsed: Parsed) -> bool:
    """Whether a number is to be put on the list: "doneu d'alta el nou"."""
    return any(
        form.act is Act.GIVE
        and form.tags & ASKED
        and parsed.word(place - 1) not in _PAST
        and "alta" in parsed.words[place:]
        for place, form in enumerate(parsed.forms)
    )
