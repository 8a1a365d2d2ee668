"""What every command shares: the configuration file, the store, and how answers are printed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from daemon.settings import Settings, load
from daemon.store import Store

ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="The configuration; else ALTABAIXA_CONFIG, ./altabaixa.toml, /etc/altabaixa/altabaixa.toml.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def opened(config: Path | None) -> Iterator[tuple[Settings, Store]]:
    """The settings and the open store of a command."""
    settings = load(config)
    store = Store(settings.store_url)
    try:
        yield settings, store
    finally:
        store.close()


def plain(value: Any) -> Any:
    """A value as JSON has it: dates and instants in ISO 8601."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def table(*columns: str) -> Table:
    """A table that copies well out of a terminal."""
    shown = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        shown.add_column(column, overflow="fold")
    return shown
