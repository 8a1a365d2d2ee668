"""Staff approve a case: all of it is done, or nothing; what only a person can judge is settled."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from daemon.books import asked_leaves, cases, subscribers
from daemon.books.store import Store, Transaction
from daemon.books.tables import events
from daemon.desk.approving import approve, settle
from daemon.errors import RefusedError
from daemon.post.queueing import Post
from rules.books.decision import Decision, Outcome, Reason, Request, Verdict
from rules.books.subscription import State
from rules.findings import Entry, Flaw, Kind, Person
from tests.daemon.books.test_cases import opened, verdict
from tests.daemon.books.test_subscribers import PERE, PHONELESS, ROSER, held, put
from tests.daemon.conftest import NOW, mark, settings

NOBODY = Person(name="Ningú", id_document="45678901G", phone="+34600999888")


def approved(tx: Transaction) -> list[str]:
    return approve(tx, cases.find(tx, "C-2345BCDF"), mark(by="ana"), Post(settings()))


def states(tx: Transaction) -> list[State]:
    return [s.state for s in subscribers.everyone(tx)]


SETTLED = [
    Reason.FORGED,
    Reason.JUNK,
    Reason.PASSED_ON,
    Reason.DOUBTFUL,
    Reason.TOO_MANY,
    Reason.NAME_OF_ANOTHER,
]


@pytest.mark.parametrize("reason", SETTLED, ids=[reason.name.lower() for reason in SETTLED])
def test_a_leave_that_a_person_had_to_judge_is_done_when_approved(store: Store, reason: Reason) -> None:
    with store.begin() as tx:
        put(tx, held(State.ACTIVE), held(State.ACTIVE, PERE, "A-0002"))
        opened(tx, verdict(reason=reason))
        line, told = approved(tx)

        assert line.startswith("C-2345BCDF: ")
        assert "digueu-l'hi vós" in told  # who asked is not to be written to
        assert states(tx) == [State.LEAVING, State.ACTIVE]
        assert cases.find(tx, "C-2345BCDF").state == "closed"


def test_a_consent_and_an_alta_that_were_not_trusted_are_done_when_approved(store: Store) -> None:
    entry = Entry(number="E/000101-2026", registered_at=NOW - timedelta(days=2))
    with store.begin() as tx:
        opened(
            tx,
            verdict(kind=Kind.CONSENT, entry=entry, at=NOW - timedelta(days=2), reason=Reason.UNTRUSTED),
            verdict(kind=Kind.ALTA, reason=Reason.BY_MAIL),
        )
        assert len(approved(tx)) == 2

        (roser,) = subscribers.everyone(tx)
        assert (roser.state, roser.consent_at) == (State.DUE, NOW - timedelta(days=2))


IMPOSSIBLE = [
    pytest.param(NOBODY, id="nobody has those data"),
    pytest.param(Person(name="R", id_document=ROSER.id_document, phone=PERE.phone), id="two people's data"),
    pytest.param(Person(phone=ROSER.phone, flaws=(Flaw.DOCUMENT_MISSING,)), id="a document is missing"),
]


@pytest.mark.parametrize("person", IMPOSSIBLE)
def test_what_is_impossible_stays_so_when_approved(store: Store, person: Person) -> None:
    with store.begin() as tx:
        put(tx, held(State.ACTIVE), held(State.ACTIVE, PERE, "A-0002"))
        opened(tx, verdict(person=person))
        with pytest.raises(RefusedError, match=r"C-2345BCDF: no es pot aplicar") as refusal:
            approved(tx)

        assert states(tx) == [State.ACTIVE, State.ACTIVE]
        given = (person.name, person.id_document, person.phone)
        assert not any(each in str(refusal.value) for each in given if each and len(each) > 1)


def test_nothing_at_all_is_done_where_one_of_several_is_impossible(store: Store) -> None:
    with store.begin() as tx:
        put(tx, held(State.ACTIVE))
        opened(tx, verdict(reason=Reason.DOUBTFUL), verdict(person=NOBODY))

    with pytest.raises(RefusedError), store.begin() as tx:
        approved(tx)

    with store.read() as tx:
        assert states(tx) == [State.ACTIVE]
        assert cases.find(tx, "C-2345BCDF").state == "staff"
        assert tx.connection.execute(select(func.count()).select_from(events)).scalar() == 1


def test_only_what_is_still_open_is_done(store: Store) -> None:
    with store.begin() as tx:
        put(tx, held(State.ACTIVE), held(State.ACTIVE, PERE, "A-0002"))
        opened(tx, verdict(Outcome.DONE, Reason.LEFT), verdict(person=PERE, reason=Reason.DOUBTFUL))
        approved(tx)

        assert states(tx) == [State.ACTIVE, State.LEAVING]


def test_what_was_approved_is_done_and_what_asks_for_nothing_is_not(store: Store) -> None:
    nothing = Verdict(reason=Reason.UNREADABLE)
    aside = verdict(Outcome.ASIDE, Reason.LACKING)
    mixed = Decision(verdicts=(verdict(reason=Reason.DOUBTFUL), nothing, aside))
    with store.begin() as tx:
        put(tx, held(State.ACTIVE))
        opened(tx, verdict(reason=Reason.DOUBTFUL), ref="C-ANOTHER2")
        cases.open_case(tx, mixed, ref="C-2345BCDF", sender=None, message_id=None, now=NOW)
        approved(tx)
        found = {ref: cases.find(tx, ref) for ref in ("C-2345BCDF", "C-ANOTHER2")}

    outcomes = {ref: [asked.outcome for asked in case.requests] for ref, case in found.items()}
    assert outcomes == {
        "C-2345BCDF": [Outcome.DONE, Outcome.CARD, Outcome.ASIDE],
        "C-ANOTHER2": [Outcome.CARD],
    }


@pytest.mark.parametrize("because", [cases.APPROVED, "no era ella"])
def test_a_leave_that_a_clerk_discards_is_not_done_whatever_she_says(store: Store, because: str) -> None:
    with store.begin() as tx:
        put(tx, held(State.ACTIVE))
        opened(tx, verdict(reason=Reason.DOUBTFUL))
        cases.close(tx, cases.find(tx, "C-2345BCDF"), because=because, by="ana", now=NOW)

        assert asked_leaves.leaves_done(tx, [ROSER]) == ()


def test_a_leave_that_staff_approved_is_one_that_was_done(store: Store) -> None:
    with store.begin() as tx:
        put(tx, held(State.ACTIVE))
        opened(tx, verdict(reason=Reason.DOUBTFUL))
        approved(tx)

        assert [leave.at for leave in asked_leaves.leaves_done(tx, [ROSER])] == [NOW]


def test_a_case_with_nothing_prepared_says_how_to_close_it(store: Store) -> None:
    nothing = Verdict(reason=Reason.UNREADABLE)
    with store.begin() as tx:
        opened(tx, nothing)
        with pytest.raises(RefusedError, match="cases close"):
            approved(tx)


def test_a_closed_case_is_not_done_again(store: Store) -> None:
    with store.begin() as tx:
        put(tx, held(State.ACTIVE))
        opened(tx, verdict(reason=Reason.DOUBTFUL))
        approved(tx)
        with pytest.raises(RefusedError, match="ja està tancat: aprovat"):
            approved(tx)


def test_a_leave_is_dated_by_its_mail_and_not_by_the_approval(store: Store) -> None:
    with store.begin() as tx:
        put(tx, held(State.ACTIVE))
        opened(tx, verdict(reason=Reason.DOUBTFUL, at=NOW - timedelta(days=2)))
        approved(tx)

        assert subscribers.find(tx, "A-0001").left_at == NOW - timedelta(days=2)


def test_the_events_name_who_approved_and_the_case_is_closed_by_them(store: Store) -> None:
    with store.begin() as tx:
        put(tx, held(State.ACTIVE))
        opened(tx, verdict(reason=Reason.DOUBTFUL))
        approved(tx)
        by = tx.connection.execute(select(events.c.what, events.c.by).order_by(events.c.id)).all()

    assert [tuple(row) for row in by] == [("imported", "test"), ("baixa", "ana"), ("case-closed", "ana")]


def test_a_hand_typed_alta_meets_the_consent_that_lacks_a_mobile(store: Store) -> None:
    with store.begin() as tx:
        put(tx, held(State.CONSENTED, PHONELESS))
        done = settle(tx, Request(kind=Kind.ALTA, person=ROSER, at=NOW), mark())

        assert done.reason is Reason.ALTA_COMPLETES
        assert [(s.state, s.phone) for s in subscribers.everyone(tx)] == [(State.DUE, ROSER.phone)]


def test_an_old_request_has_nothing_to_approve_and_stays_open(store: Store) -> None:
    with store.begin() as tx:
        put(tx, held(State.REQUESTED))
        roser = subscribers.find(tx, "A-0001")
        opened(tx, verdict(kind=Kind.ALTA, reason=Reason.OLD_REQUEST, about=(roser,)))
        with pytest.raises(RefusedError, match=r"cases close.*subscribers consent A-0001"):
            approved(tx)

        assert cases.find(tx, "C-2345BCDF").state == "staff"
        assert states(tx) == [State.REQUESTED]


ELSEWHERE = Person(name="Roser Vilalta", id_document=ROSER.id_document, phone="+34611000111")


@pytest.mark.parametrize(
    ("state", "on_list", "kind", "asks"),
    [
        pytest.param(State.CONSENTED, ELSEWHERE, Kind.ALTA, ROSER, id="the ALTA's differs"),
        pytest.param(State.REQUESTED, ROSER, Kind.CONSENT, ELSEWHERE, id="the consent's differs"),
    ],
)
def test_of_two_mobiles_staff_approve_the_one_that_the_alta_came_from(
    store: Store, state: State, on_list: Person, kind: Kind, asks: Person
) -> None:
    entry = Entry(number="E/000101-2026", registered_at=NOW) if kind is Kind.CONSENT else None
    with store.begin() as tx:
        put(tx, held(state, on_list))
        opened(tx, verdict(person=asks, kind=kind, entry=entry, reason=Reason.OTHER_PHONE))
        approved(tx)

        (roser,) = subscribers.everyone(tx)
        assert (roser.state, roser.phone) == (State.DUE, ROSER.phone)


def test_who_left_with_one_mobile_and_consented_without_leaves_when_approved(store: Store) -> None:
    with store.begin() as tx:
        put(tx, held(State.LEFT), held(State.CONSENTED, PHONELESS, "A-0002"))
        opened(tx, verdict(reason=Reason.HALF_KNOWN))
        approved(tx)

        assert states(tx) == [State.LEFT, State.LEFT]


@pytest.mark.parametrize("kind", [Kind.CONSENT, Kind.ALTA])
def test_a_paper_fills_the_dni_in_where_only_the_mobile_was_known(store: Store, kind: Kind) -> None:
    entry = Entry(number="E/000101-2026", registered_at=NOW)
    with store.begin() as tx:
        put(tx, held(State.ACTIVE, Person(name="Roser Vilalta", phone=ROSER.phone)))
        settle(tx, Request(kind=kind, person=ROSER, at=NOW, entry=entry), mark())

        (roser,) = subscribers.everyone(tx)
        assert (roser.id_document, roser.state) == (ROSER.id_document, State.ACTIVE)
