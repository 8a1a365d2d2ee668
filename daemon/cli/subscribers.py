"""`altabaixa subscribers`: the books by hand."""

from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from daemon.books import subscribers
from daemon.books.event_log import explain_delay
from daemon.books.importing import BadLine, Imported, import_roster, read_roster
from daemon.books.personal_data import events_of, personal_data_of
from daemon.books.store import Store, Transaction
from daemon.cli.options import (
    AsJson,
    ConfigFile,
    err,
    not_empty,
    opened,
    out,
    plain,
    present,
    print_json,
    reference,
    shown,
    table,
)
from daemon.cli.progress import bar
from daemon.configuration.settings import Settings
from daemon.desk.approving import move, settle
from daemon.language import _, code, later, plural
from daemon.post.drafting import handed_over
from daemon.post.queueing import Post
from daemon.service.app import App, now
from rules.books.decision import Advance, Request, Verdict
from rules.books.roster import Complaint
from rules.books.subscription import Subscription, What
from rules.calendar.retention import BLOCKED
from rules.desk.digest import due_on
from rules.findings import Entry, Kind, Person
from rules.people.documents import normal_document
from rules.people.telephones import normal_phone

app = typer.Typer(help=_("Who is on the list, since when, on what proof."), no_args_is_help=True)

_EXAMPLE: Final = "A-0042"
Ref = Annotated[
    str,
    typer.Argument(
        metavar="REF",
        callback=reference(later("{ref!r} is no reference of a subscription, such as {example}"), _EXAMPLE),
        help=_("The subscription, such as A-0042."),
    ),
]
On = Annotated[
    str, typer.Option("--on", metavar="YYYY-MM-DD", help=_("The day it was done; today if not given."))
]

