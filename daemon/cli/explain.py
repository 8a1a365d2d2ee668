"""`altabaixa explain`: what a message is, and why; nothing is changed, no store is needed."""

from pathlib import Path
from typing import Annotated

import typer

from daemon.cli.options import AsJson, ConfigFile, present
from daemon.cli.progress import bar
from daemon.configuration.settings import load_or_default
from daemon.language import _
from daemon.mailbox.comparing import compare_paths
from daemon.mailbox.explain import explain_paths


def explain(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...", help=_("Messages (.eml), mailboxes (mbox, Maildir), or folders of them.")
        ),
    ],
    as_json: AsJson = False,
    compare: Annotated[
        Path | None,
        typer.Option(
            metavar="OLD.json",
            readable=False,
            callback=present,
            help=_(
                "Print only whose lane differs from what an earlier `explain --json` of these paths said."
            ),
        ),
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Say of each message what it is, whom it is about, and why.

    This reads the message alone; `messages show` and `cases show` say what became of it in the books.
    It changes nothing and needs neither mailbox nor store. Exit 1 if a PATH could not
    be read; the others are printed all the same.

    To try a new version on the town's own mail: save what this one says (`--json`), install
    the other, and give it the same paths with `--compare`.
    """
    town = load_or_default(config).town()
    with bar(_("reading")) as progress:
        if compare is not None:
            code = compare_paths(paths, town, compare, progress=progress)
        else:
            code = explain_paths(paths, town, as_json=as_json, progress=progress)
    raise typer.Exit(code)
