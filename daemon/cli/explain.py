"""`altabaixa explain`: what a message is, and why; nothing is changed, no store is needed."""

from pathlib import Path
from typing import Annotated

import typer

from daemon.cli.options import AsJson, ConfigFile
from daemon.configuration.settings import load_or_default
from daemon.mailbox.explain import explain_paths


def explain(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Messages (.eml) or folders of them.")
    ],
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Say of each message what it is, whom it is about, and why.

    This reads the message alone; `messages show` and `cases show` say what became of it in the books.
    It changes nothing and needs neither mailbox nor store. Exit 1 if a PATH could not
    be read; the others are printed all the same.
    """
    raise typer.Exit(explain_paths(paths, load_or_default(config).town(), as_json=as_json))
