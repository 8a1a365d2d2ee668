"""Deputies read the digest while nobody does what presses, and no longer."""

from datetime import UTC, datetime, timedelta

from daemon.books.store import Store
from rules.books.subscription import State, What
from tests.daemon.books.test_subscribers import held, put
from tests.daemon.conftest import NOW, settings
from tests.daemon.desk.test_digests import Staff

DEPUTY = "alcaldia@setcases.cat"


def recipients(staff: Staff) -> list[list[str]]:
    """Who got the digest of each day."""
    by_day: dict[str, list[str]] = {}
    for letter in staff.letters("digest"):
        by_day.setdefault(str(letter["Date"]), []).append(str(letter["To"]))
    return list(by_day.values())


def test_deputies_get_the_digest_while_nobody_does_what_presses(store: Store) -> None:
    staff = Staff(store, staff={"deputies": [DEPUTY]})
    with store.begin() as tx:
        put(tx, held(State.DUE, consent_at=datetime(2026, 4, 27, 8, tzinfo=UTC), alta_at=NOW))  # by the 5th
    for _ in range(3):  # told, left lying, and on the third day done
        staff.digests.queue_due()
        staff.at += timedelta(days=1)
        if staff.at.day == 6:
            staff.does("A-0001", What.ACTIVATED, at=staff.at - timedelta(hours=2))
    ours = "secretaria@setcases.cat"

    assert recipients(staff) == [[ours], [ours, DEPUTY], [ours]]


def test_what_is_due_tomorrow_is_nobodys_neglect(sqlite: Store) -> None:
    staff = Staff(sqlite, staff={"deputies": [DEPUTY]})
    with sqlite.begin() as tx:
        put(tx, held(State.DUE, consent_at=datetime(2026, 4, 28, 8, tzinfo=UTC), alta_at=NOW))  # by the 6th
    staff.on_days(5)
    assert {str(each["To"]) for each in staff.letters("digest")} == {"secretaria@setcases.cat"}

    staff.on_days(6)
    assert DEPUTY in {str(each["To"]) for each in staff.letters("digest")}


def test_where_there_are_no_deputies_nothing_is_said_of_them(sqlite: Store) -> None:
    staff = Staff(sqlite)
    with sqlite.begin() as tx:
        put(tx, held(State.DUE, consent_at=datetime(2026, 4, 20, 8, tzinfo=UTC), alta_at=NOW))
    staff.on_days(6)

    assert not [text for text in staff.texts("digest") if "suplents" in text]


def test_a_deputy_can_do_what_she_reads(sqlite: Store) -> None:
    town = settings(staff={"deputies": [DEPUTY]})

    assert town.town().staff == {"secretaria@setcases.cat", DEPUTY}
