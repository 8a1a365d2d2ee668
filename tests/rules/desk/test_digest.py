"""The digest hides no deadline, loses nobody, and says the same of the same books."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.letters.headline import headline
from daemon.letters.sentences import in_catalan
from rules.books.subscription import State, Subscription
from rules.calendar.workdays import Calendar
from rules.desk.cards import CardItem
from rules.desk.digest import Digest, Health, Item, News, digest, due_on
from rules.desk.record import Record
from rules.findings import Because
from rules.town import Town

TOWN = Town(
    name="Ajuntament de Vilafictícia",
    channel="Vilafictícia informa",
    whatsapp="+34600999999",
    place="Vilafictícia",
    tz=UTC,
    addresses=frozenset({"bustia@vilaficticia.example"}),
)
CALENDAR = Calendar(
    holidays={
        date(2026, 12, 8): "Immaculada Concepció",
        date(2026, 12, 25): "Nadal",
        date(2027, 1, 1): "Cap d'Any",
        date(2027, 1, 6): "Reis",
    },
    confirmed_years=frozenset({2026}),
    years=range(2026, 2028),
)
MONDAY = date(2026, 10, 19)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def days_ago(days: int) -> datetime:
    return at(MONDAY - timedelta(days=days))


def held(ref: str, state: State, **known: object) -> Subscription:
    return Subscription(
        ref=ref, name=f"Persona {ref}", state=state, **{"phone": f"+346001{ref:0>5}", **known}
    )  # type: ignore[arg-type]


def card(ref: str, opened_at: datetime) -> CardItem:
    return CardItem(ref=ref, reason="cal mirar-ho", opened_at=opened_at)


def made(
    subscriptions: Sequence[Subscription] = (),
    *,
    on: date = MONDAY,
    cards: Sequence[CardItem] = (),
    waiting: Sequence[CardItem] = (),
    health: Health | None = None,
    tz: tzinfo = UTC,
    town: Town = TOWN,
    record: Record | None = None,
    news: News | None = None,
) -> Digest:
    return digest(
        on=on,
        subscriptions=subscriptions,
        cards=cards,
        waiting=waiting,
        health=health or Health(),
        record=record,
        news=news,
        calendar=CALENDAR,
        tz=tz,
        town=town,
    )


def refs(items: Sequence[Item | CardItem]) -> list[str]:
    return [item.ref for item in items]


# Due dates


@pytest.mark.parametrize(
    ("consent_on", "due"),
    [
        pytest.param(date(2026, 12, 23), date(2026, 12, 31), id="over Christmas"),
        pytest.param(date(2026, 12, 24), date(2027, 1, 4), id="over Christmas and New Year"),
        pytest.param(date(2026, 12, 31), date(2027, 1, 11), id="over New Year and Epiphany"),
        pytest.param(date(2026, 10, 17), date(2026, 10, 23), id="from a Saturday"),
    ],
)
@pytest.mark.parametrize("state", [State.CONSENTED, State.DUE])
def test_the_due_date_is_the_fifth_working_day_after_the_consent(
    state: State, consent_on: date, due: date
) -> None:
    assert due_on(held("1", state, consent_at=at(consent_on)), CALENDAR, UTC) == due


def test_an_undone_leave_is_due_on_the_next_working_day() -> None:
    restored = held("1", State.DUE, consent_at=at(date(2026, 6, 1)), restored_on=date(2026, 12, 24))

    assert due_on(restored, CALENDAR, UTC) == date(2026, 12, 28)


@pytest.mark.parametrize("state", sorted(set(State) - {State.CONSENTED, State.DUE}))
def test_no_other_state_has_a_due_date(state: State) -> None:
    assert due_on(held("1", state, consent_at=days_ago(3)), CALENDAR, UTC) is None


def test_a_year_to_confirm_is_something_to_do() -> None:
    assert not made(health=Health(unconfirmed_years=(2027,))).quiet


def test_a_date_that_crosses_an_unconfirmed_year_says_so() -> None:
    before, across = (
        held("1", State.DUE, consent_at=at(date(2026, 12, 23))),
        held("2", State.DUE, consent_at=at(date(2026, 12, 24))),
    )

    found = made([before, across], on=date(2026, 12, 28)).due_next

    assert [(item.ref, item.confirmed) for item in found] == [("1", True), ("2", False)]


def test_an_undone_leave_over_an_unconfirmed_new_year_says_so() -> None:
    (item,) = made([held("1", State.DUE, restored_on=date(2026, 12, 31))], on=date(2026, 12, 31)).due_next

    assert (item.due_on, item.confirmed) == (date(2027, 1, 4), False)


# On top


def test_people_stand_by_their_date_and_the_most_urgent_first() -> None:
    books = [
        held("1", State.DUE, consent_at=days_ago(5)),  # Wednesday: due on Wednesday
        held("2", State.DUE, consent_at=days_ago(7)),  # Monday: due today
        held("3", State.DUE, consent_at=days_ago(12)),
        held("4", State.DUE, consent_at=days_ago(20)),
        held("5", State.DUE, consent_at=days_ago(6)),
    ]

    found = made(books)

    assert refs(found.overdue) == ["4", "3"]
    assert refs(found.due_today) == ["2"]
    assert refs(found.due_next) == ["5", "1"]


def test_days_left_are_working_days_and_negative_when_the_day_has_passed() -> None:
    books = [
        held("1", State.DUE, consent_at=days_ago(10)),  # due last Friday
        held("2", State.DUE, consent_at=days_ago(7)),
        held("3", State.DUE, consent_at=days_ago(2)),  # due this Friday
    ]

    found = made(books)

    assert [i.days_left for i in (*found.overdue, *found.due_today, *found.due_next)] == [-1, 0, 4]


@pytest.mark.parametrize("days", [pytest.param(20, id="the time is over"), pytest.param(7, id="ends today")])
def test_a_missing_alta_is_on_top_when_its_time_ends_and_is_nobodys_fault(days: int) -> None:
    found = made([held("1", State.CONSENTED, consent_at=days_ago(days))])

    assert refs(found.alta_late) == ["1"]
    assert [*found.overdue, *found.due_today, *found.without_alta] == []
    assert found.alta_late[0].late_because is None


def test_who_sent_the_alta_and_no_paper_is_waited_for() -> None:
    (asked,) = made([held("1", State.REQUESTED, alta_at=days_ago(7))]).without_consent

    assert (asked.ref, asked.asked_on, asked.due_on) == ("1", days_ago(7).date(), None)


@pytest.mark.parametrize(
    ("alta", "asked"),
    [pytest.param(16, "", id="in time"), pytest.param(1, None, id="when the time was over")],
)
def test_staff_are_asked_why_it_is_late_only_where_it_could_be_in_time(alta: int, asked: str | None) -> None:
    late = held("1", State.DUE, consent_at=days_ago(20), alta_at=days_ago(alta))

    assert [item.late_because for item in made([late]).overdue] == [asked]


def test_who_did_half_of_joining_can_be_ended_by_a_tap() -> None:
    asked = held("1", State.REQUESTED, alta_at=days_ago(1))
    signed = held("2", State.CONSENTED, consent_at=days_ago(1))
    digest = made([asked, signed])

    assert [choice.order for choice in digest.without_consent[0].choices] == ["BAIXA 1"]
    assert [choice.order for choice in digest.without_alta[0].choices] == ["FET 2", "BAIXA 2"]


def test_a_consent_without_a_mobile_asks_for_it() -> None:
    (lacking,) = made([held("1", State.CONSENTED, consent_at=days_ago(1), phone=None)]).without_alta

    assert [(choice.order, choice.fields) for choice in lacking.choices] == [
        ("CORREGEIX 1", (("phone", ""),)),
        ("BAIXA 1", ()),
    ]


def test_who_lacks_the_alta_and_has_time_is_only_among_those_without_alta() -> None:
    books = [
        held("1", State.CONSENTED, consent_at=days_ago(1)),
        held("2", State.CONSENTED, consent_at=days_ago(5)),
    ]

    found = made(books)

    assert refs(found.without_alta) == ["2", "1"]
    assert [*found.overdue, *found.due_today, *found.due_next] == []


@pytest.mark.parametrize(
    "consent_at",
    [
        pytest.param(None, id="no date of consent"),
        pytest.param(datetime(2019, 3, 4, tzinfo=UTC), id="a year that the calendar does not hold"),
    ],
)
def test_a_date_that_cannot_be_counted_is_looked_at_today(consent_at: datetime | None) -> None:
    (item,) = made([held("1", State.DUE, consent_at=consent_at)]).due_today

    assert item.due_on is None
    assert "no s'ha pogut comptar el termini" in in_catalan(item.explanation)


def test_a_due_date_is_explained() -> None:
    (item,) = made([held("1", State.DUE, consent_at=days_ago(2))]).due_next

    assert "registrat el dissabte 17 d'octubre de 2026" in in_catalan(item.explanation)


# Off the phone


@pytest.mark.parametrize(
    ("other", "owed"),
    [
        pytest.param(State.REQUESTED, False, id="somebody who asked to join"),
        pytest.param(State.CONSENTED, False, id="somebody whose consent has come"),
        pytest.param(State.DUE, False, id="somebody to be put on it"),
        pytest.param(State.ACTIVE, False, id="somebody on it"),
        pytest.param(State.LEAVING, True, id="somebody who leaves too"),
        pytest.param(State.LEFT, True, id="somebody who has left"),
        pytest.param(State.ERASED, True, id="somebody erased"),
    ],
)
def test_a_number_shared_with_somebody_living_is_not_to_take_off(other: State, owed: bool) -> None:
    books = [
        held("1", State.LEAVING, phone="+34600123123", left_at=days_ago(3)),
        held("2", other, phone="+34600123123", left_at=days_ago(1), consent_at=days_ago(1)),
    ]

    assert ("1" in refs(made(books).take_off)) is owed


@pytest.mark.parametrize("denied", ["1", "2"], ids=["hers", "of who left with the same number"])
def test_a_number_whose_leave_was_not_wanted_waits_for_what_is_decided(denied: str) -> None:
    books = [
        held("1", State.LEAVING, phone="+34600123123", left_at=days_ago(3)),
        held("2", State.LEAVING, phone="+34600123123", left_at=days_ago(1)),
        held("3", State.LEAVING, left_at=days_ago(1)),
    ]

    found = made(books, record=Record(denied={denied: "C-2345BCDF"}))

    assert [(i.ref, i.denied_by) for i in found.take_off] == [("1", "C-2345BCDF"), ("3", None)]
    assert [contact.note for contact in found.to_remove] == ["3"]
    assert "1 per treure" in headline(found)
    assert [c.likely for c in found.take_off[0].choices if c.verb == "TRETA"] == [False]


def test_who_left_without_a_number_is_not_hidden_by_who_lives_without_one() -> None:
    books = [held("1", State.LEAVING, phone=None), held("2", State.ACTIVE, phone=None)]

    assert refs(made(books).take_off) == ["1"]


def test_a_number_is_to_be_off_the_phone_by_the_working_day_after_the_leave() -> None:
    friday = days_ago(3)

    (item,) = made([held("1", State.LEAVING, left_at=friday)]).take_off

    assert (item.due_on, item.days_left) == (MONDAY, 0)


def test_a_leave_that_staff_decided_is_owed_from_when_it_was_noted() -> None:
    asked = days_ago(10)
    noted = Record(left={"1": days_ago(3).date()})

    (item,) = made([held("1", State.LEAVING, left_at=asked)], record=noted).take_off

    assert (item.due_on, item.days_left) == (MONDAY, 0)
    assert item.explanation == Because("leave-noted", (asked.date(), days_ago(3).date()))


def test_a_leave_around_midnight_counts_by_the_towns_clocks() -> None:
    sunday_night = datetime(2026, 10, 18, 22, 30, tzinfo=UTC)  # half past midnight of Monday there

    (item,) = made([held("1", State.LEAVING, left_at=sunday_night)], tz=timezone(timedelta(hours=2))).take_off

    assert item.due_on == MONDAY + timedelta(days=1)


def test_the_oldest_leave_comes_first() -> None:
    books = [
        held("1", State.LEAVING, left_at=days_ago(1)),
        held("2", State.LEAVING, left_at=days_ago(9)),
    ]

    assert refs(made(books).take_off) == ["2", "1"]


# Cards


def test_the_oldest_card_comes_first() -> None:
    cards = [card("C-1", days_ago(1)), card("C-2", days_ago(9)), card("C-3", days_ago(4))]

    found = made(cards=cards, waiting=cards)

    assert refs(found.cards) == refs(found.waiting_residents) == ["C-2", "C-3", "C-1"]


def test_what_is_new_counts_from_the_digest_before() -> None:
    cards = [card("C-1", days_ago(1)), card("C-2", days_ago(9))]

    found = made(cards=cards, health=Health(last_digest_at=days_ago(3)), news=News(begun=2, left=3))

    assert found.new_since == News(begun=2, left=3, cards=1)


def test_what_nobody_was_told_of_is_marked_as_new() -> None:
    books = [
        held("1", State.DUE, opened_at=days_ago(1), consent_at=days_ago(1)),
        held("2", State.DUE, opened_at=days_ago(20), alta_at=days_ago(1), consent_at=days_ago(2)),
        held("3", State.DUE, opened_at=days_ago(6), consent_at=days_ago(6)),
        held("4", State.LEAVING, opened_at=days_ago(90), left_at=days_ago(1)),
        held("5", State.LEAVING, opened_at=days_ago(90), left_at=days_ago(5)),
    ]
    cards = [card("C-1", days_ago(1)), card("C-2", days_ago(9))]

    found = made(books, cards=cards, waiting=cards, health=Health(last_digest_at=days_ago(3)))

    shown = (*found.due_next, *found.take_off, *found.cards, *found.waiting_residents)
    assert [i.ref for i in shown if i.is_new] == ["1", "2", "4", "C-1", "C-1"]


def test_nothing_is_new_before_the_first_digest() -> None:
    assert made([held("1", State.REQUESTED, opened_at=days_ago(1))]).new_since is None


# Left lying


def neglected(*books: Subscription, on: date = MONDAY, **known: object) -> list[str]:
    told = Health(last_digest_at=days_ago(3))  # Friday's
    record = Record(**({"touched": {s.ref: days_ago(6) for s in books}} | known))  # type: ignore[arg-type]
    return list(made(books, on=on, health=told, record=record).neglected)


OVERDUE = held("1", State.DUE, consent_at=days_ago(12))
TODAY = held("2", State.DUE, consent_at=days_ago(7))
TOMORROW = held("3", State.DUE, consent_at=days_ago(6))
LATER = held("4", State.DUE, consent_at=days_ago(5))
OFF = held("5", State.LEAVING, left_at=days_ago(4))


def test_who_presses_and_stood_in_the_digest_before_is_neglected() -> None:
    assert neglected(LATER, TOMORROW, TODAY, OVERDUE, OFF) == ["1", "2", "5"]


def test_nobody_is_blamed_for_an_alta_that_has_not_come() -> None:
    assert neglected(held("1", State.CONSENTED, consent_at=days_ago(12))) == []


@pytest.mark.parametrize(("days", "neglected"), [(6, ()), (7, ("C-1",))])
def test_a_card_reaches_the_deputies_when_it_has_waited_a_week(days: int, neglected: tuple[str, ...]) -> None:
    card = CardItem(ref="C-1", reason="", opened_at=days_ago(days))

    assert made([], cards=[card], health=Health(last_digest_at=days_ago(3))).neglected == neglected


def test_a_card_that_was_put_off_comes_back_on_its_day() -> None:
    card = CardItem(ref="C-1", reason="", opened_at=days_ago(9), put_off_until=MONDAY)

    before, then = (made([], cards=[card], on=on) for on in (MONDAY - timedelta(days=3), MONDAY))
    assert ([c.ref for c in before.cards], [c.ref for c in before.put_off]) == ([], ["C-1"])
    assert ([c.ref for c in then.cards], [c.ref for c in then.put_off]) == (["C-1"], [])


@pytest.mark.parametrize(
    "known",
    [
        pytest.param({"touched": {"2": days_ago(1)}}, id="something happened since"),
        pytest.param({"touched": {}}, id="nothing is known of it"),
        pytest.param({"touched": {"1": days_ago(6)}, "reasons": {"1": "festa"}}, id="the reason was said"),
    ],
)
def test_who_was_seen_to_is_not_neglected(known: dict[str, object]) -> None:
    books = [OVERDUE] if "reasons" in known else [TODAY]

    assert neglected(*books, **known) == []


def test_who_is_not_to_be_taken_off_yet_is_not_neglected() -> None:
    assert neglected(OFF, denied={"5": "C-1"}) == []


def test_before_the_first_digest_nobody_was_told_of_anything() -> None:
    assert made([OVERDUE], record=Record(touched={"1": days_ago(9)})).neglected == ()


# The whole


def test_no_whole_document_is_in_a_digest() -> None:
    books = [
        held("1", State.DUE, id_document="98765432M", consent_at=days_ago(5)),
        held("2", State.LEAVING, id_document="Y7654321B", left_at=days_ago(5)),
    ]

    found = made(books)

    assert [found.due_next[0].id_document, found.take_off[0].id_document] == ["***6543**", "****4321*"]


def test_the_order_of_the_books_changes_nothing() -> None:
    same_day = [held(str(n), State.DUE, consent_at=days_ago(12)) for n in range(3)]
    leaving = [held("8", State.LEAVING, left_at=days_ago(2)), held("9", State.LEAVING, left_at=days_ago(2))]

    digests = [made(order) for order in permutations([*same_day, *leaving])]

    assert all(each == digests[0] for each in digests)


instants = st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 1)).map(at)
subscriptions = st.lists(
    st.builds(
        Subscription,
        ref=st.uuids().map(str),
        state=st.sampled_from(State),
        phone=st.sampled_from([None, "+34600000001", "+34600000002", "+34600000003"]),
        consent_at=instants,
        left_at=instants,
        restored_on=st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 1)),
    ),
    max_size=12,
)


@given(books=subscriptions, on=st.dates(date(2025, 6, 1), date(2028, 6, 1)))
def test_everybody_who_waits_for_the_phone_is_in_the_digest(books: list[Subscription], on: date) -> None:
    found = made(books, on=on)

    shown = refs((*found.overdue, *found.due_today, *found.due_next, *found.alta_late, *found.without_alta))
    assert sorted(shown) == sorted(s.ref for s in books if s.state in {State.CONSENTED, State.DUE})


def test_each_who_is_to_be_added_is_told_the_list_with_room_and_who_leaves_where_it_is() -> None:
    old = datetime(2026, 11, 2, 9, tzinfo=UTC)
    books = [
        held("1", State.ACTIVE, list_number=1),
        held("2", State.LEAVING, list_number=2, left_at=old),
        held("3", State.DUE, consent_at=old),
        held("4", State.DUE, consent_at=old, phone="+34600100001"),  # the number of 1
        held("5", State.DUE, consent_at=old + timedelta(hours=1)),
    ]
    told = made(books, on=date(2026, 11, 16), town=replace(TOWN, list_size=2))

    assert [(i.ref, i.list_number) for i in told.overdue] == [("3", 1), ("4", 1), ("5", 2)]
    assert [(i.ref, i.list_number) for i in told.take_off] == [("2", 2)]
    assert (told.lists, told.list_size) == ((1, 1), 2)
