"""A leave: what its writer's own words ask, and the lane that it takes.

The law, in its order: another matter is set aside; what is refused, conditional, of a later time or of
somebody else is for staff; a wish for this list, of which every clause is understood, acts; any other wish
is put to its writer, where a yes would settle it.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from rules.findings import Because, Doubt, Kind, Person, Reading, Said, Why, known
from rules.intent.accounting import Beside
from rules.intent.frames import Stand
from rules.intent.law import Understood, understood
from rules.intent.parsed import Parsed
from rules.intent.second_reader import Scores, Weights, joined, score
from rules.lexicon.verbs import JOINS
from rules.lexicon.words import Concept
from rules.mail.message import Case, same_words
from rules.mail.small_print import has_feet, without_feet
from rules.mail.subjects import bare_case, is_reply, without_reference
from rules.people.gathering import Gathered, gather
from rules.people.name_forms import key_words
from rules.people.names import compatible
from rules.residents.added_above import answers_the_town_hall
from rules.residents.errands import asks_to_tell
from rules.residents.own_words import own_people, people_of
from rules.text.folding import clean, fold, unmask
from rules.text.tokens import Token, sentences
from rules.vocabulary.clause import named_as_list
from rules.vocabulary.lists import (
    FOREIGN_LIST,
    OTHER_CHANNEL,
    OTHER_TOWN,
    at_home,
    names_list,
    surely_named,
)
from rules.vocabulary.name_words import GIVEN_NAMES
from rules.vocabulary.other_meanings import AWAY, other_matter, without_adjectives


@dataclass(frozen=True)
class _Leave:
    """A resident's mail, with all that the law asks of it."""

    case: Case
    weights: Weights | None

    @cached_property
    def subject(self) -> str:
        return without_reference(bare_case(self.case.mail.subject))

    @cached_property
    def own(self) -> str:
        """The writer's own words, cleaned, without small print and without each "baixa" that means low."""
        return meant(self.case.words.own)

    @cached_property
    def found(self) -> Gathered:
        return gather(self.own, own_numbers=self.case.own_numbers)

    @cached_property
    def people(self) -> tuple[Person, ...]:
        return people_of(self.case)

    @cached_property
    def said(self) -> Understood | None:
        return understood(self.subject, self.own, self._beside())

    def _beside(self) -> Beside:
        place = fold(self.case.town.place)
        names = " ".join((self.case.mail.sender_name, *(p.name for p in self.people if p.name)))
        return Beside(
            data=(
                *((name.start, name.end) for name in self.found.names),
                *((number.start, number.end) for number in self.found.numbers),
            ),
            against=self._against if self.weights else None,
            known=key_words(f"{names} {self.case.town.channel}") | {place},
            cut=self.weights.accountant if self.weights else 0.0,
            place=place,
        )

    def _against(self, start: int, end: int) -> float:
        return score(self.own[start:end], self.weights).worst_against if self.weights else math.inf

    @cached_property
    def scores(self) -> Scores | None:
        """What the second reader makes of the whole mail."""
        return (
            score(joined(self.case.mail.subject, self.case.words.own), self.weights) if self.weights else None
        )

    @cached_property
    def body(self) -> tuple[Parsed, ...]:
        return tuple(Parsed(sentence) for sentence in sentences(self.own))

    @cached_property
    def of_wish(self) -> Parsed | None:
        """The sentence of the wish; None where the subject asks."""
        said = self.said
        if said is None or said.in_subject:
            return None
        return next((p for p in self.body if p.tokens[0].start <= said.start <= p.tokens[-1].end), None)

    @cached_property
    def folded(self) -> str:
        """Subject and own words, without names: "Casals" is no other matter."""
        own = self.own
        for name in self.found.names:
            own = f"{own[: name.start]}{'~' * (name.end - name.start)}{own[name.end :]}"
        return self._at_home(f"{self.subject}\n{own}")

    def _at_home(self, text: str) -> str:
        named = named_as_list(fold(clean(text)), self.case.town.channel)
        return at_home(named, self.case.town.place)

    @cached_property
    def is_ours(self) -> bool:
        """Whether the town's list is named, and no other."""
        others = (FOREIGN_LIST, OTHER_TOWN, OTHER_CHANNEL)
        return surely_named(self.folded) and not any(other.search(self.folded) for other in others)

    @cached_property
    def is_of_another_matter(self) -> bool:
        return other_matter(self.folded) is not None or any(
            other.search(self.folded) for other in (FOREIGN_LIST, OTHER_TOWN, OTHER_CHANNEL)
        )

    @property
    def places(self) -> Iterator[Said]:
        """The word that decided, the clauses that are open, and the words of the subject that are strange."""
        said = self.said
        if said is None or said.start == said.end:
            return
        subject = clean(self.case.mail.subject).rstrip()
        before = len(subject) - len(self.subject)  # the marks of a reply
        at = before if said.in_subject else 0
        yield Said(said.start + at, said.end + at, said.stand, in_subject=said.in_subject)
        for start, end in said.open:
            yield Said(start, end, _OPEN, is_open=True)
        for start, end in said.strange:
            yield Said(start + before, end + before, _STRANGE, in_subject=True, is_open=True)

    @property
    def is_of_one(self) -> bool:
        return len({person.id_document or person.phone for person in self.people}) < 2

    @property
    def is_whole(self) -> bool:
        """Whether document and mobile of each are given."""
        return bool(self.people) and all(p.id_document and p.phone for p in self.people)

    @property
    def is_of_writer(self) -> bool:
        """Whether the data are by their name the writer's own."""
        writer = self.case.mail.sender_name
        return bool(writer) and all(p.name and compatible(p.name, writer) for p in self.people)

    def has(self, concept: Concept) -> bool:
        """Whether a sentence of the text holds the concept."""
        return any(parsed.has(concept, range(len(parsed.tokens))) for parsed in self.body)

    @property
    def names_list(self) -> bool:
        """Whether the wish's sentence names the town's list, or the subject does."""
        is_named = self.said is not None and self.said.beside_list
        return self.is_ours and (is_named or surely_named(self._at_home(self.subject)))

    @property
    def names_more(self) -> bool:
        """Whether somebody is named of whom no data are given."""
        given = [person.name for person in self.people if person.name]
        if self.is_for_another and self.is_of_one and self.is_whole:
            return False  # who writes for a relative signs as well
        words = key_words(" ".join(given)) | {"i", "y", "and"}
        return any(
            not (key_words(name.value) <= words or any(compatible(name.value, one) for one in given))
            for name in self.found.names
        )

    @property
    def is_for_another(self) -> bool:
        """Whether it is told, or asked, for a relative, or for somebody who is named in the wish."""
        is_told = self.has(Concept.BEHALF) or (
            self.has(Concept.KIN) and (self.has(Concept.SAY) or self.has(Concept.THEY_WANT))
        )
        is_done_to = self.said is not None and self.said.why is Concept.KIN
        return is_told or is_done_to or self._is_in_wish(Concept.KIN) or self._names_another_in_wish

    def _is_in_wish(self, concept: Concept) -> bool:
        """Whether the wish's sentence names it, but as far as a reason behind the wish."""
        wish, said = self.of_wish, self.said
        if wish is None or said is None:
            return False
        reason = (
            j
            for j, token in enumerate(wish.tokens)
            if token.start > said.start and Concept.BECAUSE in wish.concepts[j]
        )
        return wish.has(concept, range(next(reason, len(wish.tokens))))

    @property
    def _names_another_in_wish(self) -> bool:
        named = key_words(" ".join((self.case.mail.sender_name, *(p.name or "" for p in self.people))))
        return any(t.word in GIVEN_NAMES and t.capital and t.word not in named for t in self._clause_of_wish)

    @property
    def _clause_of_wish(self) -> Sequence[Token]:
        wish, said = self.of_wish, self.said
        if wish is None or said is None:
            return ()
        place = next((j for j, token in enumerate(wish.tokens) if token.start == said.start), 0)
        clause = wish.clause(place)
        return wish.tokens[clause.start : clause.stop]

    @cached_property
    def is_near_another_matter(self) -> bool:
        """Whether another matter is named with the wish, and not only elsewhere in the mail."""
        wish = self.of_wish
        near = self.own[wish.tokens[0].start : wish.tokens[-1].end] if wish else self.own
        return other_matter(self._at_home(f"{self.subject}\n{near}")) is not None

    @property
    def may_be_of_another(self) -> bool:
        """Whether somebody else than who gives data may be meant."""
        if self.is_for_another:  # data that are by name not the writer's are the relative's
            is_known = len(key_words(self.case.mail.sender_name)) > 1 and not self._names_another_in_wish
            return not (self.has(Concept.KIN) and is_known) or self._is_any_writers
        return (self.has(Concept.KIN) or self.has(Concept.NEIGHBOUR)) and not self.is_of_writer

    @property
    def is_of_another(self) -> bool:
        """Whether another is asked for, and the data are not by name the writer's own."""
        is_done_to = self.said is not None and self.said.why is Concept.KIN and self._is_in_wish(Concept.KIN)
        is_named = self.is_for_another or self._is_in_wish(Concept.NEIGHBOUR)
        is_own = bool(self.people) and self.is_of_writer and not self._names_another_in_wish
        return is_done_to or (is_named and not is_own)

    @property
    def _is_any_writers(self) -> bool:
        writer = self.case.mail.sender_name
        return any(bool(p.name and writer) and compatible(p.name, writer) for p in self.people)

    @property
    def is_for_all(self) -> bool:
        """Whether the wish's sentence speaks for more than one."""
        wish, said = self.of_wish, self.said
        if wish is None:
            return said is not None and said.in_subject and said.has_only_data
        counted = [_COUNTS[word] for word in wish.words if word in _COUNTS]
        if counted:
            return set(counted) == {len(self.people)}
        ask = {Concept.WANT, Concept.ASK}
        by_us = (
            w.endswith(("em", "mos")) and here & ask
            for w, here in zip(wish.words, wish.concepts, strict=True)
        )
        return bool(_ALL & set(wish.words)) or any(by_us)


