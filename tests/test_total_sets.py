"""Each set of members of `rules` and `daemon` is a decision about the others too.

Whoever adds a state, a kind of mail, a reason or a letter is told here by name in which sets it is neither
put nor left out: it goes into the set, or here among those that are not in it.
"""

import ast
import inspect
from collections.abc import Collection, Iterator, Mapping
from enum import Enum
from typing import Final

import pytest

from rules.books.after_leaving import SAYS_SOMETHING_ELSE
from rules.books.decision import Outcome, Reason, Template
from rules.books.subscription import State, What
from rules.findings import Doubt, Flaw, Kind, Topic, Voice
from rules.sender.vouching import Standing
from rules.staff.grammar import Verb
from tests.test_total_tables import ENUMERATIONS, OF_TOPICS, modules

HELD: Final = (*ENUMERATIONS, Voice, Flaw)

_UNDOING: Final = {each for each in Reason if each.name.startswith("UNDO_")} | SAYS_SOMETHING_ELSE | {
    Reason.FORGED, Reason.SENDER_UNCLEAR, Reason.JUNK,
}  # fmt: skip
"""Why somebody looks at a leave that may be taken back."""

_ASIDE: Final = {each for each in Reason if each.outcome is Outcome.ASIDE}

WHOLES: Final[Mapping[str, Collection[Enum]]] = {
    "rules.books.decision.OF_DATA": {each for each in Reason if each.outcome is Outcome.CARD},
    "daemon.mailbox.entries._kind_unread": _ASIDE,
    "rules.desk.set_aside.NONE_OF_OURS": _ASIDE,
    "rules.books.after_leaving.SAYS_SOMETHING_ELSE": _UNDOING,
    "rules.books.after_leaving.DENIES_NOTHING": _UNDOING,
}
"""What a set is a part of, where that is not the whole enumeration."""

READ_WORD_BY_WORD: Final = ("rules.intent", "rules.residents", "rules.lexicon")
"""Whose sets are of concepts: what a word is not, it need not be asked."""

ELSEWHERE: Final = {
    "daemon.letters.missing_data._LINES",
    "rules.books.subscription.GONE", "rules.books.subscription.LIVING",
    "rules.desk.objections._MEANT_FOR", "rules.staff.grammar.ONLY_ASKS", "rules.staff.grammar.TAKES_AWAY",
}  # fmt: skip
"""Sets that part an enumeration together, and tables of sets: `test_total_tables` holds them."""

