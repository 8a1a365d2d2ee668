"""The help of the commands, in the reader's language."""

from collections.abc import Iterator
from gettext import gettext
from inspect import getdoc

import typer
from typer.models import CommandInfo, TyperInfo


def in_readers_language(app: typer.Typer) -> None:
    """Make the docstring of each command of *app* its help, in the reader's language."""
    for command, text in helped(app):
        command.help = gettext(text)


def helped(app: typer.Typer) -> Iterator[tuple[CommandInfo | TyperInfo, str]]:
    """Each command and group of *app*, and the docstring that is its help."""
    for command in app.registered_commands:
        yield command, getdoc(command.callback) or ""
    if app.registered_callback is not None:
        yield app.registered_callback, getdoc(app.registered_callback.callback) or ""
    for group in app.registered_groups:
        if group.typer_instance is not None:
            yield from helped(group.typer_instance)
