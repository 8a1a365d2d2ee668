"""The command `altabaixa`: exit 0 done, 1 could not, 2 wrong usage or configuration.

Promises one module for each command, each change one transaction, and no error a traceback.
Needs every other package; a command only calls what they promise.
"""

import gc
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Annotated, Any, Final, NoReturn

import typer
from typer.core import TyperCommand

from daemon.access import reason
from daemon.cli.helping import Group, in_readers_language
from daemon.cli.options import err
from daemon.cli.usage import sentence
from daemon.errors import AltabaixaError
from daemon.language import _, later
from daemon.safe_text import printable
from daemon.version import VERSION

_LINES: Final = "\n"

COMMANDS: Final = {
    "demo": later("Show in a minute what the service does: no server, no configuration, no root."),
    "init": later(
        "Set the service up: asks, tries each answer at once, writes configuration and passwords, checks all."
    ),
    "check": later(
        "Try configuration, passwords, clock, calendar, letters, attachments, store, mailbox, mail server."
    ),
    "run": later("Read the mailbox, keep the books, answer residents, and send the staff their digest."),
    "status": later("Say how the service is; needs neither passwords nor network, and changes nothing."),
    "backup": later("Copy the books into one file and check that it is whole; the daemon may run meanwhile."),
    "restore": later(
        "Put a copy of the books in their place, with the daemon stopped; the books that stood are put aside."
    ),
    "explain": later("Say of each message what it is, whom it is about, and why."),
    "deadline": later("Show by when a consent registered at WHEN must be on the list, and why, day by day."),
    "digest": later("Print the staff's digest; nothing is sent without --send."),
    "subscribers": later("Who is on the list, since when, on what proof."),
    "cases": later("What waits for staff or for a resident."),
    "messages": later("Every message handled: outcome, reasons, events."),
    "letters": later("The letters to residents: see, change and try them."),
    "calendar": later("The calendar that due dates are counted by."),
    "phone": later("The phone that the list is sent from."),
    "retention": later("What is no longer needed: erased each night, or held back until confirmed."),
    "reload": "",  # for the service manager alone: it is not listed
}
"""Each is a module of its name here: it has a group of commands `app`, or the function of that name.

With each the sentence that lists it, with which its own help begins.
"""

_OF_TYPER: Final = {
    later("Install completion for the current shell."),
    later("Show completion for the current shell, to copy it or customize the installation."),
}


class Commands(Group):
    """Loads the command that is called: all of them take a second."""

    def __init__(self, *, commands: Mapping[str, Any] | None = None, **attributes: Any) -> None:
        """Name them all, in the order of the help."""
        listed = {
            name: TyperCommand(name, help=_(line) if line else None, hidden=not line)
            for name, line in COMMANDS.items()
        }
        super().__init__(commands=listed | dict(commands or {}), **attributes)

    def get_params(self, ctx: Any) -> list[Any]:
        """The options, typer's own in the reader's language as well."""
        found: list[Any] = super().get_params(ctx)
        for each in found:
            if each.help in _OF_TYPER:
                each.help = _(each.help)
        return found

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is called, loaded, with its arguments."""
        if args[0] in COMMANDS:
            self.commands[args[0]] = _loaded(args[0])
        return super().resolve_command(ctx, args)


def _loaded(name: str) -> Any:
    from daemon.service.logs import configure  # noqa: PLC0415 - a tenth of a second, where none is called

    configure()
    group = application(name)
    in_readers_language(group)
    return typer.main.get_group(group).commands[name]


def application(name: str) -> typer.Typer:
    """The command *name*, loaded, in an application of its own."""
    module = _module(f"{__name__}.{name}")
    group = typer.Typer(rich_markup_mode="markdown")
    if hasattr(module, "app"):
        group.add_typer(module.app, name=name)
    else:
        group.command(name, hidden=not COMMANDS[name])(getattr(module, name))
        group.callback()(lambda: None)  # one command alone would be no group
    return group


def _module(name: str) -> ModuleType:
    """Its module. What its first import makes stays to the end: no collector has to look through that."""
    if name in sys.modules:
        return sys.modules[name]
    gc.disable()
    try:
        return import_module(name)
    finally:
        gc.freeze()
        gc.enable()


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
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.callback()(_any_command)


def main() -> None:
    """Run one command."""
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
    from daemon.service.logs import configure, crashed  # noqa: PLC0415 - as above

    configure()
    crashed(error)
    sys.exit(1)


__all__ = ["COMMANDS", "app", "application", "main"]