_OPEN: Final = Because("open-clause")
_STRANGE: Final = Because("strange-word")
_OF_SEVERAL: Final = """
    ens nos nosaltres nosotros tots totes todos todas ambdos ambdues ambos both
"""
_ALL: Final = frozenset(_OF_SEVERAL.split())
_COUNTS: Final = {"dos": 2, "dues": 2, "two": 2, "tres": 3, "three": 3, "quatre": 4, "cuatro": 4}


def meant(text: str) -> str:
    """The text, cleaned, with the feet of mailings and each "baixa" that means low or ill blanked out."""
    cleaned = clean(text)
    kept = without_adjectives(without_feet(fold(cleaned)))
    return "".join(" " if mark == "~" else letter for letter, mark in zip(cleaned, kept, strict=True))


def leaves(case: Case, weights: Weights | None) -> Reading | None:
    """What the writer's own words say about leaving; what a register prints is nobody's own words."""
    leave = _Leave(case, weights)
    reading = _answered(case, _vetoed(leave, _read(leave)))
    if reading is None:
        return None
    reading = replace(reading, said=(*leave.places, *reading.said))
    if reading.kind is Kind.BAIXA and _is_told_otherwise(case):
        reasons = (*reading.reasons, Because("but-html-does-not"))
        return replace(reading, kind=Kind.UNSURE, doubts=(Doubt.PARTS_DISAGREE,), reasons=reasons)
    return reading


