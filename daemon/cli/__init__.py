"""The command `altabaixa`: exit 0 done, 1 could not, 2 wrong usage or configuration.

Promises one module for each command, each change one transaction, and no error a traceback.
Needs every other package; a command only calls what they promise.
"""

import os
import sys
from typing import Annotated, Final, NoReturn

import typer
from sqlalchemy.exc import DBAPIError

from daemon.access import reason
from daemon.cli import (
    backup,
    calendar,
    cases,
    check,
    demo,
    digest,
    explain,
    init,
    letters,
    messages,
    phone,
    restore,
    retention,
    run,
    status,
    subscribers,
)
from daemon.cli.deadline import deadline
from daemon.cli.helping import in_readers_language
from daemon.cli.options import err
from daemon.cli.usage import sentence
from daemon.errors import AltabaixaError
from daemon.language import _
from daemon.safe_text import printable
from daemon.service.logs import configure, crashed
from daemon.version import VERSION

_LINES: Final = "\n"


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"altabaixa {VERSION}")
        raise typer.Exit


def _any_command(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=_("Print the version and exit.")),
    ] = False,
) -> None:
    """What stands before the command's name."""


app: Final = typer.Typer(
    name="altabaixa",
    help=_("Keeps the books of a town hall's WhatsApp broadcast list from the town hall's own mailbox."),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)


app.callback()(_any_command)
app.command()(demo.demo)
app.command()(init.init)
app.command()(check.check)
app.command()(run.run)
app.command()(status.status)
app.command()(backup.backup)
app.command()(restore.restore)
app.command()(explain.explain)
app.command()(deadline)
app.command()(digest.digest)
app.add_typer(subscribers.app, name="subscribers")
app.add_typer(cases.app, name="cases")
app.add_typer(messages.app, name="messages")
app.add_typer(letters.app, name="letters")
app.add_typer(calendar.app, name="calendar")
app.add_typer(phone.app, name="phone")
app.add_typer(retention.app, name="retention")
in_readers_language(app)


def main() -> None:
    """Run one command."""
    configure()
    try:
        os.getcwd()
    except FileNotFoundError:
        os.chdir("/")  # started from a folder that was deleted meanwhile
    try:
        code = app(standalone_mode=False)
    except AltabaixaError as error:
        _end(printable(str(error), keep=_LINES), error.exit_code)
    except typer.TyperException as error:
        _end(printable(sentence(error)), error.exit_code)
    except typer.Abort:
        _end(_("stopped"), 1)
    except OSError as error:
        if error.filename is None:  # of no file: nobody expected it
            _crash(error)
        _end(f"{printable(str(error.filename))}: {reason(error)}", 1)
    except DBAPIError as error:
        # The statement itself is nobody's business at a terminal, nor the residents in it.
        _end(_("the store did not do it: {message}; try again", message=" ".join(str(error.orig).split())), 1)
    except Exception as error:  # noqa: BLE001 - its words may hold residents' data, and typer would print them
        _crash(error)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(code)


def _end(words: str, code: int) -> NoReturn:
    if words:
        err.print(f"altabaixa: {words}", markup=False, style="red")
    sys.exit(code)


def _crash(error: Exception) -> NoReturn:
    crashed(error)
    sys.exit(1)


__all__ = ["app", "main"]
