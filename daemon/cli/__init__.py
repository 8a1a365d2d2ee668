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

from daemon.access import reason
from daemon.cli.helping import Group, in_readers_language
from daemon.cli.options import err
from daemon.cli.usage import sentence
from daemon.errors import AltabaixaError
from daemon.language import _, later
from daemon.safe_text import printable
from daemon.service.logs import configure, crashed
from daemon.version import VERSION

_LINES: Final = "\n"

COMMANDS: Final = (
    "demo", "init", "check", "run", "status", "backup", "restore", "explain", "deadline", "digest",
    "subscribers", "cases", "messages", "letters", "calendar", "phone", "retention", "reload",
)  # fmt: skip
"""Each is a module of its name here: it has a group of commands `app`, or the function of that name."""

_HIDDEN: Final = frozenset({"reload"})
"""For the service manager alone."""


_OF_TYPER: Final = {
    later("Install completion for the current shell."),
    later("Show completion for the current shell, to copy it or customize the installation."),
}


class Commands(Group):
    """Loads a command when it is asked for: all of them take a second."""

    def __init__(self, *, commands: Mapping[str, Any] | None = None, **attributes: Any) -> None:
        """Name them all, in the order of the help."""
        names: dict[str, Any] = dict.fromkeys(COMMANDS)
        super().__init__(commands=names | dict(commands or {}), **attributes)

    def get_params(self, ctx: Any) -> list[Any]:
        """The options, typer's own in the reader's language as well."""
        found: list[Any] = super().get_params(ctx)
        for each in found:
            if each.help in _OF_TYPER:
                each.help = _(each.help)
        return found

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, loaded; None if there is none."""
        if self.commands.get(cmd_name) is None and cmd_name in COMMANDS:
            self.commands[cmd_name] = _loaded(cmd_name)
        return super().get_command(ctx, cmd_name)


def _loaded(name: str) -> Any:
    group = application(name)
    in_readers_language(group)
    return typer.main.get_group(group).commands[name]


def application(name: str) -> typer.Typer:
    """The command *name*, loaded, in an application of its own."""
    module = import_module(f"{__name__}.{name}")
    group = typer.Typer(rich_markup_mode="markdown")
    if hasattr(module, "app"):
        group.add_typer(module.app, name=name)
    else:
        group.command(name, hidden=name in _HIDDEN)(getattr(module, name))
        group.callback()(lambda: None)  # one command alone would be no group
    return group


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
    cls=Commands,
    help=_("Keeps the books of a town hall's WhatsApp broadcast list from the town hall's own mailbox."),
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
    except Exception as error:  # noqa: BLE001 - its words may hold residents' data, and typer would print them
        _of_the_store(error)
        _crash(error)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(code)


def _of_the_store(error: Exception) -> None:
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - a tenth of a second, for what went wrong only

    if isinstance(error, DBAPIError):
        # The statement itself is nobody's business at a terminal, nor the residents in it.
        _end(_("the store did not do it: {message}; try again", message=" ".join(str(error.orig).split())), 1)


def _end(words: str, code: int) -> NoReturn:
    if words:
        err.print(f"altabaixa: {words}", markup=False, style="red")
    sys.exit(code)


def _crash(error: Exception) -> NoReturn:
    crashed(error)
    sys.exit(1)


__all__ = ["COMMANDS", "app", "application", "main"]
