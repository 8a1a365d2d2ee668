"""`altabaixa status`: how the service is, the most urgent first; of one town, or of all on this machine."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from daemon.cli.options import AsJson, ConfigFile, Shadow, err, out, print_json, shown, table
from daemon.counting import age, counted, megabytes
from daemon.errors import AltabaixaError
from daemon.safe_text import printable
from daemon.service.instances import Instance, instances
from daemon.version import VERSION
from rules.books.subscription import State

_COLUMN: Final = 12

Every = Annotated[bool, typer.Option("--all", help="One line for each town that this machine serves.")]


def status(
    as_json: AsJson = False, every: Every = False, shadow: Shadow = False, config: ConfigFile = None
) -> None:
    """Say how the service is; needs neither passwords nor network, and changes nothing.

    Users who may not read the books are told what the daemon's state file says.
    Exit 0 if a daemon lives, takes mail in, and the books are whole; else 1. With --all if so everywhere.
    """
    if every:
        if shadow:
            raise typer.BadParameter("--all tells of what runs, only watching or not: leave --shadow out")
        _all(config, as_json=as_json)
        return
    from daemon.service.looking import look  # noqa: PLC0415 - a second of imports, which --all does without

    told = look(config, shadow=shadow, now=datetime.now(UTC))
    if as_json:
        print_json(told)
    else:
        _show(told)
    if not told["well"]:
        raise typer.Exit(1)


# ---- every town


def _all(config: Path | None, *, as_json: bool) -> None:
    found, unseen = instances(now=datetime.now(UTC), named=config)
    for why in unseen:
        err.print(f"! {printable(why)}", markup=False, style="yellow")
    if as_json:
        print_json([each.for_programs() for each in found])
    elif found:
        _list(found)
    if not found and not unseen:
        raise AltabaixaError(
            "no town here: there is no state file in /run/altabaixa*, no configuration in /etc/altabaixa "
            "and no unit altabaixa; `altabaixa status --config FILE` tells of one that is elsewhere"
        )
    if not all(each.report["well"] for each in found):
        raise typer.Exit(1)


def _list(found: list[Instance]) -> None:
    listed = table("town", "alive", "mailbox", "letters", "cards", "overdue", "version", "most urgent")
    for column in listed.columns:
        column.no_wrap, column.overflow = True, "ellipsis"  # one line each
    for each in found:
        told = each.report
        troubles = told["troubles"]
        style = "" if told["well"] and not any(t["urgent"] for t in troubles) else "bold red"
        listed.add_row(
            shown(each.town),
            _yes(told["daemon"]["alive"]),
            _yes(told["mailbox"]["connected"]),
            *(
                _number(n)
                for n in (told["outbox"]["waiting"], told["cases"]["staff"], told["deadlines"]["overdue"])
            ),
            shown(told["daemon"]["version"] or each.version or "-"),
            shown(troubles[0]["said"]) if troubles else "",
            style=style,
        )
    out.print(listed, soft_wrap=False)


def _yes(answer: bool | None) -> str:
    return {True: "yes", False: "no", None: "?"}[answer]


def _number(number: int | None) -> str:
    return "?" if number is None else str(number)


# ---- one town


def _show(told: Mapping[str, Any]) -> None:
    for trouble in told["troubles"]:
        mark, style = ("✗", "bold red") if trouble["urgent"] else ("!", "yellow")
        way_out = f"\n  → {printable(trouble['mend'])}" if trouble["mend"] else ""
        out.print(Text(f"{mark} {printable(trouble['said'])}{way_out}", style=style))
    if not told["troubles"]:
        out.print(Text("✓ all is well", style="bold green"))
    out.print()
    for subject, fact in _facts(told):
        out.print(Text.assemble((f"{subject:<{_COLUMN}}", "dim"), printable(fact)))


def _facts(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "program", f"altabaixa {VERSION}"
    yield "daemon", _daemon(told["daemon"])
    if told["outbox"]["waiting"] is None:
        return  # nobody could tell more
    yield "mailbox", _mailbox(told["mailbox"])
    if told["sign_in"] is not None:
        yield "sign-in", _sign_in(told["sign_in"])
    waiting, failed, unknown = (told["outbox"][state] for state in ("waiting", "failed", "unknown"))
    yield "letters", f"{waiting} waiting, {failed} failed, {unknown} of unknown fate"
    staff, resident = told["cases"]["staff"], told["cases"]["resident"]
    yield "cases", f"{counted(staff, 'waits', 'wait')} for staff, {resident} for a resident"
    yield "subscribers", ", ".join(f"{told['subscribers'][state]} {state}" for state in _TOLD)
    yield "digest", f"next {_moment(told['digest']['next_at'])}"
    yield "copy", _copy(told["copy"])
    if told["ping"]["failures"] is not None:
        yield "ping", _ping(told["ping"])
    free = told["store"]["free_bytes"]
    yield "store", f"schema {told['store']['schema']}" + ("" if free is None else f", {megabytes(free)} free")


_TOLD: Final = (State.ACTIVE, State.DUE, State.CONSENTED, State.REQUESTED, State.LEAVING, State.LEFT)


def _daemon(told: Mapping[str, Any]) -> str:
    if told["alive"] is None:
        return "not known"
    if not told["alive"]:
        heard = told["heard_at"]
        return f"not alive, last heard of {_moment(heard)}" if heard else "not alive"
    return f"alive since {_moment(told['since'])}, version {told['version'] or '?'}"


def _mailbox(told: Mapping[str, Any]) -> str:
    state = "connected" if told["connected"] else "not connected"
    if told["last_sync_at"] is None:
        return f"{state}, never read to its end"
    read = f"read to UID {told['uid'] or 0} at {_moment(told['last_sync_at'])}"
    mail = f"last mail of {_moment(told['last_mail_at'])}" if told["last_mail_at"] else "no mail yet"
    return f"{state}, {read}, {mail}, {told['vanished']} vanished unread"


def _sign_in(told: Mapping[str, Any]) -> str:
    renewed = "tokens are renewed" if told["down_since"] is None else "tokens are NOT renewed"
    parts = [f"by {told['provider']}", renewed]
    if (at := told["grant_renewed_at"]) is not None:
        past = datetime.now(UTC) - datetime.fromisoformat(at)
        parts.append(f"refresh token of {_moment(at)} ({age(past)} old)")
    if told["secret_expires"] is not None:
        parts.append(f"client secret until {told['secret_expires']}")
    return ", ".join(parts)


def _copy(told: Mapping[str, Any]) -> str:
    if not told["made_here"]:
        return "none here: this is PostgreSQL, whose server's own backup has to take the books (pg_dump)"
    if told["made_at"] is None:
        return "none"
    past = datetime.now(UTC) - datetime.fromisoformat(told["made_at"])
    return f"whole, of {_moment(told['made_at'])} ({age(past)} ago)"


def _ping(told: Mapping[str, Any]) -> str:
    now = f", now {told['trouble']}" if told["trouble"] else ""
    return f"answered {_moment(told['answered_at'])}, {counted(told['failures'], 'failure')}{now}"


def _moment(instant: str | None) -> str:
    return f"{datetime.fromisoformat(instant):%Y-%m-%d %H:%M}" if instant else "never"
