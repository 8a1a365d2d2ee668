"""`altabaixa backup`: the nightly copy, at once."""

from pathlib import Path
from typing import Annotated

import typer

from daemon.books.backup import attempt, backup_path, make
from daemon.cli.options import ConfigFile, out
from daemon.cli.progress import bar
from daemon.configuration.settings import load
from daemon.errors import StoreError
from daemon.language import _
from daemon.service.app import now


def backup(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", help=_("Where to; else backup/ beside the store."), show_default=False
        ),
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Copy the books into one file and check that it is whole; the daemon may run meanwhile.

    The daemon does so each night. The copy holds residents' data: keep it as you keep the books.
    Exit 1 if it could not be made or the books are damaged; then the last copy stays.
    """
    url = load(config).store_url
    to = file.absolute() if file else backup_path(url)
    with bar(_("copying and checking")):
        if file is None and to is not None:
            tried = attempt(url, now=now())
            if tried.trouble:
                raise StoreError(tried.trouble)
        else:
            make(url, to or Path())
    out.print(_("{to} is whole", to=to), markup=False)
