"""The help of the commands, in the reader's language."""

from collections.abc import Iterator
from inspect import getdoc

import typer
from typer._click.core import Command, Context
from typer._click.formatting import HelpFormatter
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.models import CommandInfo, TyperInfo

from daemon.language import _


def in_readers_language(app: typer.Typer) -> None:
    """Make the docstring of each command of *app* its help, in the reader's language."""
    for command, text in helped(app):
        command.help = _(text) if text else ""
    for group in _groups(app):
        group.info.cls = Group
        for command in group.registered_commands:
            command.cls = _Command


def helped(app: typer.Typer) -> Iterator[tuple[CommandInfo | TyperInfo, str]]:
    """Each command and group of *app*, and the docstring that is its help."""
    for group in _groups(app):
        for command in group.registered_commands:
            yield command, getdoc(command.callback) or ""
        if group.registered_callback is not None and not isinstance(group.info.help, str):
            yield group.registered_callback, getdoc(group.registered_callback.callback) or ""


def _groups(app: typer.Typer) -> Iterator[typer.Typer]:
    yield app
    for group in app.registered_groups:
        if group.typer_instance is not None:
            yield from _groups(group.typer_instance)


class _Spoken(Command):
    """What click says of a command in English only."""

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        self.options_metavar = _("[OPTIONS]")
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage: "))

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this message and exit.")
        return option


class _Command(_Spoken, TyperCommand):
    pass


class Group(_Spoken, TyperGroup):
    """A group of commands whose usage is in the reader's language."""

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Print how it is called."""
        self.subcommand_metavar = _("COMMAND [ARGS]...")
        super().format_usage(ctx, formatter)
