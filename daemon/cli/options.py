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
from daemon.language import _, code
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
        help=_("The configuration; else ALTABAIXA_CONFIG, ./altabaixa.toml, /etc/altabaixa/altabaixa.toml."),
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help=_("Print JSON for programs."))]

# A table that goes into a pipe is not cut to the width of a terminal that is not there.
_WIDTH: Final = None if sys.stdout.isatty() else 10_000

out = Console(highlight=False, soft_wrap=True, emoji=False, width=_WIDTH)
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


Shadow = Annotated[
    bool,
    typer.Option("--shadow", help=_("Of the copy that `run --shadow` works on, not of the town's books.")),
]


def there(path: Path | None) -> Path | None:
    """A path that the command line names: wrong usage where nothing is, if that can be seen."""
    if path is not None and not barrier(path) and not path.exists():
        raise typer.BadParameter(_("{path!r} does not exist", path=str(path)))
    return path


def present(file: Path | None) -> Path | None:
    """A file that the command line names: wrong usage where it is not there, if that can be seen."""
    if file is not None and not barrier(file) and not file.is_file():
        raise typer.BadParameter(_("there is no file {file}", file=file))
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


def reference(otherwise: str, example: str) -> Callable[[str], str]:
    """A check that a word is written as *example* is, else *otherwise*; if it is there, the books say."""
    letter = example[0]
    shape = re.compile(rf"{letter}-[0-9A-Z]+", re.IGNORECASE | re.ASCII)

    def checked(ref: str) -> str:
        if not shape.fullmatch(ref):
            raise typer.BadParameter(_(otherwise, ref=ref, example=example))
        return ref

    return checked


def not_empty(text: str) -> str:
    """A check that something was said."""
    if not text.strip():
        raise typer.BadParameter(_("it is empty"))
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
    line = _("letter {name}: {state}", name=letter.template, state=code(letter.state))
    if not letter.said:
        return line
    return _("{line}; the mail server said: {words}", line=line, words=shown(letter.said))


def print_json(value: Any) -> None:
    """Print *value* for programs, exactly as it is."""
    typer.echo(as_json(value, indent=1))


def table(*columns: str) -> Table:
    """A table that copies well out of a terminal."""
    made = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    return made
