"""What every command shares: the configuration file, the store, and how answers are printed."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from daemon.access import barrier
from daemon.safe_text import as_json, printable

if TYPE_CHECKING:
    from daemon.books.store import Store
    from daemon.configuration.settings import Settings
    from daemon.post.outbox import LetterState

ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        readable=False,  # `load` says so better
        help="The configuration; else ALTABAIXA_CONFIG, ./altabaixa.toml, /etc/altabaixa/altabaixa.toml.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]

# A table that goes into a pipe is not cut to the width of a terminal that is not there.
_WIDTH: Final = None if sys.stdout.isatty() else 10_000

out = Console(highlight=False, soft_wrap=True, emoji=False, width=_WIDTH)
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


Shadow = Annotated[
    bool, typer.Option("--shadow", help="Of the copy that `run --shadow` works on, not of the town's books.")
]


def present(file: Path | None) -> Path | None:
    """A file that the command line names: wrong usage where it is not there, if that can be seen."""
    if file is not None and not barrier(file) and not file.is_file():
        raise typer.BadParameter(f"there is no file {file}")
    return file


@contextmanager
def opened(config: Path | None, *, shadow: bool = False) -> Iterator["tuple[Settings, Store]"]:
    """The settings and the open store of a command; with *shadow* the copy that `run --shadow` works on."""
    # A second of imports, which not every command needs.
    from daemon.books.store import Store  # noqa: PLC0415
    from daemon.configuration.settings import load  # noqa: PLC0415
    from daemon.service.shadow import open_shadow  # noqa: PLC0415

    settings = load(config)
    store = open_shadow(settings, now=datetime.now(UTC)) if shadow else Store(settings.store_url)
    try:
        yield settings, store
    finally:
        store.close()


def reference(what: str, example: str) -> Callable[[str], str]:
    """A check that a word is written as a reference of a *what* is; whether there is one, the books say."""
    letter = example[0]
    shape = re.compile(rf"{letter}-[0-9A-Z]+", re.IGNORECASE | re.ASCII)

    def checked(ref: str) -> str:
        if not shape.fullmatch(ref):
            raise typer.BadParameter(f"{ref!r} is no reference of a {what}, such as {example}")
        return ref

    return checked


def not_empty(text: str) -> str:
    """A check that something was said."""
    if not text.strip():
        raise typer.BadParameter("it is empty")
    return text


def plain(value: Any, tz: tzinfo | None = None) -> Any:
    """A value as JSON has it: dates and instants in ISO 8601, these on the clocks of *tz*."""
    if isinstance(value, datetime):
        return (value.astimezone(tz) if tz else value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def shown(text: str) -> str:
    """Text that somebody wrote, harmless at a terminal: no markup, no control characters."""
    return escape(printable(text))


def letter_line(letter: "LetterState") -> str:
    """How a letter of ours is, and what the mail server said if it did not take it."""
    said = f"; the mail server said: {shown(letter.said)}" if letter.said else ""
    return f"letter {letter.template}: {letter.state}{said}"


def print_json(value: Any) -> None:
    """Print *value* for programs, exactly as it is."""
    typer.echo(as_json(value, indent=1))


def table(*columns: str) -> Table:
    """A table that copies well out of a terminal."""
    made = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    return made
