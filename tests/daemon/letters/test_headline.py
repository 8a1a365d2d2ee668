"""One line says what presses today, and "all is well" only when it is."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from daemon.letters.headline import ALL_DONE, headline
from rules.books.subscription import State
from rules.desk.cards import CardItem
from rules.desk.digest import Digest, Health, Item

MONDAY = date(2026, 10, 19)
SUNDAY_NOON = datetime(2026, 10, 18, 12, tzinfo=UTC)
CARD = CardItem(ref="C-1", reason="cal mirar-ho", opened_at=SUNDAY_NOON)
PERSON = Item(
    ref="S-1",
    name="",
    id_document=None,
    phone=None,
    state=State.DUE,
    due_on=MONDAY,
    days_left=0,
    explanation="",
)

TOMORROW = replace(PERSON, due_on=date(2026, 10, 20), days_left=1)


def made(health: Health | None = None, **counts: int) -> Digest:
    one = {"cards": CARD, "waiting_residents": CARD, "due_next": TOMORROW, "without_alta": TOMORROW}
    parts = {name: (one.get(name, PERSON),) * count for name, count in counts.items()}
    return Digest(on=MONDAY, town="", health=health or Health(), **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        pytest.param({}, ALL_DONE, id="nothing"),
        pytest.param(
            {"overdue": 2, "due_today": 1, "take_off": 3, "cards": 2},
            "2 vençudes · 1 venç avui · 3 per treure · 2 per decidir",
            id="all of it",
        ),
        pytest.param({"overdue": 1, "due_today": 2}, "1 vençuda · 2 vencen avui", id="one and many"),
        pytest.param({"due_next": 1, "waiting_residents": 2}, "1 venç demà", id="tomorrow is not all done"),
        pytest.param({"without_alta": 1}, "1 venç demà", id="nor for who lacks the ALTA"),
        pytest.param({"waiting_residents": 2}, ALL_DONE, id="what waits for a resident"),
    ],
)
def test_the_headline_counts_what_presses(found: dict[str, int], said: str) -> None:
    assert headline(made(**found)) == said


def test_what_is_due_later_is_no_day_on_which_all_is_done() -> None:
    later = replace(PERSON, due_on=date(2026, 10, 23), days_left=4)

    assert headline(replace(made(), due_next=(later,))) == "1 venç els pròxims dies"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        pytest.param(Health(unconfirmed_years=(2027,)), "festius per confirmar", id="a year to confirm"),
        pytest.param(Health(vanished=1), "avís del servei", id="a message vanished"),
    ],
)
def test_what_staff_should_know_is_no_day_on_which_all_is_done(found: Health, said: str) -> None:
    assert headline(made(found)) == said


@pytest.mark.parametrize(
    ("health", "said"),
    [
        pytest.param(
            Health(mailbox_down_since=SUNDAY_NOON), "el servei no funciona · 1 vençuda", id="no mail comes in"
        ),
        pytest.param(
            Health(smtp_down_since=SUNDAY_NOON), "el servei no funciona · 1 vençuda", id="no letter goes out"
        ),
        pytest.param(Health(letters_failed=1), "1 vençuda · avís del servei", id="a letter failed"),
        pytest.param(Health(copy_is_late=True), "1 vençuda · avís del servei", id="the books are not copied"),
        pytest.param(
            Health(letters_unknown=1), "1 vençuda · avís del servei", id="a letter may not have arrived"
        ),
    ],
)
def test_the_headline_says_when_the_service_fails(health: Health, said: str) -> None:
    assert headline(made(health, overdue=1)) == said


@pytest.mark.parametrize(
    "health",
    [
        pytest.param(Health(mailbox_down_since=SUNDAY_NOON), id="no mail comes in"),
        pytest.param(Health(smtp_down_since=SUNDAY_NOON), id="no letter goes out"),
        pytest.param(Health(letters_failed=1), id="a letter failed"),
        pytest.param(Health(letters_unknown=1), id="a letter may not have arrived"),
        pytest.param(Health(vanished=1), id="a message vanished"),
        pytest.param(Health(calendar_changes=("ha canviat una festa local",)), id="the calendar changed"),
    ],
)
def test_what_staff_must_know_makes_a_digest(health: Health) -> None:
    assert not made(health).quiet


@pytest.mark.parametrize("part", ["overdue", "due_today", "due_next", "without_alta", "take_off", "cards"])
def test_whatever_staff_must_do_makes_a_digest(part: str) -> None:
    assert not made(**{part: 1}).quiet


def test_who_waits_for_a_resident_makes_no_work_for_staff() -> None:
    assert made(waiting_residents=1).quiet
