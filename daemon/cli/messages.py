"""`altabaixa messages`: every message handled, and why it ended as it did."""

from datetime import datetime, tzinfo
from typing import Annotated, Any, Final

import typer
from sqlalchemy import ColumnElement, RowMapping, select

from daemon.books import keyed_hashes
from daemon.books.store import Transaction
from daemon.books.tables import cases, events, messages, subscriptions
from daemon.cli.options import (
    AsJson,
    ConfigFile,
    Shadow,
    letter_line,
    not_empty,
    opened,
    out,
    plain,
    print_json,
    shown,
    table,
)
from daemon.errors import UnknownReferenceError
from daemon.language import _, code
from daemon.post.outbox import letters_of_case

app = typer.Typer(help=_("Every message handled: outcome, reasons, events."), no_args_is_help=True)

_UIDS: Final = 2**32
"""How many UIDs a folder can have (RFC 9051 2.3.1.1)."""

_FIELDS = (
    "uid",
    "folder",
    "message_id",
    "sha256",
    "sender",
    "received_at",
    "handled_at",
    "kind",
    "outcome",
    "reasons",
)


@app.command("list")
def list_(as_json: AsJson = False, shadow: Shadow = False, config: ConfigFile = None) -> None:
    """List the messages, oldest first."""
    with opened(config, shadow=shadow) as (settings, store), store.read() as tx:
        rows = tx.connection.execute(select(messages).order_by(messages.c.id)).mappings().all()
    if as_json:
        print_json([_row(row, settings.tz) for row in rows])
        return
    listed = table("uid", _("arrived"), _("kind"), _("outcome"), _("why"))
    for row in rows:
        why = row["reasons"][-1] if row["reasons"] else ""
        listed.add_row(
            str(row["uid"]),
            _at(row["received_at"], settings.tz),
            code(row["kind"]),
            code(row["outcome"]),
            shown(why),
        )
    out.print(listed if rows else _("No message yet."))


@app.command()
def show(
    which: Annotated[
        str,
        typer.Argument(metavar="UID|MESSAGE-ID", callback=not_empty, help=_("As `messages list` shows it.")),
    ],
    shadow: Shadow = False,
    config: ConfigFile = None,
) -> None:
    """Show one message: its outcome, the reasons, what it changed, and what was answered.

    `cases show` says why its case waits, and `explain` what the mail itself says, word by word.
    A UID may belong to several folders: then all of them are shown.
    """
    with opened(config, shadow=shadow) as (settings, store), store.read() as tx:
        wanted = select(messages).where(_is(tx, which)).order_by(messages.c.id)
        rows = tx.connection.execute(wanted).mappings().all()
        if not rows:
            msg = _("no message {which!r} was handled: `altabaixa messages list` shows them all", which=which)
            raise UnknownReferenceError(msg)
        for row in rows:
            _print(row, settings.tz)
            _print_changes(tx, row, settings.tz)
            _print_answers(tx, row)


def _is(tx: Transaction, which: str) -> ColumnElement[bool]:
    if which.isascii() and which.isdigit() and int(which) < _UIDS:
        return messages.c.uid == int(which)
    message_id = which if which.startswith("<") else f"<{which}>"
    key = keyed_hashes.of(tx, message_id)
    is_named = messages.c.message_id == message_id
    return is_named if key is None else is_named | (messages.c.message_key == key)


def _print(row: RowMapping, tz: tzinfo) -> None:
    kind, outcome = code(row["kind"]), code(row["outcome"])
    out.print(f"[bold]{shown(row['folder'])} {row['uid']}[/bold]  {kind} → {outcome}")
    out.print(f"  {shown(row['message_id'] or _('(no Message-ID)'))}")
    out.print(
        _(
            "  from {sender}, arrived {received_at}",
            sender=shown(row["sender"] or "-"),
            received_at=_at(row["received_at"], tz),
        )
    )
    if row["erased_at"] is not None:
        out.print(
            _(
                "  erased on {erased_at:%Y-%m-%d}: what it said, and its Message-ID",
                erased_at=row["erased_at"].astimezone(tz),
            )
        )
    for reason in row["reasons"]:
        out.print(f"  · {shown(reason)}")


def _print_changes(tx: Transaction, row: RowMapping, tz: tzinfo) -> None:
    changed = (
        select(events.c.at, events.c.what, events.c.before, events.c.after, subscriptions.c.ref)
        .join(subscriptions, events.c.subscription_id == subscriptions.c.id)
        .where(events.c.message_id == row["id"])
        .order_by(events.c.id)
    )
    for e in tx.connection.execute(changed):
        before, after = code(e.before or "-"), code(e.after)
        out.print(f"  {_at(e.at, tz)}  {e.ref}  {code(e.what)}: {before} → {after}")


def _print_answers(tx: Transaction, row: RowMapping) -> None:
    opened = select(cases.c.ref, cases.c.state).where(cases.c.message_id == row["id"])
    for case in tx.connection.execute(opened.order_by(cases.c.id)):
        opens = _("  case {ref} ({state})", ref=case.ref, state=code(case.state))
        answers = [f", {letter_line(letter)}" for letter in letters_of_case(tx, case.ref)]
        for answer in answers or [""]:
            out.print(f"{opens}{answer}")


def _at(at: datetime, tz: tzinfo) -> str:
    return f"{at.astimezone(tz):%Y-%m-%d %H:%M}"


def _row(row: RowMapping, tz: tzinfo) -> dict[str, Any]:
    return {name: plain(row[name], tz) for name in _FIELDS}
