"""`altabaixa letters`: the words that residents are written in, ours and the town's."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from daemon.access import reason
from daemon.cli.options import ConfigFile, err, out, table
from daemon.configuration.settings import Settings, load_or_default
from daemon.errors import AltabaixaError
from daemon.language import _
from daemon.letters import residents
from daemon.letters.chats import Chat, chat_link
from daemon.letters.placeholders import FOOT, PURPOSES
from daemon.letters.samples import REFERENCE, TAP, samples
from daemon.letters.texts import LANGUAGES, Texts, read_texts
from daemon.letters.validation import faults_of
from daemon.post.phone_files import chats
from rules.books.decision import Template

app = typer.Typer(help=_("The letters to residents: see, change and try them."), no_args_is_help=True)

_NAMES = ", ".join(PURPOSES)
Name = Annotated[str, typer.Argument(metavar="NAME", help=_("One of {names}.", names=_NAMES))]
Language = Annotated[
    str, typer.Option("--language", metavar="|".join(LANGUAGES), help=_("In which language."))
]


@app.command("list")
def list_(config: ConfigFile = None) -> None:
    """List the letters, whether the words are ours or the town's, and the placeholders of each.

    To change one, put it into the folder that letters.folder names, in each language, as
    ca/NAME.txt and es/NAME.txt. `altabaixa letters show NAME` prints a text to start from.
    """
    texts = _readable(load_or_default(config))
    listed = table(_("letter"), *LANGUAGES, _("goes out when"))
    for name, purpose in PURPOSES.items():
        files = (texts.text(name, language).file for language in LANGUAGES)
        listed.add_row(name, *(_("the town's") if file else _("ours") for file in files), _(purpose.says))
    out.print(listed)
    out.print()
    out.print(_placeholders(PURPOSES))


@app.command()
def show(name: Name, language: Language = LANGUAGES[0], config: ConfigFile = None) -> None:
    """Print the text NAME, and its placeholders on stderr.

    `altabaixa letters show done --language es > letters/es/done.txt` starts a text of the town's own.
    """
    _known(name, language)
    text = _readable(load_or_default(config)).text(name, language)
    typer.echo(text.source, nl=not text.source.endswith("\n"))
    err.print(f"\n{text.where}\n", markup=False, style="dim")
    err.print(_placeholders([name]))


@app.command()
def preview(
    name: Name,
    language: Language = LANGUAGES[0],
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help=_("Write the HTML part there."))
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Print the letter NAME as a resident would get it, with sample data; nothing is sent."""
    _known(name, language)
    if name in set(Chat):
        _preview_chat(Chat(name), language, load_or_default(config), html)
        return
    if name == FOOT:
        raise typer.BadParameter(
            _("the foot stands below every letter: preview one of them"), param_hint="NAME"
        )
    settings = load_or_default(config)
    template = Template(name)
    shown = residents.letter(
        next(samples(template, language)),
        reference=REFERENCE,
        town=settings.town(),
        privacy_url=settings.town_hall.privacy_url,
        texts=settings.texts,
        tap=TAP,
    )
    typer.echo(f"{shown.subject}\n\n{shown.text}", nl=False)
    if html is not None:
        _write(html, shown.html)


def _preview_chat(chat: Chat, language: str, settings: Settings, html: Path | None) -> None:
    """The words, and a link that opens them on the list's own number; there is no HTML of them."""
    if html is not None:
        raise typer.BadParameter(_("what is sent by WhatsApp is plain text"), param_hint="--html")
    text = chats(settings).text(chat, language)
    typer.echo(f"{text}\n\n{chat_link(settings.town().whatsapp, text)}")


@app.command()
def check(config: ConfigFile = None) -> None:
    """Try every letter; name each error with file and line. Exit 1 if there is one."""
    settings = load_or_default(config)
    texts = read_texts(settings.letters_folder)
    faults = faults_of(texts, settings.town())
    if faults:
        raise AltabaixaError("\n".join(map(str, faults)))
    theirs = sum(text.file is not None for text in texts.texts.values())
    all_of_them = len(texts.texts)
    out.print(
        _(
            "All {number} texts are good; {theirs} of them are the town's own.",
            number=all_of_them,
            theirs=theirs,
        )
    )


def _readable(settings: Settings) -> Texts:
    """Every text; AltabaixaError where one of the town's cannot be read: ours would not be the truth."""
    texts = read_texts(settings.letters_folder)
    if closed := [fault for fault in texts.faults if fault.is_closed]:
        raise AltabaixaError("\n".join(map(str, closed)))
    return texts


def _known(name: str, language: str) -> None:
    if name not in PURPOSES:
        raise typer.BadParameter(
            _("there is no letter {name!r}: it is one of {names}", name=name, names=_NAMES), param_hint="NAME"
        )
    if language not in LANGUAGES:
        one, other = LANGUAGES
        raise typer.BadParameter(
            _("{language!r} is not {one} or {other}", language=language, one=one, other=other),
            param_hint="--language",
        )


def _placeholders(names: Iterable[str]) -> Table:
    """What can be said in the letters *names*, by name; what stands in all of them first."""
    names = list(names)
    listed = table(_("say"), _("for"), *([_("in")] if len(names) > 1 else []))
    described: dict[str, tuple[str, list[str]]] = {}
    for name in names:
        purpose = PURPOSES[name]
        flags = {f"{{% if {flag} %}} … {{% endif %}}": says for flag, says in purpose.flags.items()}
        for say, says in {**{f"{{{{ {n} }}}}": says for n, says in purpose.takes.items()}, **flags}.items():
            described.setdefault(say, (says, []))[1].append(name)
    for say, (says, places) in described.items():
        listed.add_row(say, _(says), *([_places(places, names)] if len(names) > 1 else []))
    return listed


def _places(places: list[str], names: list[str]) -> str:
    return (
        _("all")
        if places == names
        else _("all letters and foot")
        if places == [n for n in names if PURPOSES[n].has_subject or n == FOOT]
        else _("all letters")
        if places == [n for n in names if PURPOSES[n].has_subject]
        else ", ".join(places)
    )


def _write(file: Path, html: str) -> None:
    try:
        file.write_text(html, encoding="utf-8")
    except OSError as error:
        msg = _("cannot write {file}: {why}", file=file, why=reason(error))
        raise AltabaixaError(msg) from error