LEFT_OUT: Final[Mapping[str, Collection[Enum]]] = {
    "rules.conversation.answers._own_doubts": {
        Doubt.CONDITION, Doubt.FUTURE, Doubt.NEW_NUMBER, Doubt.PARTS_DISAGREE, Doubt.TOO_MANY,
        Doubt.FOR_ANOTHER,
        Doubt.DISGUISED, Doubt.TRUNCATED, Doubt.FUTURE_ENTRY, Doubt.UNTRUSTED, Doubt.STALE_ENTRY,
        Doubt.FORM_CHANGED, Doubt.PAPER_DIFFERS, Doubt.UNTICKED, Doubt.UNREAD, Doubt.NO_CLAUSE, Doubt.MINOR,
        Doubt.ANOTHERS_PHONE,
    },
    "rules.findings.CONFIRMABLE": {
        Doubt.CONDITION, Doubt.FUTURE, Doubt.NEW_NUMBER, Doubt.PARTS_DISAGREE, Doubt.TOO_MANY, Doubt.UNCLEAR,
        Doubt.FOR_ANOTHER, Doubt.CARRIED_OVER, Doubt.DISGUISED, Doubt.TRUNCATED, Doubt.FUTURE_ENTRY,
        Doubt.UNTRUSTED, Doubt.STALE_ENTRY, Doubt.FORM_CHANGED, Doubt.PAPER_DIFFERS, Doubt.UNTICKED,
        Doubt.UNREAD, Doubt.NO_CLAUSE, Doubt.MINOR, Doubt.ANOTHERS_PHONE,
    },
    "rules.conversation.completing._SAYS_NOTHING": {
        Flaw.DOCUMENT_INVALID, Flaw.PHONE_INVALID, Flaw.PHONE_LANDLINE,
    },
    "rules.findings.with_flaws": {
        Flaw.DOCUMENT_MISSING, Flaw.DOCUMENT_INVALID, Flaw.PHONE_MISSING, Flaw.NAME_MISSING,
    },
    "daemon.books.cases._ASKS": {Kind.COMMAND, Kind.AUTOMATIC, Kind.OTHER, Kind.UNSURE},
    "daemon.desk.outcome_letters.OF_LEAVES": {
        Kind.CONSENT, Kind.ALTA, Kind.COMMAND, Kind.AUTOMATIC, Kind.OTHER, Kind.UNSURE,
    },
    "rules.books.decision.OF_DATA": {
        Reason.FORGED, Reason.SENDER_UNCLEAR, Reason.JUNK, Reason.PASSED_ON, Reason.DOUBTFUL,
        Reason.TOO_MANY, Reason.NAME_OF_ANOTHER, Reason.NEW_NUMBER, Reason.TWICE,
        Reason.OLDER_THAN_JOINING, Reason.UNTRUSTED,
        Reason.LEAVE_WAITS, Reason.SAME_DAY, Reason.ENTRY_LACKING, Reason.SEVERAL, Reason.PHONE_OF_ANOTHER,
        Reason.FUTURE_ENTRY, Reason.BY_MAIL, Reason.ANSWER, Reason.ANSWER_OF_ANOTHER, Reason.NOT_CONFIRMED,
        Reason.ASKED_BEFORE, Reason.UNDO_OF_ANOTHER, Reason.UNDO_UNCLEAR, Reason.UNDO_UNPROVED,
        Reason.UNDO_UNREFERRED, Reason.UNDO_REFUSED, Reason.STILL_COMING, Reason.PHONE_AGAIN, Reason.ORDER,
        Reason.ORDER_UNPROVED, Reason.UNREADABLE, Reason.OLD_REQUEST, Reason.INCIDENT, Reason.URGENT,
        Reason.ANNOUNCEMENT, Reason.QUESTION, Reason.TRAINING, Reason.RIGHTS, Reason.NO_MESSAGES,
        Reason.TOLD_TO_LIST, Reason.WISH_HEARD,
        Reason.PROCEDURE, Reason.TOLD_HOW, Reason.TOLD_WHERE,
    },
    "daemon.letters.validation._ACTS": {Kind.AUTOMATIC, Kind.OTHER, Kind.UNSURE, Kind.UNDO},
    "rules.books.answering._ANSWERED": {Kind.CONSENT, Kind.COMMAND, Kind.AUTOMATIC, Kind.OTHER},
    "rules.books.answering._may_know": {
        Kind.CONSENT, Kind.ALTA, Kind.COMMAND, Kind.AUTOMATIC, Kind.OTHER, Kind.UNSURE,
    },
    "rules.books.policy._SAID_BY_RESIDENTS": {Kind.CONSENT, Kind.COMMAND, Kind.AUTOMATIC, Kind.UNDO},
    "rules.books.policy._is_unplaced": {
        Kind.BAIXA, Kind.CONSENT, Kind.ALTA, Kind.COMMAND, Kind.AUTOMATIC, Kind.UNDO,
    },
    "rules.conversation.answers._MAY_DENY": {Kind.CONSENT, Kind.COMMAND, Kind.AUTOMATIC, Kind.UNDO},
    "rules.conversation.answers.read_in_thread": {
        Kind.ALTA, Kind.AUTOMATIC, Kind.OTHER, Kind.UNSURE, Kind.UNDO,
    },
    "rules.evidence._NOBODY_S": {Kind.BAIXA, Kind.CONSENT, Kind.ALTA, Kind.AUTOMATIC, Kind.UNSURE, Kind.UNDO},
    "rules.findings.ASKS_NOTHING": {
        Kind.BAIXA, Kind.CONSENT, Kind.ALTA, Kind.COMMAND, Kind.UNSURE, Kind.UNDO,
    },
    "rules.findings.ACTING": {Kind.COMMAND, Kind.AUTOMATIC, Kind.OTHER, Kind.UNSURE, Kind.UNDO},
    "daemon.desk.approving._open_requests": {Outcome.DONE, Outcome.ASIDE},
    "daemon.mailbox.entries._kind_unread": {
        Reason.CONFIRMED, Reason.DECLINED, Reason.ELSEWHERE, Reason.AGAIN, Reason.BEFORE_START,
    },
    "rules.desk.set_aside.NONE_OF_OURS": {Reason.AGAIN, Reason.BEFORE_START, Reason.PROBE},
    "daemon.mailbox.looking_again._LOOKS": {
        Verb.ACTIVATED, Verb.TAKEN_OFF, Verb.UNDO, Verb.APPLY, Verb.DISCARD, Verb.POSTPONE, Verb.CORRECT,
        Verb.JOIN, Verb.LEAVE, Verb.CONSENT, Verb.REASON, Verb.RECORD, Verb.SUMMARY, Verb.RECOUNT, Verb.HELP,
        *(OF_TOPICS - {Verb.SEND}),
    },
    "rules.books.after_leaving.DENIES_NOTHING": {
        Reason.ANSWER, Reason.UNDO_OF_ANOTHER, Reason.UNDO_UNCLEAR, Reason.UNDO_UNPROVED,
        Reason.UNDO_UNREFERRED, Reason.UNDO_REFUSED,
    },
    "rules.books.after_leaving.SAYS_SOMETHING_ELSE": {
        Reason.FORGED, Reason.SENDER_UNCLEAR, Reason.JUNK, Reason.UNDO_OF_ANOTHER, Reason.UNDO_UNCLEAR,
        Reason.UNDO_UNPROVED, Reason.UNDO_UNREFERRED, Reason.UNDO_REFUSED,
    },
    "daemon.desk.mailed_orders._not_done": {
        Standing.TRUSTED, Standing.FORGED, Standing.UNPROVED, Standing.NOT_TO_US, Standing.PASTED,
        Standing.UNKNOWN, Standing.ANOTHERS, Standing.MISFIT, Standing.EXPIRED,
    },
    "rules.sender.vouching.is_doubtful": {
        Standing.FORGED, Standing.UNPROVED, Standing.NOT_TO_US, Standing.PASTED, Standing.UNKNOWN,
        Standing.ANOTHERS, Standing.EXPIRED,
    },
    "daemon.books.importing._fresh": {State.CONSENTED, State.ACTIVE, State.LEAVING, State.LEFT, State.ERASED},
    "rules.books.answering._ON_PHONE": {State.REQUESTED, State.CONSENTED, State.LEFT, State.ERASED},
    "rules.books.roster._NEED_CONSENT": {
        State.REQUESTED, State.ACTIVE, State.LEAVING, State.LEFT, State.ERASED,
    },
    "rules.books.subscription._undone": {
        State.REQUESTED, State.CONSENTED, State.LEAVING, State.LEFT, State.ERASED,
    },
    "rules.calendar.retention.BLOCKED": {
        State.REQUESTED, State.CONSENTED, State.DUE, State.ACTIVE, State.LEAVING,
    },
    "rules.desk.digest.AWAITED": {State.REQUESTED, State.ACTIVE, State.LEAVING, State.LEFT, State.ERASED},
    "rules.phone.broadcasts.placed": {State.REQUESTED, State.CONSENTED, State.DUE, State.LEFT, State.ERASED},
    "daemon.letters.residents._TELLS_DONE": {
        Template.MISSING, Template.RECEIVED, Template.REMINDER, Template.UNDONE, Template.JOIN,
        Template.WELCOME,
        Template.CONFIRM, Template.INCIDENT, Template.ANNOUNCEMENT, Template.ANSWERED, Template.HOW_IT_WORKS,
        Template.WHERE_TO_TURN, Template.NO_MESSAGES, Template.RIGHTS, Template.RIGHTS_PROOF,
        Template.RIGHTS_LATER, Template.RIGHTS_DONE,
    },
    "rules.staff.order_line._OF_A_PERSON": {
        Verb.ACTIVATED, Verb.TAKEN_OFF, Verb.UNDO, Verb.APPLY, Verb.DISCARD, Verb.POSTPONE, Verb.CORRECT,
        Verb.CONSENT,
        Verb.REASON, Verb.RECORD, Verb.SUMMARY, Verb.SET_ASIDE, Verb.OURS, Verb.RECOUNT, Verb.HELP,
        *OF_TOPICS,
    },
    "daemon.desk.approving._asking_for": {
        What.CONSENT, What.ALTA, What.ACTIVATED, What.TAKEN_OFF, What.NOT_YET,
    },
    "rules.desk.objections._OF_BROADCASTS": {
        Verb.TAKEN_OFF, Verb.UNDO, Verb.APPLY, Verb.POSTPONE, Verb.CORRECT, Verb.JOIN, Verb.LEAVE,
        Verb.CONSENT, Verb.REASON, Verb.RECORD, Verb.SUMMARY, Verb.SET_ASIDE, Verb.OURS, Verb.RECOUNT,
        Verb.HELP, *(OF_TOPICS - {Verb.BROADCAST}),
    },
    "rules.topics.found._BESIDE_REQUESTS": {Topic.QUESTION, Topic.PROCEDURE, Topic.NO_MESSAGES},
    # The others are of who wrote it, or of how it came.
    "rules.topics.topic._OF_WISHES": set(Doubt) - {
        Doubt.CONDITION, Doubt.FUTURE, Doubt.UNCLEAR, Doubt.SAYS_MORE, Doubt.QUESTION, Doubt.CARRIED_OVER,
    },
    # The others answer a mail by themselves.
    "rules.books.answering._BY_STAFF": set(Template) - {
        Template.ANSWERED, Template.RIGHTS_PROOF, Template.RIGHTS_LATER, Template.RIGHTS_DONE,
    },
    "rules.topics.topic._IN_ANSWERS": set(Topic) - {Topic.RIGHTS},
    "rules.topics.found.OF_WRITER": {
        Topic.INCIDENT, Topic.TRAINING, Topic.ANNOUNCEMENT, Topic.QUESTION, Topic.PROCEDURE,
    },
    "rules.topics.topic._OF_PERSONS": {
        Topic.INCIDENT, Topic.ANNOUNCEMENT, Topic.QUESTION, Topic.PROCEDURE,
    },
    # The others are told beside no wish.
    "daemon.books.closing.close_requests": set(Topic) - {Topic.RIGHTS, Topic.INCIDENT},
    "rules.topics.topic._WISHES": set(Kind) - {Kind.BAIXA, Kind.ALTA},
    "rules.topics.topic._NO_WISH": {Topic.INCIDENT, Topic.QUESTION, Topic.PROCEDURE, Topic.RIGHTS},
    "rules.topics.topic._OF_LIST": set(Topic) - {Topic.QUESTION, Topic.NO_MESSAGES},
}  # fmt: skip
"""Who is not in a set, whatever stands in it."""


