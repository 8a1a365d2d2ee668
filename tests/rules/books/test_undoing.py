"""A leave is undone by itself only for who asked for it, proved, in time: all or nothing."""

from typing import Any

import pytest

from rules.books.decision import Advance, Outcome, Reason, Template
from rules.books.facts import Departure, Facts, Thread
from rules.books.policy import decide, decide_request
from rules.books.subscription import State, Subscription, What
from rules.findings import Doubt, Kind, Person, Reading, UnclearSender
from tests.rules.persons import NOW, PERE, ROSER, days, facts, held, request

_LEFT_AT = NOW - days(3)


def gone(person: Person = ROSER, state: State = State.LEAVING, **known: Any) -> Subscription:
    return held(person, state, **{"left_at": _LEFT_AT, "left_from": State.ACTIVE, **known})


def told(*people: Person, with_sender: bool = True, by_sender: bool = True, **more: Any) -> Thread:
    """A conversation in which our letter said that these people have left."""
    left = tuple(Departure(person=p, at=_LEFT_AT, by_sender=by_sender) for p in people or (ROSER,))
    return Thread(with_sender=with_sender, left=left, **more)


def takes_back(*people: Person, **more: Any) -> Reading:
    return Reading(**{"kind": Kind.UNDO, "people": people or (ROSER,), "authenticated": True, **more})


def known(*books: Subscription, thread: Thread | None = None, **more: Any) -> Facts:
    return facts(*books, thread=thread or told(), **more)


def test_she_is_back_where_she_was_and_is_told() -> None:
    decision = decide(takes_back(), known(gone(state=State.LEFT, left_from=State.CONSENTED)))

    (verdict,) = decision.verdicts
    assert (decision.outcome, verdict.reason) == (Outcome.DONE, Reason.UNDONE)
    assert verdict.effects == (Advance(ref=gone().ref, what=What.UNDO, request=verdict.request),)  # type: ignore[arg-type]
    assert decision.letter is not None
    assert (decision.letter.template, decision.letter.done) == (Template.UNDONE, (ROSER,))
    assert decision.letter.undone_at == NOW


def test_staff_look_whether_the_number_is_still_on_the_phone() -> None:
    decision = decide(takes_back(), known(gone(state=State.LEAVING)))

    assert [v.reason for v in decision.verdicts] == [Reason.UNDONE, Reason.PHONE_AGAIN]
    assert decision.letter is not None
    assert decision.letter.template is Template.UNDONE


@pytest.mark.parametrize(
    ("reading", "facts_", "reason"),
    [
        pytest.param({"authenticated": None}, {}, Reason.UNDO_UNPROVED, id="nothing proves who wrote"),
        pytest.param({"authenticated": False}, {}, Reason.FORGED, id="forged"),
        pytest.param(
            {"unclear_sender": UnclearSender.FROM}, {}, Reason.SENDER_UNCLEAR, id="not one plain sender"
        ),
        pytest.param(
            {"unclear_sender": UnclearSender.RESULTS}, {}, Reason.SENDER_UNCLEAR, id="results unreadable"
        ),
        pytest.param({"doubts": (Doubt.UNCLEAR,)}, {}, Reason.UNDO_UNCLEAR, id="unclear words"),
        pytest.param({}, {"junk": True}, Reason.JUNK, id="in the junk folder"),
        pytest.param({}, {"thread": told(with_sender=False)}, Reason.UNDO_OF_ANOTHER, id="another sender"),
        pytest.param({}, {"thread": told(certain=False)}, Reason.UNDO_UNREFERRED, id="it answers no letter"),
        pytest.param({}, {"thread": told(by_sender=False)}, Reason.UNDO_OF_ANOTHER, id="another's leave"),
        pytest.param({}, {"received_at": NOW + days(8.01)}, Reason.UNDO_REFUSED, id="after ten days"),
    ],
)
def test_anybody_elses_claim_is_a_card_with_the_undo_ready(
    reading: dict[str, Any], facts_: dict[str, Any], reason: Reason
) -> None:
    decision = decide(takes_back(**reading), known(gone(), **facts_))

    (verdict,) = decision.verdicts
    assert (verdict.outcome, verdict.reason, verdict.effects) == (Outcome.CARD, reason, ())
    assert verdict.about == (gone(),)
    assert verdict.request is not None
    if reason is not Reason.UNDO_REFUSED:
        approved = facts(gone(), approved=True)
        assert decide_request(verdict.request, approved).reason is Reason.UNDONE


