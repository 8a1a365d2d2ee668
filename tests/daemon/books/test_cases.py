"""Cases: what waits, for whom and why; nothing of it is lost, and what is closed stays closed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from daemon.books import asked_leaves, cases, references
from daemon.books.store import Store, Transaction
from daemon.books.tables import events, messages
from daemon.errors import RefusedError, UnknownReferenceError
from daemon.letters.sentences import in_catalan
from rules.books.decision import Decision, Outcome, Reason, Request, Verdict
from rules.books.subscription import State, Subscription
from rules.findings import Doubt, Entry, Flaw, Kind, Person
from tests.daemon.conftest import NOW

ROSER = Person(name="Roser Vilalta", id_document="12345678Z", phone="+34600111222")
HALF = Person(name="Roser", phone="+34600111222", flaws=(Flaw.DOCUMENT_MISSING,))


def verdict(
    outcome: Outcome = Outcome.CARD,
    reason: Reason = Reason.NOBODY,
    person: Person = ROSER,
    kind: Kind = Kind.BAIXA,
    **values: Any,
) -> Verdict:
    request = Request(kind=kind, person=person, at=values.pop("at", NOW), entry=values.pop("entry", None))
    return Verdict(request=request, reason=reason, ended_as=outcome, **values)


def decided(*verdicts: Verdict) -> Decision:
    return Decision(verdicts=verdicts)


def opened(
    tx: Transaction, *verdicts: Verdict, ref: str = "C-2345BCDF", at: datetime = NOW, **values: Any
) -> int:
    facts = {"sender": "roser@veins.example", "message_id": None} | values
    return cases.open_case(tx, decided(*verdicts), ref=ref, now=at, **facts)


def message(tx: Transaction) -> int:
    row = tx.connection.execute(
        insert(messages).values(
            folder="INBOX", uidvalidity=1, uid=7, message_id="<un@veins.example>", sha256="ab" * 32,
            head_sha256="h", size=1, received_at=NOW, handled_at=NOW, kind="baixa", outcome="staff",
            reason="NOBODY", reasons=[],
        )
    )  # fmt: skip
    return int(row.inserted_primary_key[0])


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        pytest.param([Outcome.DONE], "closed", id="all done"),
        pytest.param([Outcome.DONE, Outcome.WAITING], "resident", id="one waits for the resident"),
        pytest.param([Outcome.CARD, Outcome.WAITING, Outcome.DONE], "staff", id="one waits for staff"),
    ],
)
def test_a_case_is_as_open_as_its_most_open_request(
    store: Store, outcomes: list[Outcome], state: str
) -> None:
    reasons = {Outcome.DONE: Reason.LEFT, Outcome.WAITING: Reason.LACKING, Outcome.CARD: Reason.MIXED}
    leading = {"closed": Reason.LEFT, "resident": Reason.LACKING, "staff": Reason.MIXED}[state]
    with store.begin() as tx:
        opened(tx, *[verdict(outcome, reasons[outcome]) for outcome in outcomes])
        case = cases.find(tx, "C-2345BCDF")

    assert (case.state, case.reason, len(case.requests)) == (state, in_catalan(leading), len(outcomes))
    assert (case.closed_at is not None) == (state == "closed")


def test_a_case_gives_back_all_that_was_asked(store: Store) -> None:
    entry = Entry(number="E/000101-2026", registered_at=NOW - timedelta(days=1))
    asked = [
        verdict(person=HALF, outcome=Outcome.WAITING, reason=Reason.LACKING),
        verdict(
            kind=Kind.CONSENT, reason=Reason.DOUBTFUL, entry=entry, details=("posa una condició", "és tard")
        ),
    ]
    with store.begin() as tx:
        opened(tx, *asked)
        case = cases.find(tx, "C-2345BCDF")

    first, second = case.requests
    assert first.request is not None
    assert (first.request.person, first.outcome) == (HALF, Outcome.WAITING)
    assert second.request == asked[1].request
    assert case.reason == f"{in_catalan(Reason.DOUBTFUL)}: posa una condició; és tard"


def test_a_card_about_no_request_is_a_case_all_the_same(store: Store) -> None:
    nothing = Verdict(reason=Reason.UNREADABLE, details=("massa gran",))
    with store.begin() as tx:
        opened(tx, nothing)
        (only,) = cases.find(tx, "C-2345BCDF").requests

    assert (only.request, only.reason, only.details) == (None, Reason.UNREADABLE, ("massa gran",))


def test_a_case_names_its_message_and_whom_it_concerns_once_each(store: Store) -> None:
    about = tuple(Subscription(ref=ref, state=State.ACTIVE) for ref in ("A-0002", "A-0001", "A-0002"))
    with store.begin() as tx:
        opened(tx, verdict(about=about), verdict(about=about[:1]), message_id=message(tx))
        case = cases.find(tx, "c-2345bcdf")

    assert (case.message_id, case.sha256) == ("<un@veins.example>", "ab" * 32)
    assert case.subscribers == ("A-0002", "A-0001")


def test_open_cases_are_listed_oldest_first_and_closed_ones_on_demand(store: Store) -> None:
    with store.begin() as tx:
        opened(tx, verdict(), ref="C-NEWER222", at=NOW + timedelta(hours=1))
        opened(tx, verdict(Outcome.DONE, Reason.LEFT), ref="C-DONE2222")
        opened(tx, verdict(Outcome.WAITING, Reason.LACKING), ref="C-ASKED222", at=NOW - timedelta(days=3))
        refs = [case.ref for case in cases.listed(tx)]
        everything = [case.ref for case in cases.listed(tx, states=["staff", "resident", "closed"])]

    assert refs == ["C-ASKED222", "C-NEWER222"]
    assert everything == ["C-ASKED222", "C-DONE2222", "C-NEWER222"]


def test_a_closed_case_keeps_its_reason_and_its_event(store: Store) -> None:
    with store.begin() as tx:
        opened(tx, verdict())
        cases.close(tx, cases.find(tx, "C-2345BCDF"), because="ho va dir per telèfon", by="ana", now=NOW)
        case = cases.find(tx, "C-2345BCDF")
        event = tx.connection.execute(select(events)).mappings().one()

    assert (case.state, case.closed_because, case.closed_at) == ("closed", "ho va dir per telèfon", NOW)
    assert case.reason == in_catalan(Reason.NOBODY)
    assert (event["what"], event["by"], event["note"]) == ("case-closed", "ana", "ho va dir per telèfon")


def test_a_closed_case_is_not_closed_again(store: Store) -> None:
    with store.begin() as tx:
        opened(tx, verdict())
        cases.close(tx, cases.find(tx, "C-2345BCDF"), because="primer", by="ana", now=NOW)
        with pytest.raises(RefusedError, match="C-2345BCDF ja està tancat: primer"):
            cases.close(tx, cases.find(tx, "C-2345BCDF"), because="segon", by="ana", now=NOW)

        assert cases.find(tx, "C-2345BCDF").closed_because == "primer"


def test_many_are_closed_at_once_but_for_what_changed_or_waits_for_a_resident(store: Store) -> None:
    refs = [f"C-{n:08d}" for n in range(1203)]
    with store.begin() as tx:
        keys = [opened(tx, verdict(), ref=ref) for ref in refs[:1202]]
        opened(tx, verdict(Outcome.WAITING, Reason.LACKING), ref=refs[-1])
        note = {"at": NOW, "what": "corrected", "by": "ana", "case_id": keys[0]}
        tx.connection.execute(events.insert().values(note))
        closed = cases.close_all(tx, refs, unless_after=0, because="iguals", by="ana", now=NOW)

        assert closed == refs[1:-1]
        assert cases.still_open(tx, refs) == [refs[0], refs[-1]]
        told = select(func.count()).where(events.c.what == "case-closed", events.c.note == "iguals")
        assert tx.connection.execute(told).scalar() == 1201


def test_an_unknown_case_says_where_to_look(store: Store) -> None:
    with store.read() as tx, pytest.raises(UnknownReferenceError, match="cases list --all"):
        cases.find(tx, "C-22222222")


def test_references_are_random_and_can_be_read_out() -> None:
    refs = {references.new_reference() for _ in range(2000)}

    assert len(refs) == 2000
    assert {len(ref) for ref in refs} == {10}
    assert not set("".join(refs)) & set("AEIOU01Y")


SHARING = [
    pytest.param(Person(id_document="12345678Z"), True, id="her document"),
    pytest.param(Person(id_document="34567890V", phone="+34600111222"), True, id="her mobile"),
    pytest.param(Person(id_document="34567890V", phone="+34600999888"), False, id="somebody else's"),
    pytest.param(Person(name="Roser Vilalta"), False, id="her name alone"),
]


@pytest.mark.parametrize(("person", "found"), SHARING)
def test_a_leave_that_waits_is_found_by_document_or_mobile(store: Store, person: Person, found: bool) -> None:
    with store.begin() as tx:
        opened(tx, verdict(at=NOW - timedelta(hours=5)))
        leaves = asked_leaves.unmatched_leaves(tx, [person])

    assert [(leave.person, leave.at) for leave in leaves] == [(ROSER, NOW - timedelta(hours=5))] * found


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(verdict(Outcome.DONE, Reason.LEFT), id="one that was done"),
        pytest.param(verdict(kind=Kind.CONSENT), id="a consent"),
        pytest.param(verdict(Outcome.WAITING, Reason.LACKING), id="one that lacks data"),
    ],
)
def test_what_was_done_joins_or_lacks_data_bars_no_consent(store: Store, other: Verdict) -> None:
    with store.begin() as tx:
        opened(tx, other)

        assert asked_leaves.unmatched_leaves(tx, [ROSER]) == ()


@pytest.mark.parametrize(
    ("reason", "bars"),
    [
        pytest.param(Reason.NOBODY, True, id="nobody's"),
        pytest.param(Reason.DOUBTFUL, False, id="in doubt, and staff settled it"),
    ],
)
def test_a_leave_of_nobody_bars_a_consent_when_its_card_is_closed(
    store: Store, reason: Reason, bars: bool
) -> None:
    with store.begin() as tx:
        opened(tx, verdict(reason=reason))
        cases.close(tx, cases.find(tx, "C-2345BCDF"), because="no hi és", by="ana", now=NOW)

        assert bool(asked_leaves.unmatched_leaves(tx, [ROSER])) is bars


@pytest.mark.parametrize(
    ("other", "bars"),
    [
        pytest.param(verdict(reason=Reason.HALF_KNOWN), True, id="half known"),
        pytest.param(verdict(reason=Reason.DOUBTFUL), True, id="in doubt"),
        pytest.param(verdict(reason=Reason.NAME_OF_ANOTHER), False, id="somebody's, by another name"),
        pytest.param(verdict(reason=Reason.OLDER_THAN_JOINING), False, id="somebody's, who came since"),
        pytest.param(verdict(reason=Reason.CANNOT_ASK, person=HALF), False, id="not complete"),
    ],
)
def test_a_complete_leave_that_was_found_nobodys_bars_a_consent(
    store: Store, other: Verdict, bars: bool
) -> None:
    with store.begin() as tx:
        opened(tx, other)

        assert bool(asked_leaves.unmatched_leaves(tx, [ROSER])) is bars


WAITS = [Outcome.WAITING, Reason.LACKING]


@pytest.mark.parametrize(
    ("asked", "closes"),
    [
        pytest.param([verdict(*WAITS, HALF)], True, id="who gave the mobile"),
        pytest.param([verdict(*WAITS, Person(id_document="12345678Z"))], True, id="who gave the DNI"),
        pytest.param([verdict(*WAITS, Person())], True, id="who gave nothing"),
        pytest.param([verdict(*WAITS, Person(phone="+34600999888"))], False, id="another mobile"),
        pytest.param([verdict(*WAITS, Person(name="Jan Puig"))], False, id="another name"),
        pytest.param([verdict(*WAITS, HALF), verdict(*WAITS, Person(name="Jan"))], False, id="one of two"),
        pytest.param(
            [verdict(*WAITS, HALF), verdict(Outcome.DONE, Reason.LEFT)], True, id="the other is done"
        ),
        pytest.param([verdict(person=HALF)], False, id="one that waits for staff"),
    ],
)
def test_what_was_asked_is_closed_when_the_answer_is_done(
    store: Store, asked: list[Verdict], closes: bool
) -> None:
    with store.begin() as tx:
        opened(tx, *asked)
        answer = opened(tx, verdict(Outcome.DONE, Reason.LEFT), ref="C-ANSWER22")
        said = {"by": "mail", "now": NOW, "case_id": answer}
        assert cases.close_answered(tx, "pere@veins.example", [ROSER], **said) == []
        assert cases.close_answered(tx, None, [ROSER], **said) == []
        done = cases.close_answered(tx, "roser@veins.example", [ROSER], **said)
        case = cases.find(tx, "C-2345BCDF")
        happened = tx.connection.execute(select(events.c.what, events.c.note)).all()

    assert done == ["C-2345BCDF"] * closes
    assert (case.closed_because == "respost") is closes
    assert [tuple(row) for row in happened] == [("case-closed", "respost")] * closes


def test_the_open_part_of_the_answer_itself_stays_open(store: Store) -> None:
    with store.begin() as tx:
        answer = opened(tx, verdict(Outcome.DONE, Reason.LEFT), verdict(*WAITS, Person()))
        cases.close_answered(tx, "roser@veins.example", [ROSER], by="mail", now=NOW, case_id=answer)

        assert cases.find(tx, "C-2345BCDF").state == "resident"


def test_that_an_answer_is_unclear_is_said_once() -> None:
    unclear = verdict(reason=Reason.ANSWER, details=(Doubt.UNCLEAR, Doubt.CONDITION))

    assert cases.reason_of(unclear) == (
        "respon a un correu nostre i no queda clar què vol: hi posa una condició"
    )
