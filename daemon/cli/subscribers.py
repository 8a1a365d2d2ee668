"""`altabaixa subscribers`: the books by hand."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.progress import Progress
from rules.digest import due_on
from sqlalchemy import RowMapping, select

from daemon import books
from daemon.app import App, now
from daemon.cli.options import AsJson, ConfigFile, err, opened, out, plain, table
from daemon.errors import AltabaixaError
from daemon.importing import import_roster, read_roster
from daemon.settings import Settings
from daemon.store import Store, Transaction
from daemon.tables import consents, events, subscriptions
from rules.decision import Advance, Attest, Request
from rules.findings import Entry, Kind, Person
from rules.identity import normal_document, normal_phone
from rules.subscription import Subscription, What

app = typer.Typer(help="Who is on the list, since when, on what proof.", no_args_is_help=True)

Ref = Annotated[str, typer.Argument(help="The subscription, such as A-0042.")]
On = Annotated[
    str, typer.Option("--on", metavar="YYYY-MM-DD", help="The day it was really done; today if not given.")
]

_CONSENT = (
    consents.c.number,
    consents.c.registered_at,
    consents.c.name,
    consents.c.id_document,
    consents.c.phone,
)
_SHOWN = ("ref", "name", "id_document", "phone", "state", "consent_number", "consent_at")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A spreadsheet saved as CSV.")],
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Import the good rows, leave the bad ones out.")
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Bring an existing list in: all of it, or nothing if any row is bad.

    The first line is name,id_document,phone,state,consent_number,consent_at,activated_on;
    comma or semicolon, UTF-8 or windows-1252. state is requested, consented, due, active
    or left; empty means active. A row that is there already changes nothing.
    """
    with opened(config) as (settings, store), store.exclusive():
        roster = read_roster(file, settings.town().tz)
        for bad in roster.bad:
            for error in bad.errors:
                err.print(f"{file.name} line {bad.line}: {error}", markup=False)
        if roster.bad and not skip_bad:
            msg = f"nothing was imported: {len(roster.bad)} bad rows; mend them, or add --skip-bad"
            raise AltabaixaError(msg)
        with Progress(console=err, transient=True) as progress:
            task = progress.add_task("importing", total=len(roster.rows))
            done = import_roster(store, roster, _mark(settings), on_row=lambda: progress.advance(task))
    for line, flag in done.flagged:
        err.print(f"{file.name} line {line}: {flag} (imported; to be completed)", markup=False)
    if roster.ignored:
        err.print(f"ignored columns: {', '.join(roster.ignored)}", markup=False)
    out.print(f"{done.new} imported, {done.known} already there, {len(roster.bad)} left out")


@app.command("list")
def list_(as_json: AsJson = False, config: ConfigFile = None) -> None:
    """List every subscription."""
    with opened(config) as (settings, store):
        with store.read() as tx:
            held = books.everyone(tx)
        due = _due_dates(settings, store, held)
    if as_json:
        rows = [_row(s, due[s.ref]) for s in held]
        out.print(json.dumps(rows, ensure_ascii=False, indent=1), markup=False)
        return
    shown = table("ref", "name", "DNI", "mobile", "state", "due")
    for s in held:
        shown.add_row(
            s.ref, escape(s.name), s.id_document or "-", s.phone or "-", s.state, str(due[s.ref] or "")
        )
    out.print(shown if held else "Nobody yet: `altabaixa subscribers import FILE.csv` brings a list in.")


@app.command()
def show(ref: Ref, config: ConfigFile = None) -> None:
    """Show one subscription and all that happened to it."""
    with opened(config) as (settings, store):
        with store.read() as tx:
            held = books.find(tx, ref)
            happened = _events(tx, held)
        due = _due_dates(settings, store, [held])[held.ref]
    for name, value in _row(held, due).items():
        out.print(f"{name:15} {escape(str(value if value is not None else '-'))}")
    for event in happened:
        out.print(
            f"  {plain(event['at'])}  {event['what']}: {event['before'] or '-'} → {event['after']}  by {event['by']}"
        )


@app.command()
def export(ref: Ref, config: ConfigFile = None) -> None:
    """Print all that is kept of one person, as JSON (right of access, GDPR art. 15)."""
    with opened(config) as (_, store), store.read() as tx:
        held = books.find(tx, ref)
        mine = select(*_CONSENT).join(subscriptions, consents.c.subscription_id == subscriptions.c.id)
        kept = {
            "subscription": {name: plain(value) for name, value in asdict(held).items()},
            "consents": _plain(tx.connection.execute(mine.where(subscriptions.c.ref == held.ref)).mappings()),
            "events": _plain(_events(tx, held)),
        }
    out.print(json.dumps(kept, ensure_ascii=False, indent=1), markup=False)


