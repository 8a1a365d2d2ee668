"""`altabaixa status`: how the service is, the most urgent first; of one town, or of all on this machine."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from daemon.cli.options import AsJson, ConfigFile, Shadow, err, out, print_json, shown, table
from daemon.errors import AltabaixaError
from daemon.language import _, code, plural
from daemon.safe_text import printable
from daemon.service.instances import Instance, instances
from daemon.version import VERSION
from rules.books.subscription import State

_COLUMN: Final = 12
_NARROW: Final = 100
_HOURS_ARE_DAYS: Final = 48

Every = Annotated[bool, typer.Option("--all", help=_("One line for each town that this machine serves."))]


def status(
    as_json: AsJson = False, every: Every = False, shadow: Shadow = False, config: ConfigFile = None
) -> None:
    """Say how the service is; needs neither passwords nor network, and changes nothing.

    Users who may not read the books are told what the daemon's state file says.
    Exit 0 if a daemon lives, takes mail in, and the books are whole; else 1. With --all if so everywhere.
    """
    if every:
        if shadow:
            raise typer.BadParameter(_("--all tells of what runs, only watching or not: leave --shadow out"))
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
            _(
                "no town here: there is no state file in /run/altabaixa*, no configuration in "
                "/etc/altabaixa and no unit altabaixa; `altabaixa status --config FILE` tells of one "
                "that is elsewhere"
            )
        )
    if not found or not all(each.report["well"] for each in found):
        raise typer.Exit(1)


def _list(found: list[Instance]) -> None:
    """One line each; where a terminal has no room for what is most urgent, that is said below."""
    is_narrow = out.width < _NARROW
    figures = (_("alive"), _("mailbox"), _("letters"), _("cards"), _("overdue"), _("version"))
    listed = table(_("town"), *figures, *([] if is_narrow else [_("most urgent")]))
    for column in listed.columns[1 : 1 + len(figures)]:
        column.no_wrap = True  # names and sentences are cut short before figures are
    urgent = []
    for each in found:
        told = each.report
        troubles = told["troubles"]
        most = troubles[0]["said"] if troubles else ""
        style = "" if told["well"] and not any(t["urgent"] for t in troubles) else "bold red"
        listed.add_row(
            _cut_short(each.town),
            _yes(told["daemon"]["alive"]),
            _yes(told["mailbox"]["connected"]),
            *(
                _number(n)
                for n in (told["outbox"]["waiting"], told["cases"]["staff"], told["deadlines"]["overdue"])
            ),
            shown(told["daemon"]["version"] or each.version or "-"),
            *([] if is_narrow else [_cut_short(most)]),
            style=style,
        )
        if style and most:
            urgent.append(Text(f"✗ {printable(each.town)}: {printable(most)}", style=style))
    out.print(listed, soft_wrap=False)
    if is_narrow and urgent:
        out.print(*urgent, sep="\n")


def _cut_short(text: str) -> Text:
    return Text(printable(text), no_wrap=True, overflow="ellipsis")


def _yes(answer: bool | None) -> str:
    return {True: _("yes"), False: _("no"), None: "?"}[answer]


def _number(number: int | None) -> str:
    return "?" if number is None else str(number)


# ---- one town


def _show(told: Mapping[str, Any]) -> None:
    for trouble in told["troubles"]:
        mark, style = ("✗", "bold red") if trouble["urgent"] else ("!", "yellow")
        way_out = f"\n  → {printable(trouble['mend'])}" if trouble["mend"] else ""
        out.print(Text(f"{mark} {printable(trouble['said'])}{way_out}", style=style))
    if not told["troubles"]:
        out.print(Text(_("✓ all is well"), style="bold green"))
    out.print()
    for subject, fact in _facts(told):
        out.print(Text.assemble((f"{subject:<{_COLUMN}}", "dim"), printable(fact)))


def _facts(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield _("program"), f"altabaixa {VERSION}"
    yield _("daemon"), _daemon(told["daemon"])
    if told["outbox"]["waiting"] is None:
        return  # nobody could tell more
    yield _("mailbox"), _mailbox(told["mailbox"])
    if told["sign_in"] is not None:
        yield _("sign-in"), _sign_in(told["sign_in"])
    letters = {state: told["outbox"][state] for state in ("waiting", "failed", "unknown")}
    yield _("letters"), _("{waiting} waiting, {failed} failed, {unknown} of unknown fate", **letters)
    staff, resident = told["cases"]["staff"], told["cases"]["resident"]
    yield (
        _("cases"),
        plural(
            "{number} waits for staff, {resident} for a resident",
            "{number} wait for staff, {resident} for a resident",
            staff,
            resident=resident,
        ),
    )
    yield _("subscribers"), ", ".join(f"{told['subscribers'][state]} {code(state)}" for state in _TOLD)
    yield _("digest"), _("next {at}", at=_moment(told["digest"]["next_at"]))
    yield _("copy"), _copy(told["copy"])
    if told["ping"]["failures"] is not None:
        yield "ping", _ping(told["ping"])
    yield _("store"), _store(told["store"])


def _store(told: Mapping[str, Any]) -> str:
    head, free = told["schema"], told["free_bytes"]
    if free is None:
        return _("schema {head}", head=head)
    return _("schema {head}, {free} free", head=head, free=_("{size:,.0f} MB", size=free / 1024**2))


_TOLD: Final = (State.ACTIVE, State.DUE, State.CONSENTED, State.REQUESTED, State.LEAVING, State.LEFT)


def _daemon(told: Mapping[str, Any]) -> str:
    if told["alive"] is None:
        return _("not known")
    if not told["alive"]:
        heard = told["heard_at"]
        return _("not alive, last heard of {heard}", heard=_moment(heard)) if heard else _("not alive")
    return _(
        "alive since {since}, version {version}", since=_moment(told["since"]), version=told["version"] or "?"
    )


def _mailbox(told: Mapping[str, Any]) -> str:
    state = _("connected") if told["connected"] else _("not connected")
    if told["last_sync_at"] is None:
        return _("{state}, never read to its end", state=state)
    last = told["last_mail_at"]
    mail = _("last mail of {at}", at=_moment(last)) if last else _("no mail yet")
    return _(
        "{state}, read to UID {uid} at {at}, {mail}, {vanished} vanished unread",
        state=state,
        uid=told["uid"] or 0,
        at=_moment(told["last_sync_at"]),
        mail=mail,
        vanished=told["vanished"],
    )


def _sign_in(told: Mapping[str, Any]) -> str:
    renewed = _("tokens are renewed") if told["down_since"] is None else _("tokens are NOT renewed")
    parts = [_("by {provider}", provider=told["provider"]), renewed]
    if (at := told["grant_renewed_at"]) is not None:
        past = datetime.now(UTC) - datetime.fromisoformat(at)
        parts.append(_("refresh token of {at} ({past} old)", at=_moment(at), past=_age(past)))
    if told["secret_expires"] is not None:
        parts.append(_("client secret until {secret_expires}", secret_expires=told["secret_expires"]))
    return ", ".join(parts)


def _copy(told: Mapping[str, Any]) -> str:
    if not told["made_here"]:
        return _("none here: this is PostgreSQL, whose server's own backup has to take the books (pg_dump)")
    if told["made_at"] is None:
        return _("none")
    past = datetime.now(UTC) - datetime.fromisoformat(told["made_at"])
    return _("whole, of {made_at} ({age} ago)", made_at=_moment(told["made_at"]), age=_age(past))


def _ping(told: Mapping[str, Any]) -> str:
    answered = plural(
        "answered {at}, {number} failure",
        "answered {at}, {number} failures",
        told["failures"],
        at=_moment(told["answered_at"]),
    )
    if not told["trouble"]:
        return answered
    return _("{answered}, now {trouble}", answered=answered, trouble=told["trouble"])


def _age(past: timedelta) -> str:
    hours = max(int(past.total_seconds() // 3600), 0)
    if hours < _HOURS_ARE_DAYS:
        return plural("{number} hour", "{number} hours", hours)
    return plural("{number} day", "{number} days", hours // 24)


def _moment(instant: str | None) -> str:
    return f"{datetime.fromisoformat(instant):%Y-%m-%d %H:%M}" if instant else _("never")
