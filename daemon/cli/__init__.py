"""The command `altabaixa`: exit 0 done, 1 could not, 2 wrong usage or configuration.

Promises one module for each command, each change one transaction, and no error a traceback.
Needs every other package; a command only calls what they promise.
"""

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Annotated, Any, Final, NoReturn

import typer
from typer.core import TyperGroup

from daemon.access import reason
from daemon.cli.options import err
from daemon.errors import AltabaixaError
from daemon.safe_text import printable
from daemon.service.logs import configure, crashed
from daemon.version import VERSION

_LINES: Final = "\n"

_COMMANDS: Final = (
    "demo", "init", "check", "run", "status", "backup", "restore", "explain", "deadline", "digest",
    "subscribers", "cases", "messages", "letters", "calendar", "phone", "retention", "reload",
)  # fmt: skip
"""Each is a module of its name here: it has a group of commands `app`, or the function of that name."""

_HIDDEN: Final = frozenset({"reload"})
"""For the service manager alone."""


class Commands(TyperGroup):
    """Loads a command when it is asked for: all of them take a second."""

    def __init__(self, *, commands: Mapping[str, Any] | None = None, **attributes: Any) -> None:
        """Name them all, in the order of the help."""
        names: dict[str, Any] = dict.fromkeys(_COMMANDS)
        super().__init__(commands=names | dict(commands or {}), **attributes)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, loaded; None if there is none."""
        if self.commands.get(cmd_name) is None and cmd_name in _COMMANDS:
            self.commands[cmd_name] = _loaded(cmd_name)
        return super().get_command(ctx, cmd_name)


def _loaded(name: str) -> Any:
    module = import_module(f"{__name__}.{name}")
    group = typer.Typer(rich_markup_mode="markdown")
    if hasattr(module, "app"):
        group.add_typer(module.app, name=name)
    else:
        group.command(name, hidden=name in _HIDDEN)(getattr(module, name))
        group.callback()(lambda: None)  # one command alone would be no group
    return typer.main.get_group(group).commands[name]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"altabaixa {VERSION}")
        raise typer.Exit


def _any_command(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """What stands before the command's name."""


app: Final = typer.Typer(
    name="altabaixa",
    cls=Commands,
    help="Keeps the books of a town hall's WhatsApp broadcast list from the town hall's own mailbox.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.callback()(_any_command)


def main() -> None:
    """Run one command."""
    configure()
    try:
        os.getcwd()
    except FileNotFoundError:
        os.chdir("/")  # started from a folder that was deleted meanwhile
    try:
        app()
    except AltabaixaError as error:
        err.print(f"altabaixa: {printable(str(error), keep=_LINES)}", markup=False, style="red")
        sys.exit(error.exit_code)
    except OSError as error:
        if error.filename is None:  # of no file: nobody expected it
            _crash(error)
        err.print(f"altabaixa: {printable(str(error.filename))}: {reason(error)}", markup=False, style="red")
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - its words may hold residents' data, and typer would print them
        _of_the_store(error)
        _crash(error)
    except KeyboardInterrupt:
        sys.exit(130)


def _of_the_store(error: Exception) -> None:
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - a tenth of a second, for what went wrong only

    if isinstance(error, DBAPIError):
        # The statement itself is nobody's business at a terminal, nor the residents in it.
        message = " ".join(str(error.orig).split())
        err.print(f"altabaixa: the store did not do it: {message}; try again", markup=False, style="red")
        sys.exit(1)


def _crash(error: Exception) -> NoReturn:
    crashed(error)
    sys.exit(1)


__all__ = ["app", "main"]
