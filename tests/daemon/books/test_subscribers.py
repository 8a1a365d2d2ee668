"""The books: every move of the table through the store, on both databases, with its event."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from daemon.books import noted_consents, subscribers
from daemon.books.store import Store, Transaction
from daemon.books.tables import consents, events, subscriptions
from daemon.errors import RefusedError, UnknownReferenceError
from rules.books.decision import Advance, Attest, Request
from rules.books.subscription import State, Subscription, What
from rules.findings import Entry, Kind, Person
from tests.daemon.conftest import NOW, mark

ROSER = Person(name="Roser Vilalta Camps", id_document="12345678Z", phone="+34600111222")
PERE = Person(name="Pere Camprubí Soler", id_document="23456789D", phone="+34600333444")
PHONELESS = Person(name="Roser Vilalta Camps", id_document="12345678Z")


def consent(person: Person = ROSER, *, number: str | None = "E/000101-2026", at: datetime = NOW) -> Request:
    return Request(kind=Kind.CONSENT, person=person, at=at, entry=Entry(number=number, registered_at=at))


def alta(person: Person = ROSER, *, at: datetime = NOW) -> Request:
    return Request(kind=Kind.ALTA, person=person, at=at)


def baixa(person: Person = ROSER, *, at: datetime = NOW) -> Request:
    return Request(kind=Kind.BAIXA, person=person, at=at)


def held(state: State, person: Person = ROSER, ref: str = "A-0001", **values: Any) -> Subscription:
    """A subscription in *state* as its life would have left it."""
    if state in {State.CONSENTED, State.DUE, State.ACTIVE}:
        values = {"consent_number": "E/000001-2026", "consent_at": NOW - timedelta(days=5)} | values
    if state in {State.LEAVING, State.LEFT}:
        values = {"left_at": NOW - timedelta(days=1), "left_from": State.ACTIVE} | values
    return Subscription(
        ref=ref, name=person.name or "", id_document=person.id_document, phone=person.phone,
        state=state, opened_at=NOW - timedelta(days=9), **values,
    )  # fmt: skip


def put(tx: Transaction, *subscriptions: Subscription) -> None:
    for each in subscriptions:
        subscribers.insert(tx, each, "imported", mark())


def one(tx: Transaction, ref: str = "A-0001") -> Subscription:
    return subscribers.find(tx, ref)


def happened(tx: Transaction, ref: str = "A-0001") -> list[tuple[str, str | None, str | None]]:
    rows = tx.connection.execute(
        select(events.c.what, events.c.before, events.c.after)
        .join(subscriptions, events.c.subscription_id == subscriptions.c.id)
        .where(subscriptions.c.ref == ref)
        .order_by(events.c.id)
    )
    return [tuple(row) for row in rows][1:]  # the first is how it came in


@contextmanager
def with_books(store: Store, *subscriptions: Subscription) -> Iterator[Transaction]:
    with store.begin() as tx:
        put(tx, *subscriptions)
    with store.begin() as tx:
        yield tx


REFUSED = "refused"
S, W = State, What

TABLE = [
    (S.REQUESTED, W.CONSENT, S.DUE),
    (S.CONSENTED, W.CONSENT, S.CONSENTED),
    (S.DUE, W.CONSENT, S.DUE),
    (S.ACTIVE, W.CONSENT, S.ACTIVE),
    (S.REQUESTED, W.ALTA, S.REQUESTED),
    (S.CONSENTED, W.ALTA, S.DUE),
    (S.DUE, W.ALTA, S.DUE),
    (S.ACTIVE, W.ALTA, S.ACTIVE),
    (S.REQUESTED, W.ACTIVATED, REFUSED),
    (S.CONSENTED, W.ACTIVATED, S.ACTIVE),
    (S.DUE, W.ACTIVATED, S.ACTIVE),
    (S.ACTIVE, W.ACTIVATED, S.ACTIVE),
    (S.LEAVING, W.ACTIVATED, REFUSED),
    (S.LEFT, W.ACTIVATED, REFUSED),
    (S.REQUESTED, W.BAIXA, S.LEFT),
    (S.CONSENTED, W.BAIXA, S.LEFT),
    (S.DUE, W.BAIXA, S.LEAVING),
    (S.ACTIVE, W.BAIXA, S.LEAVING),
    (S.LEAVING, W.BAIXA, S.LEAVING),
    (S.LEFT, W.BAIXA, S.LEFT),
    (S.REQUESTED, W.TAKEN_OFF, REFUSED),
    (S.CONSENTED, W.TAKEN_OFF, REFUSED),
    (S.DUE, W.TAKEN_OFF, REFUSED),
    (S.ACTIVE, W.TAKEN_OFF, REFUSED),
    (S.LEAVING, W.TAKEN_OFF, S.LEFT),
    (S.LEFT, W.TAKEN_OFF, S.LEFT),
    (S.REQUESTED, W.UNDO, REFUSED),
    (S.CONSENTED, W.UNDO, REFUSED),
    (S.DUE, W.UNDO, REFUSED),
    (S.ACTIVE, W.UNDO, REFUSED),
    (S.LEAVING, W.UNDO, S.ACTIVE),
    (S.LEFT, W.UNDO, S.DUE),
]


@pytest.mark.parametrize(("before", "what", "after"), TABLE, ids=[f"{b} + {w} = {a}" for b, w, a in TABLE])
def test_every_move_of_the_table(store: Store, before: State, what: What, after: State | str) -> None:
    request = {W.CONSENT: consent(), W.ALTA: alta(), W.BAIXA: baixa()}.get(what)

    with with_books(store, held(before)) as tx:
        if after is REFUSED:
            with pytest.raises(RefusedError, match=r"A-0001: \w"):
                subscribers.advance(tx, one(tx), what, mark(), request=request)
        else:
            assert subscribers.advance(tx, one(tx), what, mark(), request=request).state is after

    with store.read() as tx:
        moved = after not in {REFUSED, before}
        assert one(tx).state is (after if moved else before)
        assert happened(tx) == ([(what, before, after)] if moved else [])


@pytest.mark.parametrize("state", [None, S.LEFT, S.LEAVING], ids=["nobody yet", "left", "leaving"])
@pytest.mark.parametrize(
    ("what", "request_", "after"),
    [
        pytest.param(W.CONSENT, consent(), S.CONSENTED, id="a consent"),
        pytest.param(W.ALTA, alta(), S.REQUESTED, id="an ALTA"),
    ],
)
def test_who_comes_anew_gets_a_new_subscription_and_the_old_one_stays_as_proof(
    store: Store, state: State | None, what: What, request_: Request, after: State
) -> None:
    old = [held(state, ref="A-0001")] if state else []
    with with_books(store, *old) as tx:
        ref = subscribers.open_subscription(tx, what, request_, mark())

    with store.read() as tx:
        assert ref == ("A-0002" if state else "A-0001")
        assert one(tx, ref).state is after
        assert [s.state for s in subscribers.everyone(tx)] == [*([state] if state else []), after]


def test_a_consent_brings_its_number_and_its_date(store: Store) -> None:
    with with_books(store) as tx:
        subscribers.apply(tx, Advance(ref=None, what=W.CONSENT, request=consent()), mark())

        assert (one(tx).consent_number, one(tx).consent_at) == ("E/000101-2026", NOW)
        assert (one(tx).alta_at, one(tx).opened_at) == (None, NOW)


def test_an_alta_then_a_consent_complete_each_other(store: Store) -> None:
    later = NOW + timedelta(days=2)
    with with_books(store) as tx:
        subscribers.apply(tx, Advance(ref=None, what=W.ALTA, request=alta()), mark())
        subscribers.apply(tx, Advance(ref="A-0001", what=W.CONSENT, request=consent(at=later)), mark(later))

        assert (one(tx).state, one(tx).alta_at, one(tx).consent_at) == (S.DUE, NOW, later)


def test_an_alta_brings_the_mobile_that_the_consent_lacked(store: Store) -> None:
    with with_books(store, held(S.CONSENTED, PHONELESS)) as tx:
        subscribers.apply(tx, Advance(ref="A-0001", what=W.ALTA, request=alta()), mark())

        assert (one(tx).state, one(tx).phone) == (S.DUE, ROSER.phone)


def test_activating_without_an_alta_says_so(store: Store) -> None:
    with with_books(store, held(S.CONSENTED), held(S.DUE, PERE, "A-0002", alta_at=NOW)) as tx:
        without, complete = (
            subscribers.advance(tx, one(tx, ref), W.ACTIVATED, mark()) for ref in ("A-0001", "A-0002")
        )

    assert (without.without_alta, without.activated_on) == (True, NOW.date())
    assert (complete.without_alta, complete.activated_on) == (False, NOW.date())


def test_who_gave_no_mobile_cannot_be_activated(store: Store) -> None:
    with with_books(store, held(S.CONSENTED, PHONELESS)) as tx, pytest.raises(RefusedError, match="mòbil"):
        subscribers.advance(tx, one(tx), W.ACTIVATED, mark())


def test_a_leave_is_dated_by_the_mail_and_remembers_where_it_came_from(store: Store) -> None:
    sent = NOW - timedelta(hours=7)
    with with_books(store, held(S.DUE)) as tx:
        subscribers.apply(tx, Advance(ref="A-0001", what=W.BAIXA, request=baixa(at=sent)), mark())

        assert (one(tx).left_at, one(tx).left_from, one(tx).state) == (sent, S.DUE, S.LEAVING)


def test_a_second_leave_keeps_the_first_date(store: Store) -> None:
    with with_books(store, held(S.ACTIVE)) as tx:
        subscribers.apply(tx, Advance(ref="A-0001", what=W.BAIXA, request=baixa(at=NOW)), mark())
        later = baixa(at=NOW + timedelta(days=3))
        subscribers.apply(tx, Advance(ref="A-0001", what=W.BAIXA, request=later), mark())

        assert one(tx).left_at == NOW


@pytest.mark.parametrize("before", [S.REQUESTED, S.CONSENTED, S.DUE, S.ACTIVE])
def test_undoing_a_leave_gives_back_the_state_before(store: Store, before: State) -> None:
    with with_books(store, held(before)) as tx:
        subscribers.advance(tx, one(tx), W.BAIXA, mark())
        undone = subscribers.advance(tx, one(tx), W.UNDO, mark(NOW + timedelta(days=10)))

        assert (undone.state, undone.left_at, undone.left_from) == (before, None, None)
        assert undone.restored_on is None
        assert undone == one(tx)


@pytest.mark.parametrize("before", [S.DUE, S.ACTIVE])
def test_undoing_after_the_phone_makes_it_due_again(store: Store, before: State) -> None:
    with with_books(store, held(before)) as tx:
        subscribers.advance(tx, one(tx), W.BAIXA, mark())
        subscribers.advance(tx, one(tx), W.TAKEN_OFF, mark())
        undone = subscribers.advance(tx, one(tx), W.UNDO, mark(NOW + timedelta(days=2)))

        assert (undone.state, undone.restored_on) == (S.DUE, date(2026, 5, 6))
        assert undone.taken_off_on is None


def test_what_was_undone_and_put_back_is_no_longer_restored(store: Store) -> None:
    with with_books(store, held(S.ACTIVE)) as tx:
        for what in (W.BAIXA, W.TAKEN_OFF, W.UNDO, W.ACTIVATED):
            subscribers.advance(tx, one(tx), what, mark())

        assert (one(tx).state, one(tx).restored_on, one(tx).left_at) == (S.ACTIVE, None, None)


@pytest.mark.parametrize(
    ("after", "allowed"),
    [
        pytest.param(timedelta(days=10, hours=13), True, id="later on the tenth day"),
        pytest.param(timedelta(days=11), False, id="the eleventh"),
    ],
)
def test_a_leave_can_be_undone_for_ten_days(store: Store, after: timedelta, allowed: bool) -> None:
    with with_books(store, held(S.LEAVING, left_at=NOW)) as tx:
        if allowed:
            assert subscribers.advance(tx, one(tx), W.UNDO, mark(NOW + after)).state is S.ACTIVE
        else:
            with pytest.raises(RefusedError, match="més de deu dies"):
                subscribers.advance(tx, one(tx), W.UNDO, mark(NOW + after))


def test_a_leave_cannot_be_undone_once_the_person_has_come_back(store: Store) -> None:
    back = held(S.CONSENTED, ref="A-0002")
    with (
        with_books(store, held(S.LEAVING), back) as tx,
        pytest.raises(RefusedError, match="algú altre apuntat"),
    ):
        subscribers.advance(tx, one(tx), W.UNDO, mark())


def test_a_leave_undone_is_a_leave_that_staff_must_hear_of_again(store: Store) -> None:
    with with_books(store, held(S.LEAVING)) as tx:
        tx.connection.execute(update(subscriptions).values(staff_told_at=NOW))
        subscribers.advance(tx, one(tx), W.UNDO, mark())

        assert tx.connection.execute(select(subscriptions.c.staff_told_at)).scalar() is None


def test_a_number_of_two_people_is_left_by_one_of_them(store: Store) -> None:
    husband = Person(name="Jan Vilalta", id_document="23456789D", phone=ROSER.phone)
    with with_books(store, held(S.ACTIVE), held(S.ACTIVE, husband, "A-0002")) as tx:
        subscribers.apply(tx, Advance(ref="A-0002", what=W.BAIXA, request=baixa(husband)), mark())

        assert [s.state for s in subscribers.everyone(tx)] == [S.ACTIVE, S.LEAVING]
        assert len(subscribers.sharing(tx, [ROSER])) == 2


def test_a_number_put_back_on_the_phone_is_no_longer_to_be_taken_off(store: Store) -> None:
    with with_books(store, held(S.LEAVING), held(S.DUE, ref="A-0002")) as tx:
        subscribers.advance(tx, one(tx, "A-0002"), W.ACTIVATED, mark())

        assert [s.state for s in subscribers.everyone(tx)] == [S.LEFT, S.ACTIVE]
        assert happened(tx) == [(W.TAKEN_OFF, S.LEAVING, S.LEFT)]


def test_another_number_put_on_the_phone_settles_nothing(store: Store) -> None:
    with with_books(store, held(S.LEAVING), held(S.DUE, PERE, "A-0002")) as tx:
        subscribers.advance(tx, one(tx, "A-0002"), W.ACTIVATED, mark())

        assert one(tx).state is S.LEAVING


def test_the_same_entry_twice_in_one_message_is_one_subscription_and_one_proof(store: Store) -> None:
    with with_books(store) as tx:
        for _ in range(2):
            subscribers.apply(tx, Advance(ref=None, what=W.CONSENT, request=consent()), mark())
            subscribers.apply(tx, Attest(ref=None, request=consent()), mark())

        assert [s.state for s in subscribers.everyone(tx)] == [S.CONSENTED]
        assert tx.connection.execute(select(func.count()).select_from(consents)).scalar() == 1


def test_an_alta_twice_in_one_chat_is_one_subscription(store: Store) -> None:
    with with_books(store) as tx:
        for hour in (1, 2):
            subscribers.apply(
                tx, Advance(ref=None, what=W.ALTA, request=alta(at=NOW + timedelta(hours=hour))), mark()
            )

        held = [(s.state, s.alta_at) for s in subscribers.everyone(tx)]
        assert held == [(S.REQUESTED, NOW + timedelta(hours=1))]


def test_alta_and_consent_of_one_person_in_one_message_meet(store: Store) -> None:
    with with_books(store) as tx:
        subscribers.apply(tx, Advance(ref=None, what=W.ALTA, request=alta()), mark())
        subscribers.apply(tx, Advance(ref=None, what=W.CONSENT, request=consent()), mark())

        assert [s.state for s in subscribers.everyone(tx)] == [S.DUE]


def test_a_later_consent_is_evidence_and_never_moves_the_first_date(store: Store) -> None:
    second = consent(number="E/000202-2026", at=NOW + timedelta(days=3))
    with with_books(store, held(S.ACTIVE)) as tx:
        subscribers.apply(tx, Attest(ref="A-0001", request=second), mark())

        assert (one(tx).consent_number, one(tx).consent_at) == ("E/000001-2026", NOW - timedelta(days=5))
        assert noted(tx) == [("E/000202-2026", "A-0001")]


def noted(tx: Transaction) -> list[tuple[str | None, str | None]]:
    rows = tx.connection.execute(
        select(consents.c.number, subscriptions.c.ref)
        .select_from(consents.outerjoin(subscriptions, consents.c.subscription_id == subscriptions.c.id))
        .order_by(consents.c.id)
    )
    return [tuple(row) for row in rows]


BARE = {"consent_number": None, "consent_at": None, "name": ""}


@pytest.mark.parametrize(
    ("kept", "filled"),
    [
        pytest.param({}, ("E/000101-2026", NOW), id="nothing was known"),
        pytest.param({"consent_number": "E/000101-2026"}, ("E/000101-2026", NOW), id="its number was known"),
        pytest.param({"consent_at": NOW}, ("E/000101-2026", NOW), id="its date was known"),
        pytest.param({"consent_number": "E/7"}, ("E/7", None), id="another number: its date is not this"),
        pytest.param(
            {"consent_at": NOW - timedelta(days=9)}, (None, NOW - timedelta(days=9)),
            id="another date: its number is not this",
        ),
    ],
)  # fmt: skip
def test_evidence_fills_in_what_is_missing_and_never_mixes_two_entries(
    store: Store, kept: dict[str, Any], filled: tuple[str | None, datetime | None]
) -> None:
    with with_books(store, held(S.ACTIVE, **{k: v for k, v in (BARE | kept).items() if k != "name"})) as tx:
        subscribers.apply(tx, Attest(ref="A-0001", request=consent()), mark())

        assert (one(tx).consent_number, one(tx).consent_at) == filled


def test_evidence_brings_a_missing_mobile(store: Store) -> None:
    with with_books(store, held(S.ACTIVE, PHONELESS)) as tx:
        subscribers.apply(tx, Attest(ref="A-0001", request=consent()), mark())

        assert (one(tx).phone, one(tx).name) == (ROSER.phone, ROSER.name)
        assert happened(tx) == [("consent", S.ACTIVE, S.ACTIVE)]


def test_evidence_never_changes_a_name_or_a_mobile_that_is_known(store: Store) -> None:
    other = Person(name="R. Vilalta", id_document="12345678Z", phone="+34600999888")
    with with_books(store, held(S.ACTIVE)) as tx:
        before = one(tx)
        subscribers.apply(tx, Attest(ref="A-0001", request=consent(other)), mark())

        assert one(tx) == before


def test_evidence_changes_nothing_of_who_left(store: Store) -> None:
    with with_books(store, held(S.LEFT, **dict.fromkeys(("consent_number", "consent_at")))) as tx:
        before = one(tx)
        subscribers.apply(tx, Attest(ref="A-0001", request=consent(at=NOW - timedelta(days=3))), mark())

        assert one(tx) == before
        assert noted(tx) == [("E/000101-2026", "A-0001")]


def test_one_number_of_two_years_or_two_people_is_two_proofs(store: Store) -> None:
    with with_books(store) as tx:
        for request in (
            consent(number="101"),
            consent(number="101", at=NOW - timedelta(days=365)),
            consent(PERE, number="101"),
            consent(number=" 101 "),
        ):
            subscribers.apply(tx, Attest(ref=None, request=request), mark())

        assert len(noted(tx)) == 3
        assert len(noted_consents.consent_keys(tx, [consent(number="101"), consent(number="102")])) == 1


def test_a_move_that_is_refused_leaves_no_trace(store: Store) -> None:
    def leave_and_activate() -> None:
        with with_books(store, held(S.ACTIVE), held(S.LEFT, PERE, "A-0002")) as tx:
            subscribers.advance(tx, one(tx), W.BAIXA, mark())
            subscribers.advance(tx, one(tx, "A-0002"), W.ACTIVATED, mark())

    with pytest.raises(RefusedError):
        leave_and_activate()

    with store.read() as tx:
        assert one(tx).state is S.ACTIVE
        assert happened(tx) == []


@pytest.mark.parametrize("person", [ROSER, PHONELESS], ids=["document and mobile", "no mobile known"])
def test_the_schema_itself_refuses_a_second_living_subscription(store: Store, person: Person) -> None:
    with with_books(store, held(S.ACTIVE, person)) as tx:
        with pytest.raises(IntegrityError):
            subscribers.insert(tx, held(S.DUE, person, "A-0002"), "imported", mark())
        tx.connection.rollback()


def test_references_are_counted_on_and_never_given_twice(store: Store) -> None:
    def begin_anew(document: str, *, crash: bool = False) -> str:
        with store.begin() as tx:
            person = Person(id_document=document, phone="+34611222333")
            ref = subscribers.open_subscription(tx, W.ALTA, alta(person), mark())
            assert not crash, "as if it were killed"
            return ref

    first = begin_anew("12345678Z")
    with pytest.raises(AssertionError):
        begin_anew("23456789D", crash=True)

    assert len({first, begin_anew("34567890V"), begin_anew("45678901G")}) == 3


def test_a_reference_is_found_however_it_is_typed_and_an_unknown_one_says_where_to_look(store: Store) -> None:
    with with_books(store, held(S.ACTIVE)) as tx:
        assert one(tx, "a-0001").name == ROSER.name
        with pytest.raises(UnknownReferenceError, match="subscribers list"):
            one(tx, "A-0404")


def test_nobody_shares_anything_with_somebody_of_whom_nothing_is_known(store: Store) -> None:
    with with_books(store, held(S.ACTIVE, PHONELESS)) as tx:
        assert subscribers.sharing(tx, [Person(name="Roser Vilalta Camps")]) == ()
        assert subscribers.sharing(tx, []) == ()


def test_every_event_says_when_by_whom_and_why(store: Store) -> None:
    with with_books(store, held(S.ACTIVE)) as tx:
        subscribers.advance(tx, one(tx), W.BAIXA, mark(by="command line"))
        last = tx.connection.execute(select(events).order_by(events.c.id.desc()).limit(1)).mappings().one()

    assert (last["at"], last["by"], last["what"]) == (NOW, "command line", "baixa")


def test_one_life_from_the_alta_to_the_return(store: Store) -> None:
    """The whole journey on each database, each step in a transaction of its own."""
    day = timedelta(days=1)
    steps = [
        (Advance(ref=None, what=W.ALTA, request=alta()), S.REQUESTED),
        (Advance(ref="A-0001", what=W.CONSENT, request=consent(at=NOW + day)), S.DUE),
        (Advance(ref="A-0001", what=W.ACTIVATED, request=alta(at=NOW + 2 * day)), S.ACTIVE),
        (Advance(ref="A-0001", what=W.BAIXA, request=baixa(at=NOW + 30 * day)), S.LEAVING),
        (Advance(ref="A-0001", what=W.TAKEN_OFF, request=baixa(at=NOW + 31 * day)), S.LEFT),
        (Advance(ref=None, what=W.CONSENT, request=consent(number="E/2", at=NOW + 60 * day)), S.CONSENTED),
    ]
    for effect, state in steps:
        with store.begin() as tx:
            subscribers.apply(tx, effect, mark(effect.request.at))
        with store.read() as tx:
            assert subscribers.everyone(tx)[-1].state is state

    with store.read() as tx:
        first, second = subscribers.everyone(tx)
        assert (first.state, first.left_at) == (S.LEFT, NOW + 30 * day)
        assert (second.ref, second.alta_at, second.consent_at) == ("A-0002", None, NOW + 60 * day)
        assert [what for what, *_ in happened(tx)] == ["consent", "activated", "baixa", "taken-off"]


def test_instants_come_back_aware_and_in_utc(store: Store) -> None:
    with with_books(store, held(S.LEFT)) as tx:
        for at in (one(tx).left_at, one(tx).opened_at):
            assert at is not None
            assert at.tzinfo is UTC


def test_rows_that_break_the_foreign_keys_are_refused(store: Store) -> None:
    with pytest.raises(IntegrityError), store.begin() as tx:
        tx.connection.execute(
            insert(consents).values(key="k", registered_at=NOW, name="", noted_at=NOW, subscription_id=404)
        )


def test_a_number_has_its_broadcast_list_from_activation_until_it_is_off_the_phone(store: Store) -> None:
    with with_books(store, held(State.DUE)) as tx:
        numbers = [
            subscribers.advance(tx, one(tx), what, mark()).list_number
            for what in (W.ACTIVATED, W.BAIXA, W.UNDO, W.BAIXA, W.TAKEN_OFF)
        ]

        assert numbers == [1, 1, 1, 1, None]
        assert one(tx).list_number is None


def test_where_the_first_list_is_full_the_next_is_begun(store: Store) -> None:
    small = replace(mark(), list_size=1)
    with with_books(store, held(State.ACTIVE), held(State.DUE, PERE, "A-0002")) as tx:
        assert subscribers.advance(tx, one(tx, "A-0002"), W.ACTIVATED, small).list_number == 2

        subscribers.advance(tx, one(tx), W.BAIXA, small)
        subscribers.advance(tx, one(tx), W.TAKEN_OFF, small)
        assert one(tx, "A-0002").list_number == 2  # nobody is moved by hand for nothing


def test_a_leave_of_who_comes_back_with_the_number_frees_no_list(store: Store) -> None:
    again = held(State.DUE, ref="A-0002")
    with with_books(store, held(State.LEAVING, list_number=3), again) as tx:
        subscribers.advance(tx, again, W.ACTIVATED, mark())

        assert (one(tx).list_number, one(tx, "A-0002").list_number) == (None, 3)


def test_a_mobile_that_is_completed_later_gets_its_list_then(store: Store) -> None:
    with with_books(store, held(State.ACTIVE, PHONELESS)) as tx:
        assert one(tx).list_number is None

        subscribers.complete(tx, one(tx), "imported", mark(), phone=ROSER.phone)
        assert one(tx).list_number == 1


@pytest.mark.parametrize("at_once", [1, 10_000])
def test_whom_a_digest_speaks_of_comes_with_who_shares_their_data(
    store: Store, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """In the order in which they were opened, however many a statement takes."""
    monkeypatch.setattr("daemon.books.cases._AT_ONCE", at_once)
    jan = Person(name="Jan Puig", id_document="34567890V", phone=ROSER.phone)
    other = Person(name="Roser Vilalta Camps", id_document=ROSER.id_document, phone="+34600999888")
    third = Person(name="Jan Puig", id_document="34567890V", phone="+34600777888")
    with store.begin() as tx:
        put(
            tx,
            held(State.ACTIVE, jan, "A-0001"),
            held(State.LEAVING, ROSER, "A-0002"),
            held(State.ACTIVE, PERE, "A-0003"),
            held(State.LEFT, other, "A-0004"),
            held(State.ACTIVE, third, "A-0005"),  # shares with who shares: that is nobody of theirs
        )

        by_state = subscribers.concerned(tx, states=[State.LEAVING])
        by_ref = subscribers.concerned(tx, refs=["A-0003", "A-0002"])

    assert [s.ref for s in by_state] == ["A-0001", "A-0002", "A-0004"]
    assert [s.ref for s in by_ref] == ["A-0001", "A-0002", "A-0003", "A-0004"]