# --- the law ---------------------------------------------------------------------------------------


def _read(leave: _Leave) -> Reading | None:
    said = leave.said
    if said is None or said.stand is Stand.TOLD or _is_carried_over(leave, said):
        return _disguised(leave) or _carried_over(leave) or _opened(leave) or _asks_how(leave)
    if _is_aside(leave):
        return Reading(kind=Kind.OTHER, reasons=_reasons(said))
    is_of_us = names_list(leave.folded) or _OF_A_SUBSCRIPTION.search(leave.own) is not None
    if not (is_of_us or any(person.has_data for person in leave.people)):
        is_short = len(leave.own.split()) <= _SHORT
        return _card(leave, Doubt.UNCLEAR) if said.stand is Stand.WISH and is_short else None
    if said.stand is Stand.AGAINST and said.why is not Concept.HOW:
        doubt = _DOUBTS.get(said.why, Doubt.UNCLEAR) if said.why else Doubt.UNCLEAR
        if doubt is Doubt.FUTURE and not leave.is_ours:
            doubt = Doubt.UNCLEAR  # a day names many a thing: "em dono de baixa del grup de dijous"
        return _card(leave, doubt, Kind.BAIXA if doubt in _GRANTABLE else None)
    return _acting(leave, said) or _asked(leave, said)


_OF_A_SUBSCRIPTION: Final = re.compile(r"\bA-\d{1,6}\b")
_GRANTABLE: Final = frozenset({Doubt.CONDITION, Doubt.FUTURE})
"""What is asked for with a doubt, and a person may grant."""

_SHORT: Final = 40
"""Words of a mail that asks to leave we do not know what: who says more says something else."""


def _is_carried_over(leave: _Leave, said: Understood) -> bool:
    """Whether only the subject that is answered asks, above more than data: that was who wrote before."""
    has_data = any(person.has_data for person in leave.people)
    return said.in_subject and is_reply(leave.case.mail.subject) and not (has_data and not said.open)


