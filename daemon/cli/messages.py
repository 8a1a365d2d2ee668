"""`altabaixa messages`: every message handled, and why it ended as it did."""

import json
from typing import Annotated, Any

import typer
from rich.markup import escape
from sqlalchemy import RowMapping, select

from daemon.cli.options import AsJson, ConfigFile, opened, out, plain, table
from daemon.errors import UnknownReferenceError
from daemon.tables import cases, events, messages, outbox, subscriptions

app = typer.Typer(help="Every message handled: outcome, reasons, events.", no_args_is_help=True)

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
def list_(as_json: AsJson = False, config: ConfigFile = None) -> None:
    """List the messages, oldest first."""
    with opened(config) as (_, store), store.read() as tx:
        rows = tx.connection.execute(select(messages).order_by(messages.c.id)).mappings().all()
    if as_json:
        out.print(json.dumps([_row(row) for row in rows], ensure_ascii=False, indent=1), markup=False)
        return
    shown = table("uid", "arrived", "kind", "outcome", "why")
    for row in rows:
        why = row["reasons"][-1] if row["reasons"] else ""
        shown.add_row(
            str(row["uid"]), f"{row['received_at']:%Y-%m-%d %H:%M}", row["kind"], row["outcome"], escape(why)
        )
    out.print(shown if rows else "No message yet.")


@app.command()
def show(
    which: Annotated[str, typer.Argument(metavar="UID|MESSAGE-ID", help="As `messages list` shows it.")],
    config: ConfigFile = None,
) -> None:
    """Show one message: its outcome, the reasons, what it changed, and what was answered."""
    wanted = messages.c.uid == int(which) if which.isdigit() else messages.c.message_id == _bracketed(which)
    with opened(config) as (_, store), store.read() as tx:
        rows = tx.connection.execute(select(messages).where(wanted).order_by(messages.c.id)).mappings().all()
        if not rows:
            msg = f"no message {which!r} was handled: `altabaixa messages list` shows them all"
            raise UnknownReferenceError(msg)
        for row in rows:
            _print(row)
            changed = (
                select(events.c.at, events.c.what, events.c.before, events.c.after, subscriptions.c.ref)
                .join(subscriptions, events.c.subscription_id == subscriptions.c.id)
                .where(events.c.message_id == row["id"])
            )
            for e in tx.connection.execute(changed):
                out.print(f"  {e.at:%Y-%m-%d %H:%M}  {e.ref}  {e.what}: {e.before or '-'} → {e.after}")
            answered = (
                select(cases.c.ref, cases.c.state, outbox.c.template, outbox.c.state.label("letter"))
                .select_from(cases.outerjoin(outbox, outbox.c.case_id == cases.c.id))
                .where(cases.c.message_id == row["id"])
            )
            for a in tx.connection.execute(answered):
                out.print(
                    f"  case {a.ref} ({a.state})"
                    + (f", letter {a.template}: {a.letter}" if a.template else "")
                )


def _bracketed(message_id: str) -> str:
    return message_id if message_id.startswith("<") else f"<{message_id}>"


def _print(row: RowMapping) -> None:
    out.print(f"[bold]{row['folder']} {row['uid']}[/bold]  {row['kind']} → {row['outcome']}")
    out.print(f"  from {escape(row['sender'] or '-')}, arrived {row['received_at']:%Y-%m-%d %H:%M} UTC")
    for reason in row["reasons"]:
        out.print(f"  · {escape(reason)}")


def _row(row: RowMapping) -> dict[str, Any]:
    return {name: plain(row[name]) for name in _FIELDS}
