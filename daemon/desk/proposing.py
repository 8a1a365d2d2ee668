"""What a clerk who gave no plain order may mean, looked up in the books: taps that they are offered."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from daemon.books import cases, subscribers
from daemon.books.cases import Case
from daemon.books.store import Transaction
from daemon.desk import histories
from daemon.desk.cards import choices
from rules.books.subscription import Subscription
from rules.desk.choices import Choice
from rules.desk.objections import ready_for, wrong_thing
from rules.desk.proposals import MOST_OF_A_NAME, called_in, proposed, retyped
from rules.findings import Because
from rules.people.name_forms import key_words
from rules.staff.grammar import FORM_OF, Order, Verb
from rules.staff.meaning import Meant
from rules.text.folding import fold
from rules.vocabulary.name_words import GIVEN_NAMES

_WORD: Final = re.compile(r"\w+")
_MOST: Final = 6
"""Taps below one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Where it is looked up, and for whom. `is_named`: they may know people's names.

    `beside` is what else a short mail says: where a line names nobody, its person may stand there. `of_list`:
    the mail is known to be of the list. `later` is the day to which a tap puts a card off; `send_to`
    is to whom an incident can be passed on.
    """

    tx: Transaction
    is_named: bool
    later: date | None = None
    send_to: Sequence[str] = ()
    beside: str = ""
    of_list: bool = True

    def is_ours(self, meant: Meant) -> bool:
        """Whether a clerk waits for an answer to it, whatever else their mail may be."""
        is_deed = meant.verb is not None and (
            bool(self.offered(meant)) or (self.of_list and meant.items != ())
        )
        return meant.is_attempt or meant.is_named or is_deed

    def offered(self, meant: Meant) -> tuple[Choice, ...]:
        """What may be meant, as it can be done now."""
        brings_data = meant.verb is not None and FORM_OF[meant.verb].about in {"person", "deposit"}
        if brings_data and (again := retyped(meant)):
            return again
        found: dict[Choice, None] = {}
        for item in meant.items:
            if item.startswith("C-"):
                found |= dict.fromkeys(self._about_case(item, meant))
        for held in self.whom(meant):
            found |= dict.fromkeys(self._about(held, meant))
        return tuple(found)[:_MOST] or retyped(meant)

    def whom(self, meant: Meant) -> Sequence[Subscription]:
        """Whom it may be about; who stands beside it only where the line itself says nobody."""
        says_nobody = not meant.items and GIVEN_NAMES.isdisjoint(_WORD.findall(fold(meant.said)))
        is_of_cases = any(item.startswith("C-") for item in meant.items)
        held = () if is_of_cases else self._of(meant, meant.said)
        return held or (self._of(meant, self.beside) if says_nobody else ())

    def speaks_of(self, line: str) -> Sequence[Subscription]:
        """Those whose names stand in the line."""
        called = called_in(line, subscribers.everyone(self.tx))
        return [held for group in called for held in _ready(None, group)]

    def is_known(self, line: str) -> bool:
        """Whether the line is nothing but the name of somebody, or of somebody whom a case is open about."""
        held = self.speaks_of(line)
        names = frozenset().union(*(key_words(one.name) for one in held))
        return bool(held) and (key_words(line) <= names or all(map(self._cases_about, held)))

    def _cases_about(self, held: Subscription) -> Sequence[Case]:
        return [case for case in cases.listed(self.tx) if held.ref in case.subscribers]

    def _about(self, held: Subscription, meant: Meant) -> tuple[Choice, ...]:
        """The order about somebody; one about a case, of the cases about them.

        Where no order is known, nothing that a case asks for somebody else as well.
        """
        is_of_cases = meant.verb is None or wrong_thing(Order(verb=meant.verb, item="C-")) is None
        cases_about = self._cases_about(held) if is_of_cases else ()
        of_cases = [each for case in cases_about for each in self._about_case(case.ref, meant)]
        if meant.verb is None:
            alone = {case.ref for case in cases_about if case.subscribers == (held.ref,)}
            of_cases = [each for each in of_cases if each.minor or each.ref in {held.ref, *alone}]
        if meant.is_denied:
            of_cases = [each for each in of_cases if each.minor]
        if of_cases and (meant.verb is not None or not all(each.minor for each in of_cases)):
            return tuple(of_cases)
        return (*proposed(meant, held, is_named=self.is_named), *of_cases)

    def _about_case(self, ref: str, meant: Meant) -> Sequence[Choice]:
        """What can be answered to the case; of the very order that is meant only that, with its words."""
        case = next((each for each in cases.listed(self.tx) if each.ref == ref), None)
        held = subscribers.concerned(self.tx, refs=case.subscribers) if case else []
        known = {each.ref: each for each in held}
        every = choices(self.tx, case, known, self.later, send_to=self.send_to) if case else ()
        if not self.is_named:  # what a card says of somebody is not theirs to know
            every = tuple(
                choice for choice in every if not (choice.fields or choice.verb == Verb.CORRECT.value)
            )
        same = [each for each in every if meant.verb is not None and each.verb == meant.verb.value]
        if meant.verb is Verb.POSTPONE:
            return same
        if case is None or meant.verb is None or not meant.adds or FORM_OF[meant.verb].corrects:
            return same or every
        does = (Because("with-these-words"),)
        return [Choice(verb=meant.verb.value, ref=ref, does=does, says=meant.adds)]

    def _of(self, meant: Meant, text: str) -> Sequence[Subscription]:
        """Whom the items mean, else whom the names of a text; each once."""
        items = [item for item in meant.items if not item.startswith("C-")]
        groups: Iterable[Sequence[Subscription]] = (histories.of_item(self.tx, item) for item in items)
        if not items:
            groups = called_in(text, subscribers.everyone(self.tx))
        found = [held for group in groups for held in _ready(meant.verb, group)]
        return list({held.ref: held for held in found}.values())


def _ready(verb: Verb | None, found: Sequence[Subscription]) -> Sequence[Subscription]:
    """Those whom the order is for, or all; nobody where they are a crowd."""
    ready = (ready_for(verb, found) if verb is not None else ()) or found
    return ready if len(ready) <= MOST_OF_A_NAME else ()