_DOUBTS: Final[Mapping[Concept, Doubt]] = {
    Concept.IF: Doubt.CONDITION,
    Concept.LATER: Doubt.FUTURE,
    Concept.NEIGHBOUR: Doubt.FOR_ANOTHER,
    Concept.THEY_WANT: Doubt.FOR_ANOTHER,
    Concept.SAY: Doubt.FOR_ANOTHER,
}


def _is_aside(leave: _Leave) -> bool:
    """Whether it is of another matter, or a mailing that tells its reader how to leave it."""
    if has_feet(leave.case.words.own) and not any(person.id_document for person in leave.people):
        return True
    is_named = names_list(leave.folded) or (leave.said is not None and leave.said.beside_list)
    return leave.is_of_another_matter and leave.is_near_another_matter and not is_named


def _acting(leave: _Leave, said: Understood) -> Reading | None:
    """The leave that acts, or would if it were plain whose it is; None where it is not wholly understood."""
    is_strange = bool(said.strange) and (said.in_subject or not is_reply(leave.case.mail.subject))
    if said.stand is not Stand.WISH or said.open or is_strange or leave.is_of_another_matter:
        return None
    is_from_work = AWAY.search(fold(leave.case.words.own)) is not None
    if is_from_work or leave.names_more or not (leave.names_list or _says_only_who(leave, said)):
        return None
    if leave.is_of_one and leave.may_be_of_another:
        is_askable = leave.is_of_writer or not (leave.is_of_another or leave.is_for_all)
        return None if is_askable else _card(leave, Doubt.FOR_ANOTHER, Kind.BAIXA)
    if len(leave.people) > 1 and not leave.is_for_all:
        return None
    return Reading(kind=Kind.BAIXA, people=leave.people, reasons=_reasons(said))


def _says_only_who(leave: _Leave, said: Understood) -> bool:
    """Whether nothing but the wish and who asks stands in the mail, and no file comes along."""
    brings_file = any(not a.content_type.startswith("image/") for a in leave.case.mail.attachments)
    below = leave.case.words.quoted
    is_above_other = other_matter(fold(clean(below))) is not None
    return leave.is_whole and not (brings_file or is_above_other) and said.says_only_who


def _asked(leave: _Leave, said: Understood) -> Reading:
    """The leave that its writer is asked about; a card, where no yes of theirs would settle it."""
    doubt = Doubt.QUESTION if said.stand is Stand.AGAINST else Doubt.SAYS_MORE
    if leave.is_of_one and _asks_enough(leave, said) and not leave.is_of_another:
        return Reading(kind=Kind.BAIXA, people=leave.people, doubts=(doubt,), reasons=_reasons(said))
    if leave.is_of_another_matter and leave.is_near_another_matter and not leave.is_ours:
        return Reading(kind=Kind.OTHER, reasons=_reasons(said))
    doubt = Doubt.FOR_ANOTHER if leave.is_of_another else Doubt.UNCLEAR
    return _card(leave, doubt, Kind.BAIXA if said.stand is Stand.WISH else None)


def _asks_enough(leave: _Leave, said: Understood) -> bool:
    """Whether the second reader hears so much of a wish that a question would not bother its writer."""
    if leave.scores is None or leave.weights is None:
        return True
    is_wish = said.stand is Stand.WISH
    is_alone = is_wish and not leave.is_of_another_matter
    if is_alone and leave.is_ours and leave.is_whole and not said.open:
        return True
    is_near = other_matter(leave.folded) is None or (is_wish and (said.beside_list or said.in_subject))
    if is_wish and leave.names_list and (said.in_subject or said.beside_list):
        return leave.scores.margin >= leave.weights.veto or (
            is_alone and leave.scores.ask >= leave.weights.closer
        )
    is_ours = leave.is_ours and is_near
    is_known = is_ours or (leave.is_whole and is_wish and not leave.is_of_another_matter)
    return leave.scores.ask >= (leave.weights.closer if is_known else leave.weights.opener)


def _carried_over(leave: _Leave) -> Reading | None:
    """Data, and more, under the subject of a leave that is answered: a person sees."""
    said = leave.said
    is_carried = said is not None and said.stand is Stand.WISH and leave.names_list
    return _card(leave, Doubt.CARRIED_OVER) if is_carried and known(leave.people) else None


