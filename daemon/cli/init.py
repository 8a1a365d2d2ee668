"""`altabaixa init`: the few questions, each tried at once, and the files that come of them."""

import os
import readline  # noqa: F401 - gives input() its arrow keys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from daemon.access import reason
from daemon.checking.all_checks import check_all
from daemon.cli import check
from daemon.configuration.places import Place, place
from daemon.configuration.settings import PLACES, VARIABLE, load
from daemon.errors import AltabaixaError
from daemon.language import _
from daemon.service.app import now
from daemon.setup.answer_file import take, written
from daemon.setup.answers import Answers
from daemon.setup.files import SECRET, Planned, refuse_unwritable, write_all
from daemon.setup.questions import Asker
from daemon.setup.wizard import Wizard, planned

_HERE, _ETC = PLACES


def init(
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="FILE",
            help=_(
                "The configuration to write; else ALTABAIXA_CONFIG, else "
                "/etc/altabaixa/altabaixa.toml as root and ./altabaixa.toml as anybody else."
            ),
            show_default=False,
        ),
    ] = None,
    answers_file: Annotated[
        Path | None,
        typer.Option(
            "--answers",
            metavar="FILE",
            help=_(
                "Ask nothing: take the keys of the configuration, and the passwords, from this TOML file."
            ),
            show_default=False,
        ),
    ] = None,
    print_answers: Annotated[
        bool,
        typer.Option(
            "--print-answers",
            help=_(
                "Print such a file, to be filled in; with --config that of this configuration, "
                "without its passwords. Nothing is written."
            ),
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help=_("Replace a configuration; the old one is kept as FILE.bak."))
    ] = False,
) -> None:
    """Set the service up: asks, tries each answer at once, writes configuration and passwords, checks all.

    Nothing is written before the last question is answered. With --answers nothing is asked; what is wrong
    with that file is said, a line each, and nothing is written (exit 2).
    """
    if print_answers:
        typer.echo(written(config), nl=False)
        return
    variable = os.environ.get(VARIABLE)
    path = (config or (Path(variable) if variable else _ETC if os.geteuid() == 0 else _HERE)).absolute()
    if path.exists() and not force:
        raise AltabaixaError(
            _(
                "{path}: there is a configuration already; change it in an editor, or start anew "
                "with --force, which keeps it as .bak",
                path=path,
            )
        )
    home = place(path)
    refuse_unwritable(path)
    # Unlike other output this is read as it comes: it is wrapped between words.
    console = Console(highlight=False, emoji=False)
    asker, answers = Asker(console), Answers(path)
    if answers_file:
        take(answers_file, answers)
        files = planned(answers)
    else:
        files = _asked(asker, answers)
    write_all([*_backup(path), *files])
    home.make_the_folder_of_the_books()
    for file in files:
        asker.note(f"✓ {file.path}", "green")
    asker.title(_("Everything, once more") if not answers_file else _("Everything is tried"))
    check.show(check_all(load(path), now=now()))
    _say_what_is_next(asker, path, home)


def _asked(asker: Asker, answers: Answers) -> list[Planned]:
    try:
        return _answered(asker, answers)
    except EOFError:
        asker.note("")
        raise AltabaixaError(_("the answers ended before the questions; nothing was written")) from None
    except UnicodeDecodeError:
        raise AltabaixaError(_("an answer is not UTF-8 text; nothing was written")) from None
    except KeyboardInterrupt:
        asker.say(_("Stopped; nothing was written."))
        raise typer.Exit(130) from None


def _answered(asker: Asker, answers: Answers) -> list[Planned]:
    asker.say(
        _(
            "A few questions, and {path} is written from your answers. Enter takes what stands "
            "in brackets; Ctrl-C ends it, and nothing is written before the last question.",
            path=answers.path,
        )
    )
    wizard = Wizard(asker=asker, answers=answers, show=check.print_finding)
    wizard.ask(now().astimezone(answers.draft().tz).date())
    files = planned(answers)
    asker.title(_("Writing"))
    asker.say(_("These files will be written:"))
    for file in files:
        rights = _("only its owner may read it") if file.mode == SECRET else _("no secret in it")
        asker.note(f"{file.path} ({rights})")
    if not asker.yes(_("Write them?"), default=True):
        raise AltabaixaError(_("nothing was written"))
    return files


def _backup(path: Path) -> list[Planned]:
    """The configuration that stands now, to be kept: unread by others, whatever somebody put into it."""
    try:
        old = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise AltabaixaError(
            _("{path}: cannot be read: {why}; nothing was written", path=path, why=reason(error))
        ) from error
    return [Planned(path=path.with_name(f"{path.name}.bak"), content=old, mode=SECRET)]


def _say_what_is_next(asker: Asker, path: Path, home: Place) -> None:
    named = "" if path in {place.absolute() for place in PLACES} else f" --config {path}"
    start = f"systemctl enable --now {home.unit}" if home.unit else f"altabaixa run{named}"
    asker.title(_("What is next"))
    asker.note(_("1. Bring the list in:  altabaixa subscribers import LIST.csv{named}", named=named))
    asker.note(_("2. Start the service:  {start}", start=start))
    asker.note(_("3. See how it is:      altabaixa status{named}", named=named))
    asker.note(_("Only mail that arrives from the first start on is read (mailbox.since)."), "dim")
