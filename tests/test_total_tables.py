"""Each table of `rules` and `daemon` says something of every member of the enumeration that it is keyed by.

Whoever adds a state, a kind of mail, a reason or a letter is told here by name what there is still to say of
it. Where a table is to leave members out, they are named below: a new one is not among them.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from enum import Enum
from functools import cache
from importlib import import_module
from itertools import product
from pkgutil import walk_packages
from types import ModuleType
from typing import Any, Final

import pytest

import daemon
import rules
from daemon.books.tables import _LIVING, _PHONELESS
from daemon.cli.status import _TOLD
from daemon.letters.missing_data import _LINES
from daemon.letters.placeholders import PURPOSES
from daemon.letters.shadow_report import _SECTIONS
from daemon.letters.texts import LANGUAGES, read_texts
from daemon.post.queueing import Occasion
from rules.books.decision import Outcome, Reason, Template
from rules.books.lanes import Lane
from rules.books.roster import _STATES
from rules.books.subscription import _STEPS, GONE, LIVING, State, What
from rules.findings import Doubt, Flaw, Kind, Topic
from rules.sender.vouching import Standing
from rules.staff.grammar import ONLY_ASKS, TAKES_AWAY, Verb

ENUMERATIONS: Final = (
    State,
    What,
    Kind,
    Reason,
    Outcome,
    Template,
    Standing,
    Doubt,
    Verb,
    Occasion,
    Lane,
    Topic,
)

OF_TOPICS: Final = frozenset({
    Verb.SEND, Verb.ANSWER, Verb.INCIDENT, Verb.ANNOUNCEMENT, Verb.TRAINING, Verb.DATA, Verb.PROOF,
    Verb.EXTEND, Verb.ATTENDED, Verb.BROADCAST,
})  # fmt: skip
"""Orders about what is told to the list, beside joining and leaving."""

LEFT_OUT: Final[Mapping[str, Collection[Enum]]] = {
    # Who joins does so by one of two things.
    "rules.books.joining._REASONS": {What.ACTIVATED, What.BAIXA, What.TAKEN_OFF, What.UNDO, What.NOT_YET},
    "rules.books.joining._TOO_OLD": {What.ACTIVATED, What.BAIXA, What.TAKEN_OFF, What.UNDO, What.NOT_YET},
    # What is asked for people is decided for each, any other mail as a whole, orders by what they are worth.
    "rules.books.policy._DECIDERS": {Kind.COMMAND, Kind.AUTOMATIC, Kind.OTHER, Kind.UNSURE},
    "rules.books.policy._WHOLE": {Kind.COMMAND, Kind.BAIXA, Kind.CONSENT, Kind.ALTA, Kind.UNDO},
    # What is set aside is no case.
    "daemon.books.cases._STATES": {Outcome.ASIDE},
    # Nothing is done for these reasons where staff approve what a person asks for.
    "rules.desk.choices._APPLIED": {each for each in Reason if each.outcome is not Outcome.DONE}
    | {Reason.ORDERED, Reason.ORDER_ASKED, Reason.TOLD_HOW, Reason.TOLD_WHERE},
    # For anybody, in whatever state.
    "rules.desk.objections._MEANT_FOR": {
        Verb.APPLY, Verb.POSTPONE, Verb.JOIN, Verb.CONSENT, Verb.REASON, Verb.RECORD,
        Verb.SUMMARY, Verb.SET_ASIDE, Verb.OURS, Verb.RECOUNT, Verb.HELP, *OF_TOPICS,
    },
    # What is told to the list is no matter of the books.
    "daemon.desk.carrying_out.OF_BOOKS": OF_TOPICS | {Verb.APPLY, Verb.DISCARD, Verb.POSTPONE},
    "daemon.desk.deciding.OF_CARDS": set(Verb) - {Verb.APPLY, Verb.DISCARD, Verb.POSTPONE},
    # They make nothing happen that somebody may have behind them.
    "rules.desk.objections.LEADS_TO": {
        Verb.UNDO, Verb.APPLY, Verb.DISCARD, Verb.POSTPONE, Verb.CORRECT,
        Verb.JOIN, Verb.CONSENT, Verb.REASON, Verb.RECORD,
        Verb.SUMMARY, Verb.SET_ASIDE, Verb.OURS, Verb.RECOUNT, Verb.HELP, *OF_TOPICS,
    },
}  # fmt: skip
"""What a table says nothing of, and why."""

_HINTS: Final = "rules.desk.objections.HINTS"
"""A word more where there is one: whoever is refused is told why all the same."""


def modules() -> Iterator[ModuleType]:
    for package in (rules, daemon):
        for found in walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__") and ".migrations" not in found.name:
                yield import_module(found.name)


@cache
def tables() -> Mapping[str, Mapping[Any, Any]]:
    """Every mapping of a module that is keyed by members, alone or in tuples, by where it stands."""
    found: dict[int, tuple[str, Mapping[Any, Any]]] = {}
    for module in modules():
        for name, value in vars(module).items():
            if isinstance(value, Mapping) and any(keyed_by(value, each) for each in ENUMERATIONS):
                found.setdefault(id(value), (f"{module.__name__}.{name}", value))
    return dict(found.values())


def keyed_by(table: Mapping[Any, Any], enumeration: type[Enum]) -> set[Enum]:
    """The members of *enumeration* that *table* is keyed by."""
    alone = {each for key in table for each in (key if isinstance(key, tuple) else (key,))}
    return {each for each in alone if isinstance(each, enumeration)}


@pytest.mark.parametrize("name", [name for name in tables() if name != _HINTS])
def test_a_table_says_something_of_each_member(name: str) -> None:
    for enumeration in ENUMERATIONS:
        said = keyed_by(tables()[name], enumeration)
        left_out = {each for each in LEFT_OUT.get(name, ()) if isinstance(each, enumeration)}
        missing = set(enumeration) - said - left_out if said else set()

        assert missing == set(), f"{name} says nothing of {missing}"
        assert said & left_out == set(), f"{name} is said to leave out what it holds"


def test_what_is_left_out_is_of_tables_that_there_are() -> None:
    assert {*LEFT_OUT, _HINTS} <= set(tables())


def test_the_law_says_what_each_thing_does_in_each_state() -> None:
    undone = set(product(GONE, [What.UNDO]))  # by where they were before they left

    assert {(state, what) for state, what in product([None, *State], What)} - undone == set(_STEPS)


@pytest.mark.parametrize(
    ("enumeration", "groups"),
    [
        pytest.param(State, (LIVING, GONE, {State.ERASED}), id="who is on the list, left it, is erased"),
        pytest.param(State, (_TOLD, {State.ERASED}), id="what `status` counts"),
        pytest.param(State, (_STATES, {State.LEAVING, State.ERASED}), id="what can be imported"),
        pytest.param(Flaw, tuple(flaws for flaws, _ in _LINES["ca"]), id="what a letter has people copy"),
        pytest.param(Outcome, ([each[0] for each in _SECTIONS], {Outcome.ASIDE}), id="what --shadow reports"),
        pytest.param(
            Verb,
            (
                ONLY_ASKS,
                TAKES_AWAY,
                {Verb.ACTIVATED, Verb.UNDO, Verb.JOIN, Verb.CONSENT, Verb.REASON, Verb.OURS},
                OF_TOPICS - TAKES_AWAY - ONLY_ASKS,
            ),
            id="what an order does: asks, takes away, or gives and puts right",
        ),
    ],
)
def test_each_member_is_of_one_group(enumeration: type[Enum], groups: tuple[Collection[Enum], ...]) -> None:
    members = [each for group in groups for each in group]

    assert sorted(members, key=str) == sorted(enumeration, key=str)


@pytest.mark.parametrize("template", Template)
def test_each_letter_has_its_purpose_and_its_text_in_each_language(template: Template) -> None:
    texts = read_texts(None)

    assert template.value in PURPOSES
    assert all(texts.text(template.value, language).source for language in LANGUAGES)


def test_the_schema_lets_one_living_subscription_in_for_each_person_and_number() -> None:
    named = re.findall(r"'(\w+)'", str(_LIVING))

    assert {State(name) for name in named} == LIVING
    assert str(_PHONELESS).startswith(str(_LIVING))
