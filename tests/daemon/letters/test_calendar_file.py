"""The dates as a calendar: read by any program, the same event each day, and nobody's name in it."""

import re
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from daemon.letters.calendar_file import events, written
from rules.books.subscription import State
from rules.desk.digest import Digest
from rules.desk.record import Record
from rules.text.content_lines import escaped, folded
from tests.rules.desk.test_digest import MONDAY, days_ago, held, made

NOW = datetime(2026, 10, 19, 5, 30, tzinfo=UTC)


def lines_of(digest: Digest) -> list[str]:
    """The content lines, unfolded as a reader does."""
    raw = written(digest, domain="vilaficticia.example", now=NOW)
    assert raw.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    return raw.decode().replace("\r\n ", "").splitlines()


def values(digest: Digest, name: str) -> list[str]:
    return [line.split(":", 1)[1] for line in lines_of(digest) if re.match(rf"{name}[;:]", line)]


def full() -> Digest:
    books = [
        held("1", State.DUE, consent_at=days_ago(20)),
        held("2", State.CONSENTED, consent_at=days_ago(2)),
        held("3", State.LEAVING, left_at=days_ago(3)),
        held("4", State.DUE),  # without a date
    ]
    return made(books)


def test_each_date_is_one_event_of_that_day() -> None:
    assert values(full(), "DTSTART") == ["20261006", "20261019", "20261023"]
    assert values(full(), "SUMMARY") == [
        "1: posar al telèfon",
        "3: treure del telèfon",
        "2: posar al telèfon",
    ]
    assert "DTSTART;VALUE=DATE:20261006" in lines_of(full())


def test_a_leave_that_is_denied_is_the_same_event_and_says_to_wait() -> None:
    books = [held("3", State.LEAVING, left_at=days_ago(3))]
    before, denied = made(books), made(books, record=Record(denied={"3": "C-2345BCDF"}))

    assert values(denied, "UID") == values(before, "UID")
    assert values(denied, "SUMMARY") == ["3: no tragueu encara del telèfon\\, hi ha un cas obert"]


def test_an_event_is_the_same_one_in_every_digest() -> None:
    books = [held("1", State.DUE, consent_at=days_ago(2)), held("2", State.DUE, consent_at=days_ago(1))]
    first, second = made(books), made(books[:1], on=date(2026, 10, 20))

    assert values(first, "UID") == ["1-alta@vilaficticia.example", "2-alta@vilaficticia.example"]
    assert values(second, "UID") == ["1-alta@vilaficticia.example"]
    assert int(values(second, "SEQUENCE")[0]) > int(values(first, "SEQUENCE")[0])


def test_who_leaves_after_joining_has_another_event() -> None:
    on, off = (
        made([held("1", State.DUE, consent_at=days_ago(2))]),
        made([held("1", State.LEAVING, left_at=days_ago(2))]),
    )

    assert values(on, "UID") != values(off, "UID")


def test_a_calendar_names_nobody() -> None:
    text = "\n".join(lines_of(full()))

    assert "Persona" not in text
    assert "+346" not in text


def test_each_date_is_explained_and_one_that_may_change_says_so() -> None:
    books = [held("1", State.DUE, consent_at=datetime(2026, 12, 24, 9, tzinfo=UTC))]
    digest = made(books, on=date(2026, 12, 28))

    (description,) = values(digest, "DESCRIPTION")
    assert "venç el dilluns 4 de gener de 2027" in description
    assert values(digest, "SUMMARY") == ["1: posar al telèfon (data per confirmar)"]


def test_no_dates_are_no_events() -> None:
    assert events(made([held("1", State.DUE)], on=MONDAY)) == ()


@given(st.text())
def test_no_value_breaks_its_line(text: str) -> None:
    assert len(f"SUMMARY:{escaped(text)}".splitlines()) == 1


@given(st.text())
def test_folding_loses_nothing_and_keeps_to_75_bytes(text: str) -> None:
    line = "".join(text.split("\r\n"))
    whole = folded(line)

    assert whole.replace("\r\n ", "") == line
    assert all(len(part.encode("utf-8", "surrogatepass")) <= 75 for part in whole.split("\r\n"))