_BLOCKED = ("name", "id_document", "phone", "consent_number", "consent_at")
_SHOWN = ("ref", "name", "id_document", "phone", "state", "consent_number", "consent_at")


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.csv", readable=False, callback=present, help=_("A spreadsheet saved as CSV.")
        ),
    ],
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help=_("Import the good rows, leave the bad ones out."))
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Import an existing list: all of it, or nothing if a row is bad.

    The first line is name,id_document,phone,state,consent_number,consent_at,activated_on;
    comma or semicolon, UTF-8 or windows-1252. state is requested, consented, due, active
    or left; empty means active. A row that is there already changes nothing; one with a
    missing DNI or mobile completes that person. Nobody who left is brought back, even if
    their data were erased since then: the line is named.
    """
    with opened(config) as (settings, store), store.exclusive():
        roster = read_roster(
            file, settings.tz, own_number=settings.town().whatsapp, today=now().astimezone(settings.tz).date()
        )
        with bar(_("importing")) as progress:
            done = import_roster(
                store,
                roster,
                _mark(settings),
                skip_bad=skip_bad,
                refused=partial(_name_bad, file),
                progress=progress,
            )
    for line, flag in done.flagged:
        err.print(_line(file, line, _to_be_completed(flag)), markup=False)
    for line, why in done.kept_out:
        err.print(_line(file, line, _("{why} (not brought back)", why=_(why))), markup=False)
    if roster.ignored:
        err.print(_("ignored columns: {ignored}", ignored=shown(", ".join(roster.ignored))))
    out.print(", ".join(_summary(done)))


def _name_bad(file: Path, bad: BadLine) -> None:
    for error in bad.errors:
        err.print(_line(file, bad.line, _(error.sentence, **error.values)), markup=False)


def _line(file: Path, line: int, said: str) -> str:
    return _("{file} line {line}: {said}", file=file.name, line=line, said=said)


def _to_be_completed(flag: Complaint) -> str:
    return _("{flag} (imported; to be completed)", flag=_(flag.sentence, **flag.values))


def _summary(done: Imported) -> Iterator[str]:
    yield plural("{number} imported", "{number} imported", done.new)
    if done.completed:
        yield plural("{number} completed", "{number} completed", done.completed)
    yield plural("{number} already there", "{number} already there", done.known)
    if done.kept_out:
        yield plural("{number} not brought back", "{number} not brought back", len(done.kept_out))
    yield plural("{number} left out", "{number} left out", done.bad)


@app.command("list")
def list_(as_json: AsJson = False, config: ConfigFile = None) -> None:
    """List who is on the list, joins or leaves, and by when each is to be activated.

    People who left are blocked: only the JSON, for programs, has them.
    """
    with opened(config) as (settings, store):
        with store.read() as tx:
            held = subscribers.everyone(tx)
        due = _due_dates(settings, store, held)
    if as_json:
        print_json([_row(s, due[s.ref], settings.tz) for s in held])
        return
    listed = table(_("ref"), _("name"), _("DNI"), _("mobile"), _("state"), _("due"))
    told = [s for s in held if s.state not in BLOCKED]
    for s in told:
        listed.add_row(
            s.ref, shown(s.name), s.id_document or "-", s.phone or "-", code(s.state), str(due[s.ref] or "")
        )
    if len(told) < len(held):
        listed.caption = plural(
            "{number} left: their data are blocked (`subscribers show REF`)",
            "{number} left: their data are blocked (`subscribers show REF`)",
            len(held) - len(told),
        )
    out.print(listed if held else _("Nobody yet: `altabaixa subscribers import FILE.csv` brings a list in."))


@app.command()
def show(ref: Ref, config: ConfigFile = None) -> None:
    """Show one subscription and all that happened to it."""
    with opened(config) as (settings, store):
        with store.read() as tx:
            held = subscribers.find(tx, ref)
            happened = events_of(tx, [held.ref])
            erased_at = subscribers.erased_at(tx, held.ref)
        due = _due_dates(settings, store, [held])[held.ref]
    blocked = held.state in BLOCKED
    row = {**_row(held, due, settings.tz), "state": code(held.state), "list": held.list_number}
    for name, value in row.items():
        if not blocked or name not in _BLOCKED:
            out.print(f"{code(name):15} {shown(str(value if value is not None else '-'))}")
    if erased_at is not None:
        out.print(
            _(
                "erased on {erased_at:%Y-%m-%d}: nothing tells any more whose this was",
                erased_at=erased_at.astimezone(settings.tz),
            )
        )
    elif blocked:
        out.print(_("blocked since the leave: `subscribers export` has the data, for their owner or a judge"))
    for event in happened:
        before, after = code(event["before"] or "-"), code(event["after"])
        moved = f"{code(event['what'])}: {before} → {after}"
        at, by = plain(event["at"], settings.tz), shown(code(event["by"]))
        out.print(_("  {at}  {moved}  by {by}", at=at, moved=moved, by=by))
        if event["note"]:
            out.print(f"    {shown(event['note'])}")


@app.command()
def export(
    ref: Ref,
    as_page: Annotated[
        bool, typer.Option("--html", help=_("A page to hand over to the person, instead of JSON."))
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Print all that is kept of one person, and of nobody else, as JSON (GDPR art. 15).

    Every subscription of the same DNI, with its consents, events and requests; the messages
    and letters only where they name nobody else.
    """
    with opened(config) as (settings, store), store.read() as tx:
        everything = personal_data_of(tx, subscribers.find(tx, ref))
    if as_page:
        typer.echo(handed_over(everything, settings, on=now().astimezone(settings.tz).date()).html)
        return
    print_json(
        {
            name: [{key: plain(value, settings.tz) for key, value in row.items()} for row in rows]
            for name, rows in everything.items()
        }
    )


@app.command()
def add(
    name: Annotated[str, typer.Option("--name", callback=not_empty, help=_("Given name and surnames."))],
    id_document: Annotated[str, typer.Option("--dni", help=_("DNI or NIE."))],
    phone: Annotated[str, typer.Option("--phone", help=_("The mobile."))],
    config: ConfigFile = None,
) -> None:
    """Note an ALTA that did not come by mail; the consent is noted with `consent`."""
    person = Person(
        name=" ".join(name.split()), id_document=normal_document(id_document), phone=normal_phone(phone)
    )
    if person.id_document is None:
        raise typer.BadParameter(
            _("this is no valid DNI or NIE (8 digits and their own letter)"), param_hint="--dni"
        )
    if person.phone is None:
        raise typer.BadParameter(
            _("this is no mobile number (9 digits from 6 or 7 on)"), param_hint="--phone"
        )
    with opened(config) as (settings, store), store.begin("cli.add") as tx:
        mark = _mark(settings)
        noted = settle(tx, Request(kind=Kind.ALTA, person=person, at=mark.now), mark)
        held = subscribers.find(tx, _concerned(tx, noted, person) or "")
    out.print(f"{held.ref} {code(held.state)}")


