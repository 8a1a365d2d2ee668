"""Wrong usage, said in one line as every other error is."""

import re

import typer
from typer._click.exceptions import BadOptionUsage, MissingParameter, NoArgsIsHelpError, NoSuchOption

from daemon.access import user
from daemon.language import _, later


def sentence(error: typer.TyperException) -> str:
    """What is wrong with how the command was called, and which help says more; empty if it said all."""
    if isinstance(error, NoArgsIsHelpError):
        return ""
    wrong = _wrong(error).removesuffix(".")
    context: typer.Context | None = getattr(error, "ctx", None)
    if context is None:
        return wrong
    return _("{wrong} (see `{command} --help`)", wrong=wrong, command=context.command_path)


def _wrong(error: typer.TyperException) -> str:
    match error:
        case MissingParameter():
            is_option = error.param is not None and error.param.param_type_name == "option"
            lacking = later("Missing option {name!r}") if is_option else later("Missing argument {name!r}")
            return _(lacking, name=_name(error))
        case typer.BadParameter():
            message = _of_a_path(error.message)
            return f"{name}: {message}" if (name := _name(error)) else message
        case NoSuchOption():
            near = ", ".join(sorted(error.possibilities or ()))
            return _near(_("No such option: {option}", option=error.option_name), near)
        case BadOptionUsage() if "not take" in error.message:
            return _("{option} takes no value", option=error.option_name)
        case BadOptionUsage():
            return _("{option} lacks its value", option=error.option_name)
        case _:
            return _of_typer(error.message)


def _of_a_path(message: str) -> str:
    """A path that typer looked at before the command could; other sentences are ours already."""
    shut = re.fullmatch(r"(?:path|file|directory) '(.*)' is not readable\.?", message, re.IGNORECASE)
    return _("{user} may not read {file}", user=user(), file=shut[1]) if shut else message


def _of_typer(message: str) -> str:
    """Typer's own sentence: it has most of them in our catalogue, and these not."""
    _words, too_many, more = message.partition("unexpected extra argument(s) (")
    if too_many:
        return _("too many arguments: {more}", more=more.removesuffix(")"))
    wrong, _suggests, near = message.partition(". Did you mean ")
    return _near(wrong, near.removesuffix("?"))


def _near(wrong: str, near: str) -> str:
    return _("{wrong}; did you mean {near}?", wrong=wrong, near=near) if near else wrong


def _name(error: typer.BadParameter) -> str:
    """The option or argument as the help has it."""
    hint = error.param_hint or (error.param.get_error_hint() if error.param else "")
    return str(hint).replace("'", "")