def _opened(leave: _Leave) -> Reading | None:
    """Who plainly asks, in words that no frame holds, is asked."""
    if leave.scores is None or leave.weights is None or leave.scores.ask < leave.weights.opener:
        return None
    has_data = any(person.has_data for person in leave.people)
    is_near = leave.is_ours and leave.is_of_one and has_data and not leave.is_of_another_matter
    joins = any(word in JOINS for parsed in leave.body for word in parsed.words)
    is_other = leave.is_of_another or joins or asks_to_tell(leave.folded)
    if not is_near or leave.case.files or is_other:
        return None
    return Reading(
        kind=Kind.BAIXA, people=leave.people, doubts=(Doubt.SAYS_MORE,), reasons=(Because("but-not-now"),)
    )


def _asks_how(leave: _Leave) -> Reading | None:
    """Who asks how to leave this list, or when it is done, waits for an answer."""
    said = leave.said
    is_how = said is not None and said.why is Concept.HOW
    is_when = said is not None and said.in_subject and any(map(_asks_when, leave.body))
    is_meant = leave.scores is None or leave.weights is None or leave.scores.ask >= leave.weights.closer
    return _card(leave, Doubt.QUESTION) if (is_how or is_when) and leave.is_ours and is_meant else None


def _asks_when(parsed: Parsed) -> bool:
    return parsed.is_question and Concept.HOW in parsed.concepts[0]


def _card(leave: _Leave, doubt: Doubt, wish: Kind | None = None) -> Reading:
    reasons = _reasons(leave.said) if leave.said else ()
    return Reading(kind=Kind.UNSURE, people=known(leave.people), doubts=(doubt,), reasons=reasons, wish=wish)


def _reasons(said: Understood) -> tuple[Why, ...]:
    return (Because("sense-of", (said.stand, said.words)) if said.words else said.stand,)


def _vetoed(leave: _Leave, reading: Reading | None) -> Reading | None:
    """The reading; a leave waits for its writer's yes where too much is said against it."""
    if reading is None or reading.kind is not Kind.BAIXA or reading.doubts or not leave.is_whole:
        return reading  # who is asked for data can still say no
    if leave.scores is None or leave.weights is None or leave.scores.margin >= leave.weights.veto:
        return reading
    why, said = Because("but-asks-little"), reading.said
    if worst := leave.scores.worst:
        text = joined(leave.case.mail.subject, leave.case.words.own)
        own = len(text) - len(clean(leave.case.words.own))
        in_subject = worst.start < own
        at = 0 if in_subject else own
        said = (Said(worst.start - at, worst.end - at, why, in_subject=in_subject, is_open=True),)
        why = Because("but-asks-little-against", (text[worst.start : worst.end],))
    return replace(reading, doubts=(Doubt.SAYS_MORE,), reasons=(*reading.reasons, why), said=said)


# --- beside the words ------------------------------------------------------------------------------


def _is_told_otherwise(case: Case) -> bool:
    """Whether the HTML, which is what its writer saw, does not ask what the plain text asks."""
    plain, html = case.mail.plain, case.mail.html
    if plain is None or html is None or not html.own.strip() or same_words(plain, html):
        return False
    subject = bare_case(case.mail.subject)
    asks, seen = (understood(subject, meant(words.own)) for words in (plain, html))
    return asks is not None and asks.stand is Stand.WISH and (seen is None or seen.stand is not Stand.WISH)


def _answered(case: Case, reading: Reading | None) -> Reading | None:
    """The reading; a leave for a person to look at, where it only gives what the town hall asked for."""
    if reading is not None and reading.kind is not Kind.UNSURE:
        return reading
    people = known(own_people(case)) if case.words.quoted else ()
    if not people or not answers_the_town_hall(case, people):
        return reading
    reasons = (Because("gives-what-was-asked"),)
    return Reading(kind=Kind.BAIXA, people=people, doubts=(Doubt.UNCLEAR,), reasons=reasons)


def _disguised(leave: _Leave) -> Reading | None:
    """A request that shows only when letters of other alphabets are taken for Latin ones: never acted on."""
    subject, own = unmask(leave.subject), unmask(leave.own)
    if (subject, own) == (leave.subject, leave.own):
        return None
    said = understood(subject, own)
    if said is None or said.stand is Stand.TOLD or not names_list(at_home(fold(f"{subject}\n{own}"), "")):
        return None
    return Reading(
        kind=Kind.UNSURE, people=known(leave.people), doubts=(Doubt.DISGUISED,), reasons=_reasons(said)
    )