def sets_of_members() -> Iterator[tuple[str, frozenset[Enum]]]:
    """Every set of several members in the code, by the constant or the function that it stands in."""
    for module in modules():
        if not module.__name__.startswith(READ_WORD_BY_WORD):
            for statement in ast.parse(inspect.getsource(module)).body:
                place = f"{module.__name__}.{_name(statement)}"
                yield from ((place, found) for found in _sets_in(statement, vars(module)))


def _name(statement: ast.stmt) -> str:
    """The constant or function that a statement makes."""
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    return getattr(statement, "name", "") or getattr(targets[0], "id", "")


def _sets_in(statement: ast.stmt, names: Mapping[str, object]) -> Iterator[frozenset[Enum]]:
    whole = names.get(_name(statement))
    if isinstance(whole, frozenset | set):
        found = [whole]
    else:
        displays = (node for node in ast.walk(statement) if isinstance(node, ast.Set) and len(node.elts) > 1)
        found = [value for node in displays if (value := _value(node, names))]
    yield from (frozenset(each) for each in found if each and {*map(type, each)} <= {*HELD})


def _value(display: ast.Set, names: Mapping[str, object]) -> set[Enum] | None:
    """The set; None where it holds what only a call knows."""
    code = compile(ast.Expression(display), "", "eval")
    try:
        found: set[Enum] = eval(code, dict(names))  # noqa: S307 - our own code
    except NameError:
        return None
    return found


SETS: Final = [each for each in dict.fromkeys(sets_of_members()) if each[0] not in ELSEWHERE]


@pytest.mark.parametrize(("place", "members"), [pytest.param(*each, id=each[0]) for each in SETS])
def test_a_set_takes_in_or_leaves_out_each_member(place: str, members: frozenset[Enum]) -> None:
    left_out = set(LEFT_OUT.get(place, ()))
    undecided = set(WHOLES.get(place) or type(next(iter(members)))) - members - left_out

    assert undecided == set(), f"{place}: is it to hold {undecided}?"
    assert members & left_out == set(), f"{place} is said to leave out what it holds"


def test_what_is_left_out_is_of_sets_that_there_are() -> None:
    assert {*LEFT_OUT, *WHOLES} <= {place for place, _ in SETS}
