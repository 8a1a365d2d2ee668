"""`altabaixa cases`: what waits for staff or for a resident."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Annotated, Any, Final

import typer

from daemon.books import cases, subscribers
from daemon.cli.options import (
    AsJson,
    ConfigFile,
    letter_line,
    opened,
    out,
    plain,
    print_json,
    reference,
    shown,
    table,
)
from daemon.desk.approving import approve
from daemon.language import _, code, later
from daemon.post.outbox import letters_of_case
from daemon.post.queueing import Post
from daemon.service.app import now
from rules.people.masking import masked

app = typer.Typer(help=_("What waits for staff or for a resident."), no_args_is_help=True)

_EXAMPLE: Final = "C-7KQ4M2XZ"
Ref = Annotated[
    str,
    typer.Argument(
        metavar="REF",
        callback=reference(later("{ref!r} is no reference of a case, such as {example}"), _EXAMPLE),
        help=_("The case, such as C-7KQ4M2XZ."),
    ),
]


@app.command("list")
def list_(
    everything: Annotated[bool, typer.Option("--all", help=_("Closed cases too."))] = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """List the open cases, oldest first."""
    states = ["staff", "resident", "closed"] if everything else ["staff", "resident"]
    with opened(config) as (settings, store), store.read() as tx:
        found = cases.listed(tx, states=states)
    if as_json:
        print_json([_row(case, settings.tz) for case in found])
        return
    listed = table(_("ref"), _("waits for"), _("since"), _("whom"), _("why"))
    for case in found:
        people = ", ".join(v.request.person.name or "?" for v in case.requests if v.request)
        since = case.opened_at.astimezone(settings.tz)
        listed.add_row(case.ref, code(case.state), f"{since:%Y-%m-%d}", shown(people), shown(case.reason))
    out.print(listed if found else _("No open case."))


@app.command()
def show(ref: Ref, config: ConfigFile = None) -> None:
    """Show one case: who asks for what, and why it waits.

    `messages show` says what the whole message changed, and `explain` what the mail itself says.
    """
    with opened(config) as (settings, store), store.read() as tx:
        case = cases.find(tx, ref)
        letters = letters_of_case(tx, case.ref)
    since = case.opened_at.astimezone(settings.tz)
    state = code(case.state)
    out.print(
        _("[bold]{ref}[/bold]  {state}  since {since:%Y-%m-%d %H:%M}", ref=case.ref, state=state, since=since)
    )
    out.print(f"  {shown(case.reason)}")
    sender, message_id = shown(case.sender or "-"), shown(case.message_id or "-")
    out.print(_("  from {sender}  message {message_id}", sender=sender, message_id=message_id))
    if case.received_at is not None:
        arrived = case.received_at.astimezone(settings.tz)
        folder = shown(case.folder or "-")
        out.print(
            _(
                "  in {folder}, UID {uid}, arrived {arrived:%Y-%m-%d %H:%M}",
                folder=folder,
                uid=case.uid,
                arrived=arrived,
            )
        )
    if case.conversation != case.ref:
        out.print(_("  goes on with what {conversation} asked", conversation=case.conversation))
    for line in _since(case, settings.tz):
        out.print(line)
    if case.erased_at is None:
        _print_requests(case)
    if case.subscribers:
        out.print(_("  concerns {subscribers}", subscribers=", ".join(case.subscribers)))
    for letter in letters:
        out.print(f"  {letter_line(letter)}")
    if case.closed_because:
        out.print(_("  closed: {closed_because}", closed_because=shown(case.closed_because)))


def _since(case: cases.Case, tz: tzinfo) -> Iterator[str]:
    """What became of its waiting, and when."""
    if case.reminded_at is not None:
        yield _(
            "  the resident was reminded on {reminded_at:%Y-%m-%d}",
            reminded_at=case.reminded_at.astimezone(tz),
        )
    if case.put_off_until is not None:
        yield _("  put off until {put_off_until:%Y-%m-%d}", put_off_until=case.put_off_until)
    if case.extended_at is not None:
        yield _(
            "  the answer was extended on {extended_at:%Y-%m-%d}", extended_at=case.extended_at.astimezone(tz)
        )
    if case.erased_at is not None:
        yield _(
            "  erased on {erased_at:%Y-%m-%d}: who asked, and the details",
            erased_at=case.erased_at.astimezone(tz),
        )


def _print_requests(case: cases.Case) -> None:
    for verdict in case.requests:
        if verdict.request is None:
            continue
        person = verdict.request.person
        who = shown(person.name or _("(no name)"))
        document = masked(person.id_document) if person.id_document else _("(no DNI)")
        phone = person.phone or _("(no mobile)")
        out.print(f"  • {code(verdict.request.kind)}: {who}, {document}, {phone}")
        out.print(f"    {code(verdict.outcome)}: {shown(cases.reason_of(verdict))}")


@app.command("apply")
def apply(ref: Ref, config: ConfigFile = None) -> None:
    """Do what the case asks for: staff have approved it. Whoever asked by mail for a leave is told.

    If that is still impossible (unknown data, a missing document), it says so, and the case stays open.
    """
    with opened(config) as (settings, store):
        moment = now()
        today = moment.astimezone(settings.town().tz).date()
        with store.begin("cli.apply") as tx:
            case = cases.find(tx, ref)
            size = settings.phone.list_size
            mark = subscribers.Mark(by="command line", now=moment, today=today, list_size=size)
            done = approve(tx, case, mark, Post(settings))
    for line in done:
        out.print(shown(line))


@app.command("close")
def close(
    ref: Ref,
    because: Annotated[str, typer.Option("--reason", help=_("Why; it stays with the case."))] = "",
    config: ConfigFile = None,
) -> None:
    """Close a case without doing anything."""
    with opened(config) as (_settings, store), store.begin("cli.close") as tx:
        case = cases.find(tx, ref)
        cases.close(tx, case, because=because or "tancat a mà", by="command line", now=now())
    out.print(_("{ref} closed", ref=case.ref))


def _row(case: cases.Case, tz: tzinfo) -> dict[str, Any]:
    return {
        "ref": case.ref,
        "state": case.state,
        "reason": case.reason,
        "message_id": case.message_id,
        "sha256": case.sha256,
        "opened_at": plain(case.opened_at, tz),
        "subscribers": list(case.subscribers),
        "topic": case.topic,
    }