@pytest.mark.parametrize(
    ("reading", "thread", "reason"),
    [
        pytest.param({"kind": Kind.OTHER}, told(), Reason.ANSWER, id="other words"),
        pytest.param({"kind": Kind.UNSURE}, told(), Reason.ANSWER, id="unsure words"),
        pytest.param({"kind": Kind.OTHER}, told(with_sender=False), Reason.ANSWER_OF_ANOTHER, id="another's"),
    ],
)
def test_an_answer_that_says_neither_is_a_card_with_the_undo_ready(
    reading: dict[str, Any], thread: Thread, reason: Reason
) -> None:
    decision = decide(takes_back(people=(), **reading), known(gone(), thread=thread))

    (verdict,) = decision.verdicts
    assert (verdict.outcome, verdict.reason, verdict.about) == (Outcome.CARD, reason, (gone(),))
    assert verdict.request is not None
    assert decide_request(verdict.request, facts(gone(), approved=True)).reason is Reason.UNDONE


def test_such_a_card_shows_who_is_back_already_and_undoes_nothing() -> None:
    back = held(ROSER, State.DUE, ref="A-2")
    decision = decide(takes_back(people=(), kind=Kind.OTHER), known(gone(), back))

    assert [v.about for v in decision.verdicts] == [(back,)]


def test_ten_days_to_the_second() -> None:
    decision = decide(takes_back(), known(gone(), received_at=_LEFT_AT + days(10)))

    assert decision.verdicts[0].reason is Reason.UNDONE


@pytest.mark.parametrize(
    "books",
    [
        pytest.param((gone(), held(ROSER, State.CONSENTED, ref="A-2")), id="she came back meanwhile"),
        pytest.param((gone(left_at=NOW - days(1)),), id="she left again"),
        pytest.param((held(ROSER, State.ACTIVE),), id="somebody undid it already"),
        pytest.param((), id="erased"),
    ],
)
def test_what_came_since_is_not_undone_with_it(books: tuple[Subscription, ...]) -> None:
    decision = decide(takes_back(), known(*books))

    assert [(v.outcome, v.reason) for v in decision.verdicts] == [(Outcome.CARD, Reason.UNDO_REFUSED)]


def test_all_of_a_letter_is_undone_or_nothing() -> None:
    both = told(ROSER, PERE)
    done = decide(takes_back(ROSER, PERE), known(gone(ROSER), gone(PERE), thread=both))
    half = decide(takes_back(ROSER, PERE), known(gone(ROSER), held(PERE), thread=both))

    assert [v.reason for v in done.verdicts[:2]] == [Reason.UNDONE, Reason.UNDONE]
    assert [(v.outcome, v.effects) for v in half.verdicts] == [(Outcome.CARD, ())] * 2


def test_who_is_refused_reads_what_a_stranger_reads() -> None:
    letter = decide(takes_back(authenticated=None), known(gone())).letter

    assert letter is not None
    assert (letter.template, letter.done, letter.undone_at) == (Template.RECEIVED, (), None)


def test_staff_cannot_undo_after_ten_days_either() -> None:
    late = decide_request(request(ROSER, Kind.UNDO, at=_LEFT_AT + days(11)), facts(gone(), approved=True))

    assert (late.outcome, late.reason) == (Outcome.CARD, Reason.UNDO_REFUSED)
