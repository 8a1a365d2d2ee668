"""A calendar that somebody changed is said in the next digest, once, and kept as an event."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from daemon.books.store import Store
from daemon.books.tables import events
from tests.daemon.conftest import TABLES, settings
from tests.daemon.desk.test_digests import Staff

FAIR = {"date": date(2026, 5, 29), "name": "la Fira"}


def test_a_new_local_holiday_is_told_once_and_kept(store: Store) -> None:
    staff = Staff(store, staff={"empty_days": "never"})
    local = [*TABLES["calendar"]["local_holidays"], FAIR]
    for day in range(3):
        town = settings(staff=staff.staff, **({"calendar": {"local_holidays": local}} if day else {}))
        replace(staff.digests, settings=town).queue_due()
        staff.at += timedelta(days=1)

    (text,) = (" ".join(text.split()) for text in staff.texts("digest"))
    said = "El calendari ha canviat: ara és festiu el divendres 29 de maig de 2026 (festa local: la Fira)."
    assert said in text
    with store.read() as tx:
        kept = tx.connection.execute(select(events.c.what, events.c.note)).all()
    assert [row.what for row in kept] == ["calendar-changed"]
    assert "la Fira" in kept[0].note
