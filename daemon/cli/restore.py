"""`altabaixa restore`: a copy of the books in their place."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Annotated, Final

import typer

from daemon.books.examining import Held
from daemon.books.restoring import Comparison, Restored, Since, compare, place_of, refuse_unforced
from daemon.books.restoring import restore as put_back
from daemon.books.store import held_alone
from daemon.cli.options import ConfigFile, out, shown, table
from daemon.cli.progress import bar
from daemon.configuration.settings import Settings, load
from daemon.language import _, code
from daemon.service.app import now

_MOST: Final = 10
"""How much of what was done by hand is listed."""


def restore(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=_("A copy, such as backup/altabaixa.db beside the store."))
    ],
    verify: Annotated[
        bool, typer.Option("--verify", help=_("Only say what it holds; change nothing."))
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help=_("Also over books that are whole and newer than the copy."))
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Put a copy of the books in their place, with the daemon stopped; the books that stood are put aside.

    The copy is checked first: that it is whole, of this town and of a schema that this program knows. Exit 1
    if it is not, or if the books that stand are newer and --force was not given; then nothing was changed.
    """
    settings = load(config)
    if verify:
        _show(_compared(file, settings), settings.tz)
        return
    with held_alone(place_of(settings)):
        found = _compared(file, settings)
        _show(found, settings.tz)
        if not force:
            refuse_unforced(found)
        with bar(_("restoring")):
            done = put_back(found, now=now())
        _tell(found, done, settings)


def _compared(file: Path, settings: Settings) -> Comparison:
    with bar(_("checking")):
        return compare(file, settings)


def _show(found: Comparison, tz: tzinfo) -> None:
    copy, books = found.copy, found.books
    out.print(_("{file} is whole (schema {revision})", file=copy.file, revision=copy.revision), markup=False)
    if not found.is_ours:
        out.print(_("Nothing in it says of which town it is."))
    lines = table("", _("the copy"), _("the books"))
    for (name, of_copy), (_name, of_books) in zip(_facts(copy, tz), _facts(books, tz), strict=True):
        lines.add_row(name, of_copy, of_books)
    out.print(lines)
    if found.trouble:
        out.print(_("The books that stand cannot be read: {trouble}", trouble=found.trouble), markup=False)
    elif books is None:
        out.print(_("No books stand at {place}.", place=found.place), markup=False)


def _facts(held: Held | None, tz: tzinfo) -> list[tuple[str, str]]:
    if held is None:
        return [(name, "") for name in (_("until"), _("last message"), _("subscriptions"), _("open cases"))]
    is_open = {state: n for state, n in held.cases.items() if state != "closed"}
    return [
        (_("until"), _at(held.as_of, tz)),
        (_("last message"), _at(held.last_handled, tz)),
        (_("subscriptions"), _counted(held.subscriptions)),
        (_("open cases"), _counted(is_open)),
    ]


def _counted(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {code(state)}" for state, n in sorted(numbers.items())) or _("none")


def _at(moment: datetime | None, tz: tzinfo) -> str:
    return f"{moment.astimezone(tz):%Y-%m-%d %H:%M}" if moment else _("nothing yet")


def _tell(found: Comparison, done: Restored, settings: Settings) -> None:
    out.print(_("Restored: {place}", place=found.place), style="green", markup=False)
    for line in _reading_again(found, settings):
        out.print(line, markup=False)
    if done.since is None:
        _tell_unknown(done)
    else:
        _tell_since(done.since, settings.tz)
    if done.aside is not None:
        out.print(
            _(
                "The books that stood are in {aside}: they hold residents' data, and once all is "
                "well they are deleted by: rm -r {aside}",
                aside=done.aside,
            ),
            markup=False,
        )
    out.print(_("Now: altabaixa check, and start the service."))


def _reading_again(found: Comparison, settings: Settings) -> list[str]:
    box = settings.mailbox
    lines = []
    for name in (*box.folders, *box.junk_folders):
        if name not in found.copy.read_until:
            lines.append(_("{name}: read as at a first start (mailbox.since).", name=name))
            continue
        until = found.copy.read_until[name] or found.copy.as_of
        lines.append(
            _(
                "{name}: what came after {until} and is still there is read again; what the copy has "
                "is known by it, and is not done twice.",
                name=name,
                until=_at(until, settings.tz),
            )
        )
    return lines


def _tell_since(since: Since, tz: tzinfo) -> None:
    out.print(
        _(
            "Requests that came by mail since then: {requests}; one whose mail left the mailbox "
            "is not read again.",
            requests=since.requests,
        )
    )
    out.print(
        _(
            "Letters that residents got since then: {letters}; they are known, and none of them "
            "goes a second time. Staff get the digest of the day anew.",
            letters=since.letters,
        )
    )
    if since.by_hand:
        out.print(
            _(
                "Done by the command line since then, and to be done again: {number}",
                number=len(since.by_hand),
            )
        )
    for each in since.by_hand[-_MOST:]:
        out.print(shown(f"  {_at(each.at, tz)}  {each.what} {each.ref}".rstrip()))


def _tell_unknown(done: Restored) -> None:
    out.print(
        _(
            "What letters have left since then is not known for certain: whoever's mail is read "
            "again may be answered again, under the same Message-ID. What was done by the "
            "command line since then has to be done again."
        )
    )
    if done.in_doubt:
        out.print(
            _(
                "Letters that waited in the copy: {in_doubt}; they may have left since, so they do "
                "not leave now, and the digest shows them to staff.",
                in_doubt=done.in_doubt,
            )
        )
