"""`altabaixa check`: is everything the service stands on as it should be, and how to mend what is not."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from textwrap import wrap
from typing import Annotated, Final

import typer
from rich.text import Text

from daemon.checking.all_checks import check_all
from daemon.checking.findings import Finding, Verdict, holds
from daemon.checking.judging import judge
from daemon.checking.roundtrip import send_letter
from daemon.cli.options import AsJson, ConfigFile, out, present, print_json
from daemon.configuration.settings import load
from daemon.configuration.values import is_address
from daemon.language import _, plural
from rules.transport.delivery import mailable

_MARKS: Final = {
    Verdict.GOOD: ("✓", "green"),
    Verdict.WARNING: ("!", "yellow"),
    Verdict.BAD: ("✗", "bold red"),
}
_COLUMN: Final = 23
"""How long the longest subject is."""

_INDENT: Final = _COLUMN + 3


def check(
    mail: Annotated[
        Path | None,
        typer.Option(
            "--mail",
            metavar="FILE.eml",
            readable=False,
            callback=present,
            help=_("Only judge this mail of staff or of the registry: would it act, and why?"),
        ),
    ] = None,
    send: Annotated[
        str | None,
        typer.Option(
            "--send",
            metavar="ADDRESS",
            help=_("Only send a test letter to ADDRESS; if it is ours, say how soon it arrives."),
        ),
    ] = None,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Try configuration, passwords, clock, calendar, letters, attachments, store, mailbox, mail server.

    Each line says what was found and, if it is wrong, how to mend it. Nothing is changed;
    only --send sends a letter. Exit 0 if the service can work, also with warnings; 1 if
    it cannot; 2 for a wrong configuration.
    """
    if mail is not None and send is not None:
        raise typer.BadParameter(_("--mail and --send are two checks: run one after the other"))
    settings = load(config)
    if mail is not None:
        found: Iterable[Finding] = judge(mail.read_bytes(), settings)
    elif send is not None:
        found = send_letter(settings, _address(send))
    else:
        found = check_all(settings, now=datetime.now(UTC))
    if as_json:
        found = list(found)
        print_json([asdict(finding) for finding in found])
    else:
        found = show(found)
    if not holds(found):
        raise typer.Exit(1)


def show(findings: Iterable[Finding]) -> list[Finding]:
    """Print each finding as soon as it is there, then what they come to; returns them all."""
    found = []
    for finding in findings:
        found.append(finding)
        print_finding(finding)
    of = {verdict: [each.subject for each in found if each.verdict is verdict] for verdict in Verdict}
    out.print(Text("\n").append_text(_total(of[Verdict.BAD], len(of[Verdict.WARNING]))))
    return found


def _total(bad: list[str], warned: int) -> Text:
    warnings = plural("{number} warning", "{number} warnings", warned)
    if bad:
        named = ", ".join(dict.fromkeys(bad))
        said = plural(
            "{number} thing to mend: {named}", "{number} things to mend: {named}", len(bad), named=named
        )
        also = _("{said}; and {warnings}.", said=said, warnings=warnings) if warned else f"{said}."
        return Text(also, style="bold red")
    if warned:
        return Text(_("Nothing must be mended; {warnings}.", warnings=warnings), style="yellow")
    return Text(_("Nothing must be mended."), style="bold green")


def print_finding(finding: Finding) -> None:
    """Print one finding, and below it the way out."""
    mark, style = _MARKS[finding.verdict]
    subject = f"{finding.subject:<{_COLUMN}}"
    out.print(Text.assemble((f"{mark} ", style), (f"{subject} ", "dim"), _hanging(finding.said)))
    if finding.mend:
        out.print(Text(f"{'':{_INDENT}}→ {_hanging(finding.mend)}", style=style))


def _hanging(text: str) -> str:
    """Break *text* at the terminal's edge, below where it began; a pipe gets one line."""
    if not out.is_terminal:
        return text
    lines = wrap(text, max(out.width - _INDENT - 2, 30), break_long_words=False, break_on_hyphens=False)
    return f"\n{'':{_INDENT}}".join(lines)


def _address(given: str) -> str:
    address = given.strip().lower()
    if is_address(address) and mailable(address):
        return address
    raise typer.BadParameter(
        _('{given!r} is no mail address, like "info@example.cat"', given=given), param_hint="--send"
    )