@app.command()
def consent(
    ref: Ref,
    number: Annotated[
        str, typer.Option("--number", callback=not_empty, help=_("The registry entry's number."))
    ],
    at: Annotated[
        str, typer.Option("--at", metavar="WHEN", help=_("Its presentation, such as 2026-05-04T10:15."))
    ],
    config: ConfigFile = None,
) -> None:
    """Note a registered consent by hand, such as one signed at the counter.

    One older than the last leave is only kept as proof.
    """
    with opened(config) as (settings, store), store.begin("cli.consent") as tx:
        held = subscribers.find(tx, ref)
        presented = _past(at, settings, "--at")
        entry = Entry(number=number, registered_at=presented)
        person = Person(name=held.name, id_document=held.id_document, phone=held.phone)
        request = Request(kind=Kind.CONSENT, person=person, entry=entry, at=presented)
        noted = settle(tx, request, _mark(settings))
        after = subscribers.find(tx, _concerned(tx, noted, person) or held.ref)
    out.print(f"{after.ref} {code(after.state)}")
    if not after.living:
        out.print(
            _(
                "The consent of {at} is not newer than the leave: it is kept as proof, and revives nobody.",
                at=at,
            )
        )


@app.command()
def activate(ref: Ref, on: On = "", config: ConfigFile = None) -> None:
    """Say that the contact is on the phone."""
    _move(ref, What.ACTIVATED, on, config)


@app.command()
def leave(ref: Ref, config: ConfigFile = None) -> None:
    """Note a leave. A card that asks for just that is settled, and whoever asked by mail is told."""
    _move(ref, What.BAIXA, "", config)


@app.command("taken-off")
def taken_off(ref: Ref, on: On = "", config: ConfigFile = None) -> None:
    """Say that the contact is off the phone."""
    _move(ref, What.TAKEN_OFF, on, config)


@app.command()
def undo(ref: Ref, config: ConfigFile = None) -> None:
    """Undo a leave, within ten days. A card that asks for just that is settled, and whoever asked is told."""
    _move(ref, What.UNDO, "", config)


@app.command()
def late(
    ref: Ref,
    reason: Annotated[
        str, typer.Argument(metavar="REASON", callback=not_empty, help=_("Why, in a few words."))
    ],
    config: ConfigFile = None,
) -> None:
    """Note why somebody is, or was, put on the phone after the deadline."""
    with opened(config) as (settings, store), store.begin("cli.late") as tx:
        explain_delay(tx, subscribers.find(tx, ref), reason, _mark(settings))
    out.print(_("{ref}: noted", ref=ref.upper()))


def _move(ref: str, what: What, on: str, config: Path | None) -> None:
    with opened(config) as (settings, store), store.begin("cli.move") as tx:
        held = subscribers.find(tx, ref)
        settled = move(tx, held, what, _mark(settings, on), Post(settings))
        moved = subscribers.find(tx, held.ref)
    if moved.state is held.state:
        out.print(_("{ref} was {state} already", ref=moved.ref, state=code(moved.state)))
    else:
        out.print(f"{moved.ref} {code(held.state)} → {code(moved.state)}")
    for line in settled:
        out.print(shown(line))


def _concerned(tx: Transaction, noted: Verdict, person: Person) -> str | None:
    """The subscription that a request by hand moved, or that it began."""
    if not any(isinstance(effect, Advance) and effect.ref is None for effect in noted.effects):
        return next((s.ref for s in noted.about), None)
    held = subscribers.sharing(tx, [Person(id_document=person.id_document)])
    return next(s.ref for s in held if s.living and s.phone == person.phone)


def _mark(settings: Settings, on: str = "") -> subscribers.Mark:
    moment = now()
    day = _past(on, settings, "--on") if on else moment
    return subscribers.Mark(
        by="command line",
        now=moment,
        today=day.astimezone(settings.tz).date(),
        list_size=settings.phone.list_size,
    )


def _past(text: str, settings: Settings, option: str) -> datetime:
    """The instant that *text* says, on the town's clocks; nothing can have been done in the future."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            _("{text!r} is no date: write it as 2026-05-04 or 2026-05-04T10:15", text=text), param_hint=option
        ) from None
    instant = read if read.tzinfo else read.replace(tzinfo=settings.tz)
    if instant > now():
        raise typer.BadParameter(_("{text!r} is still to come", text=text), param_hint=option)
    return instant


def _due_dates(settings: Settings, store: Store, held: list[Subscription]) -> dict[str, date | None]:
    days = App(settings=settings, store=store).digests.calendar(now())
    return {s.ref: due_on(s, days, settings.tz) for s in held}


def _row(held: Subscription, due: date | None, tz: tzinfo) -> dict[str, Any]:
    row = {name: plain(getattr(held, name), tz) for name in _SHOWN}
    left_on = held.left_at.astimezone(tz).date() if held.left_at else None
    return {
        **row,
        "due_on": plain(due),
        "activated_on": plain(held.activated_on),
        "left_on": plain(left_on),
    }
