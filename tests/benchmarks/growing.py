"""What grows with the books: an import, the digest, a night of erasing, and a leave among much history."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import Any

import structlog
from sqlalchemy import Table, func, select

from daemon.books.store import Store
from daemon.books.tables import cases, contents, events, messages, outbox, requests, subscriptions
from daemon.configuration.settings import load
from daemon.service.app import App
from rules.books.decision import Outcome, Reason, Template
from tests.benchmarks.leaving import WARMING, leaves
from tests.benchmarks.workbench import Bench, Row, dni, phone

_NOW = datetime.now(UTC).replace(hour=12) - timedelta(days=1)
"""Noon: what is done once a date is due by then, whatever hour it is here."""
_ELSEWHERE = 20_000_000
"""Whose data the history has: nobody who writes now."""


# ---- an import


_THE_COMMAND = """
import sys, time
from daemon import cli
began = time.process_time()
try:
    cli.main()
except SystemExit as ended:
    assert not ended.code, ended.code
with open("/proc/self/status") as status:
    peak = status.read().partition("VmHWM:")[2].split()[0]
print("took", time.process_time() - began, int(peak) / 1024, file=sys.stderr)
"""


def import_time(place: Bench, *, rows: int) -> float:
    """Milliseconds of the processor for each row, without start-up."""
    return 1000 * _imported(place, rows)[0] / rows


def import_memory(place: Bench, *, rows: int) -> float:
    """Megabytes at the peak, start-up and all."""
    return _imported(place, rows)[1]


def _imported(place: Bench, rows: int) -> tuple[float, float]:
    file = Path(place.folder) / "list.csv"
    with file.open("w", encoding="utf-8") as roster:
        roster.write("name,id_document,phone,state,consent_number,consent_at,activated_on\n")
        roster.writelines(
            f"Roser Puig Serra,{dni(n)},{phone(n)[3:]},active,E/{n:06d}-2025,2025-03-04T10:15,2025-03-10\n"
            for n in range(rows)
        )
    given = ["subscribers", "import", str(file), "--config", str(place.config)]
    command = [sys.executable, "-c", _THE_COMMAND, *given]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"{rows} imported" in done.stdout, done
    _took, seconds, megabytes = done.stderr.splitlines()[-1].split()
    return float(seconds), float(megabytes)


# ---- the digest, and the night


def digest(place: Bench, *, people: int, cards: int) -> float:
    """Milliseconds of the processor for the digest of a morning, written and owed."""
    with _town(place) as app:
        _people(app.store, people)
        _history(app.store, cards, state="staff", ago=timedelta(days=2))
        _ = app.settings.texts  # they are looked through at start-up
        began = process_time()
        app.digests.queue_now(_NOW.date())
        return 1000 * (process_time() - began)


def night(place: Bench, *, over: int) -> float:
    """Milliseconds of the processor until so many cases that are over are erased, with their letters."""
    with _town(place) as app:
        _history(app.store, over, ago=timedelta(days=40), letters=over)
        _history(app.store, 1, ago=timedelta())  # mail that vouches for the clock
        erasing = replace(app, clock=lambda: _NOW).retention
        began = process_time()
        while erasing.round():
            pass
        took = process_time() - began
        kept = select(func.count()).select_from(cases).where(cases.c.erased_at.is_(None))
        with app.store.read() as tx:
            left = tx.connection.execute(kept).scalar()
    assert left == 1, f"{left} left"
    return 1000 * took


# ---- a leave


def leave_among(place: Bench, *, waiting: int, people: int, letters: int = 0, cases: int = 0) -> float:
    """How many times as much a leave costs among so many people, letters and cases as among 300 people."""
    with _town(place) as app:
        _people(app.store, 300, open_ones=0)
        place.deliver(leaves(0, WARMING))
        app.run_once()
        before = _answered(app, place, WARMING, waiting)
        _people(app.store, people - 300, first=300, open_ones=0)
        _history(app.store, cases, ago=timedelta(days=20), letters=letters)
        return _answered(app, place, WARMING + waiting, waiting) / before


def _answered(app: App, place: Bench, first: int, many: int) -> float:
    place.deliver(leaves(first, many))
    began = process_time()
    app.run_once()
    return process_time() - began


# ---- the books of before


class _town(closing[Any]):  # noqa: N801 - a context manager
    """The town's App on its store, saying nothing."""

    def __init__(self, place: Bench) -> None:
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
        settings = load(place.config)
        self._app = App(settings=settings, store=Store(settings.store_url))
        super().__init__(self._app.store)

    def __enter__(self) -> App:
        return self._app


