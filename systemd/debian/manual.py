"""Print altabaixa(1), in the words of the program's own help."""

import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import typer.main

from daemon.cli import app
from daemon.version import VERSION

HEAD: Final = r""".TH ALTABAIXA 1 "@DATE@" "altabaixa @VERSION@" "User Commands"
.SH NAME
altabaixa \- keeps the books of a town hall's WhatsApp broadcast list
.SH SYNOPSIS
.B altabaixa
.I COMMAND
[\fIARGUMENT\fR\&...] [\fIOPTION\fR\&...]
.SH DESCRIPTION
"""
FOOT: Final = r""".SH EXIT STATUS
.TP
0
done
.TP
1
could not be done
.TP
2
wrong usage, or a wrong configuration
.SH FILES
.TP
.I /etc/altabaixa/altabaixa.toml
the configuration, with the passwords beside it
.TP
.I /etc/altabaixa/NAME/altabaixa.toml
the same of the instance altabaixa@NAME
.TP
.IR /var/lib/altabaixa ", " /var/lib/altabaixa-NAME
the books, and each night a checked copy in
.I backup
.TP
.I /usr/share/doc/altabaixa
how to install it and look after it, and the guides for clerks
.SH SEE ALSO
.BR systemctl (1),
.BR journalctl (1)
"""


def main() -> None:
    """Print the page."""
    program: Any = typer.main.get_command(app)
    epoch = int(os.environ["SOURCE_DATE_EPOCH"])
    head = HEAD.replace("@DATE@", f"{datetime.fromtimestamp(epoch, UTC):%Y-%m-%d}").replace(
        "@VERSION@", VERSION
    )
    sys.stdout.write(head + "\n".join([*_prose(program.help), ".SH OPTIONS", *_parameters(program), ""]))
    sys.stdout.write("\n".join([".SH COMMANDS", *_commands(program, "altabaixa"), ""]) + FOOT)


def _commands(group: Any, path: str) -> Iterator[str]:
    for name in group.list_commands(None):
        _name, command, _left = group.resolve_command(None, [name])
        if command.hidden:
            continue
        if hasattr(command, "commands"):
            yield from _commands(command, f"{path} {name}")
            continue
        yield f".SS {_escaped(' '.join([path, name, *_arguments(command)]))}"
        yield from _prose(command.help)
        yield from _parameters(command)


def _arguments(command: Any) -> list[str]:
    found = [_placeholder(each) for each in command.params if each.param_type_name == "argument"]
    return [*found, *(["[OPTION...]"] if len(found) < len(command.params) else [])]


def _parameters(command: Any) -> Iterator[str]:
    for each in command.params:
        if getattr(each, "hidden", False) or not each.help:
            continue
        yield ".TP"
        if each.param_type_name == "argument":
            yield rf"\fI{_escaped(_placeholder(each))}\fR"
        else:
            spelt = ", ".join(rf"\fB{_escaped(word)}\fR" for word in [*each.opts, *each.secondary_opts])
            yield spelt if each.is_flag else rf"{spelt} \fI{_escaped(_placeholder(each))}\fR"
        yield _line(each.help)


def _placeholder(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _prose(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
        if number:
            yield ".PP"
        yield _line(paragraph)


def _line(text: str) -> str:
    """One line of running text; `code` in bold, as manual pages have it."""
    return re.sub(r"`([^`]*)`", r"\\fB\1\\fR", _escaped(" ".join(text.split())))


def _escaped(text: str) -> str:
    """What roff would take for its own is the text's."""
    return re.sub(r"^([.'])", r"\\&\1", text.replace("\\", r"\e").replace("-", r"\-"))


if __name__ == "__main__":
    main()