@app.command()
def add(
    name: Annotated[str, typer.Option("--name", help="Given name and surnames.")],
    id_document: Annotated[str, typer.Option("--dni", help="DNI or NIE.")],
    phone: Annotated[str, typer.Option("--phone", help="The mobile.")],
    config: ConfigFile = None,
) -> None:
    """Note an ALTA that came otherwise than by mail; the consent is noted with `consent`."""
    person = Person(name=name, id_document=normal_document(id_document), phone=normal_phone(phone))
    if person.id_document is None:
        raise typer.BadParameter(f"{id_document!r} is no valid DNI or NIE", param_hint="--dni")
    if person.phone is None:
        raise typer.BadParameter(f"{phone!r} is no mobile number", param_hint="--phone")
    with opened(config) as (settings, store), store.begin() as tx:
        mark = _mark(settings)
        request = Request(kind=Kind.ALTA, person=person, at=mark.now)
        ref = books.open_subscription(tx, What.ALTA, request, mark)
        state = books.find(tx, ref).state
    out.print(f"{ref} {state}")


@app.command()
def consent(
    ref: Ref,
    number: Annotated[str, typer.Option("--number", help="The registry entry's number.")],
    at: Annotated[
        str, typer.Option("--at", metavar="WHEN", help="Its presentation, such as 2026-05-04T10:15.")
    ],
    config: ConfigFile = None,
) -> None:
    """Note a registered consent by hand, such as one signed at the counter."""
    with opened(config) as (settings, store), store.begin() as tx:
        held = books.find(tx, ref)
        presented = _instant(at, settings)
        entry = Entry(number=number, registered_at=presented)
        person = Person(name=held.name, id_document=held.id_document, phone=held.phone)
        request = Request(kind=Kind.CONSENT, person=person, entry=entry, at=presented)
        mark = _mark(settings)
        if held.living:
            books.apply(tx, Advance(ref=held.ref, what=What.CONSENT, request=request), mark)
            books.apply(tx, Attest(ref=held.ref, request=request), mark)
            ref = held.ref
        elif held.left_at is not None and presented <= held.left_at:
            msg = f"{held.ref}: the consent of {at} is older than the leave; it revives nobody"
            raise AltabaixaError(msg)
        else:
            ref = books.open_subscription(tx, What.CONSENT, request, mark)
            books.apply(tx, Attest(ref=ref, request=request), mark)
        state = books.find(tx, ref).state
    out.print(f"{ref} {state}")


@app.command()
def activate(ref: Ref, on: On = "", config: ConfigFile = None) -> None:
    """Say that the contact is on the phone."""
    _move(ref, What.ACTIVATED, on, config)


@app.command()
def leave(ref: Ref, config: ConfigFile = None) -> None:
    """Note a leave that came otherwise than by mail."""
    _move(ref, What.BAIXA, "", config)


@app.command("taken-off")
def taken_off(ref: Ref, on: On = "", config: ConfigFile = None) -> None:
    """Say that the contact is off the phone."""
    _move(ref, What.TAKEN_OFF, on, config)


@app.command()
def undo(ref: Ref, config: ConfigFile = None) -> None:
    """Undo a leave, within ten days."""
    _move(ref, What.UNDO, "", config)


def _move(ref: str, what: What, on: str, config: Path | None) -> None:
    with opened(config) as (settings, store), store.begin() as tx:
        held = books.find(tx, ref)
        moved = books.advance(tx, held, what, _mark(settings, on))
    if moved.state is held.state:
        out.print(f"{moved.ref} was {moved.state} already")
    else:
        out.print(f"{moved.ref} {held.state} → {moved.state}")


def _mark(settings: Settings, on: str = "") -> books.Mark:
    moment = now()
    today = moment.astimezone(settings.town().tz).date()
    return books.Mark(by="command line", now=moment, today=_instant(on, settings).date() if on else today)


def _instant(text: str, settings: Settings) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date: write it as 2026-05-04 or 2026-05-04T10:15") from None
    return (
        read
        if read.tzinfo
        else datetime.combine(read.date(), read.time() or time(), tzinfo=settings.town().tz)
    )


def _due_dates(settings: Settings, store: Store, held: list[Subscription]) -> dict[str, date | None]:
    days = App(settings=settings, store=store).digests.calendar(now())
    return {s.ref: due_on(s, days, settings.town().tz) for s in held}


def _events(tx: Transaction, held: Subscription) -> list[dict[str, Any]]:
    rows = tx.connection.execute(
        select(events.c.at, events.c.what, events.c.before, events.c.after, events.c.by)
        .join(subscriptions, events.c.subscription_id == subscriptions.c.id)
        .where(subscriptions.c.ref == held.ref)
        .order_by(events.c.id)
    )
    return [dict(row) for row in rows.mappings()]


def _plain(rows: Iterable[RowMapping | dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: plain(value) for name, value in row.items()} for row in rows]


def _row(held: Subscription, due: date | None) -> dict[str, Any]:
    row = {name: plain(getattr(held, name)) for name in _SHOWN}
    return {
        **row,
        "due_on": plain(due),
        "activated_on": plain(held.activated_on),
        "left_at": plain(held.left_at),
    }