def _people(store: Store, many: int, *, first: int = 0, open_ones: int = 50) -> None:
    """Residents who came by an import, all active but so many who are to be put on the phone."""
    at = _NOW - timedelta(days=100)
    is_open = [number >= first + many - open_ones for number in range(first, first + many)]
    _write(store, subscriptions, [
        {
            "ref": f"A-{n + 1:04d}", "name": "Roser Puig Serra", "id_document": dni(n), "phone": phone(n),
            "state": "due" if due else "active", "consent_at": _NOW - timedelta(days=4),
            "activated_on": None if due else at.date(), "list_number": None if due else 1 + n // 256,
            "opened_at": at, "without_alta": False,
        }
        for n, due in zip(range(first, first + many), is_open, strict=True)
    ])  # fmt: skip
    _write(store, events, [
        {"at": at, "what": "imported", "by": "test", "after": "active", "note": "", "subscription_id": n + 1}
        for n in range(first, first + many)
    ])  # fmt: skip


def _history(store: Store, many: int, *, ago: timedelta, state: str = "closed", letters: int = 0) -> None:
    """So many cases, each of a mail with a request; the first of them with a letter that left."""
    at, first = _NOW - ago, _ELSEWHERE + ago.days * 100_000
    keys, is_done = range(first, first + many), state == "closed"
    outcome, reason = (Outcome.DONE, Reason.LEFT) if is_done else (Outcome.CARD, Reason.DOUBTFUL)
    _write(store, messages, [
        {
            "id": n, "folder": "Before", "uidvalidity": 1, "uid": n, "message_id": f"<{n}@before.example>",
            "head_sha256": f"{n:064x}", "size": 1000, "sha256": f"{n:064x}", "content_key": f"{n:064x}",
            "sender": f"v{n}@before.example", "received_at": at, "handled_at": at, "kind": "baixa",
            "outcome": outcome, "reason": reason.name, "reasons": ["és la baixa"],
        }
        for n in keys
    ])  # fmt: skip
    _write(store, cases, [
        {
            "id": n, "ref": f"C-{n}", "state": state, "reason": "les dades són completes", "message_id": n,
            "sender": f"v{n}@before.example", "opened_at": at, "conversation": f"C-{n}", "language": "ca",
            "closed_at": at if is_done else None, "closed_because": None, "sender_known": True,
            "excerpt": None if is_done else f"Bon dia, sóc el veí {n} i tinc un dubte",
        }
        for n in keys
    ])  # fmt: skip
    _write(store, requests, [
        {
            "case_id": n, "kind": "baixa", "name": "Pere Soler Roca", "id_document": dni(n),
            "phone": phone(n), "flaws": [], "at": at, "outcome": outcome, "reason": reason.name,
            "details": [], "subscribers": [],
        }
        for n in keys
    ])  # fmt: skip
    _write(store, events, [
        {"at": at, "what": "case-closed", "by": "test", "note": "fet", "case_id": n} for n in keys
    ])  # fmt: skip
    _write(store, outbox, [
        {
            "id": n, "key": f"answer/{n}", "recipient": f"v{n}@before.example", "audience": "resident",
            "template": Template.DONE.value, "authenticated": True, "case_id": n,
            "message_id": f"<{n}@setcases.cat>", "envelope_sender": "", "state": "sent",
            "phase": "data", "attempts": 1, "created_at": at, "due_at": at, "claimed_at": at,
            "first_tried_at": at, "sent_at": at, "answer": "250 ok", "filed": False,
        }
        for n in keys[:letters]
    ])  # fmt: skip
    _write(store, contents, [{"letter_id": n, "raw": b"x" * 8000} for n in keys[:letters]])


def _write(store: Store, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        with store.begin("bench") as tx:
            tx.connection.execute(table.insert(), rows)


def _rows() -> Iterator[Row]:
    for people, is_long in ((100_000, False), (1_000_000, True)):
        said = f"{people:,}"
        yield Row(
            name=f"import of {said} rows, a row",
            ours=import_time,
            goal=0.15,
            sizes={"rows": people},
            long=is_long,
        )
        yield Row(
            name=f"import of {said} rows, memory", ours=import_memory, unit="MB", goal=120,
            sizes={"rows": people}, long=is_long,
        )  # fmt: skip
        for cards in (50, 5_000):
            yield Row(
                name=f"digest at {said} subscriptions, {cards:,} cards", ours=digest, goal=1000,
                sizes={"people": people, "cards": cards}, long=is_long,
            )  # fmt: skip
        yield Row(
            name=f"a leave among {said} subscriptions", ours=leave_among, unit="times", goal=1.2,
            sizes={"waiting": 100, "people": people}, long=is_long,
        )  # fmt: skip
    yield Row(
        name="a leave among 20,000 letters and cases", ours=leave_among, unit="times", goal=1.1,
        sizes={"waiting": 100, "people": 300, "letters": 20_000, "cases": 20_000},
    )  # fmt: skip
    yield Row(name="a night with 20,000 cases that are over", ours=night, goal=10_000, sizes={"over": 20_000})


ROWS = tuple(_rows())
