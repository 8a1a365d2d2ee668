"""The words of the letters to residents: our own texts, and those that the town wrote in their place.

A text is a file in UTF-8 whose first line is the subject. It holds `{{ name }}` and
`{% if name %} … {% else %} … {% endif %}` and nothing else of Jinja, so that whoever can write a
letter can change it and no text can do harm. All of them are read at once and kept: what is
changed on disk later is taken up with the configuration, or not at all.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from jinja2 import StrictUndefined, Template, nodes
from jinja2.sandbox import SandboxedEnvironment

from daemon.access import barrier, reason
from daemon.language import _
from daemon.letters.placeholders import PURPOSES, Purpose

LANGUAGES: Final = ("ca", "es")
"""What residents are written in; the first one where their language is unknown."""

_ENVIRONMENT: Final = SandboxedEnvironment(autoescape=False, undefined=StrictUndefined)
_ALONE: Final = re.compile(r"^[ \t]*((?:\{%[^{}]*%\}[ \t]*)+)(?:\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text in one language; `file` is the town's, None for ours."""

    name: str
    language: str
    source: str
    file: Path | None = None

    @property
    def where(self) -> str:
        """Its file, as people look for it."""
        return (
            str(self.file)
            if self.file
            else _("{language}/{name}.txt (altabaixa's own)", language=self.language, name=self.name)
        )

    @property
    def purpose(self) -> Purpose:
        """What it is for."""
        return PURPOSES[self.name]

    @property
    def tree(self) -> nodes.Template:
        """How it is built; TemplateSyntaxError where its braces do not fit together."""
        return _ENVIRONMENT.parse(self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a text, and where; it keeps the service from starting.

    `is_closed`: it could not even be read.
    """

    where: str
    why: str
    line: int | None = None
    language: str = LANGUAGES[0]
    is_closed: bool = False

    def __str__(self) -> str:
        """Say it in one line."""
        if not self.line:
            return f"{self.where}: {self.why}"
        return _("{where}: line {line}: {why}", where=self.where, line=self.line, why=self.why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Every text in every language, and what of the town's folder is none."""

    texts: Mapping[tuple[str, str], Text]
    faults: tuple[Fault, ...] = ()

    def text(self, name: str, language: str) -> Text:
        """The text *name* in *language*: the town's, else ours."""
        return self.texts[language, name]

    def written(self, name: str, language: str, values: Mapping[str, object]) -> str:
        """The text *name* with *values* in place."""
        return _compiled(self.text(name, language).source).render(values).strip()


@lru_cache(maxsize=512)
def _compiled(source: str) -> Template:
    """A letter's template: a tenth of the time of writing each anew."""
    return _ENVIRONMENT.from_string(_ALONE.sub(r"\1", source))


def read_texts(folder: Path | None = None) -> Texts:
    """Read our texts, and in their place those of *folder* (ca/done.txt); what is wrong is in `faults`."""
    theirs, faults = _read_all(folder) if folder else ({}, [])
    texts = {place: theirs.get(place) or _ours(*place) for place in _PLACES}
    # Of what cannot be read nobody knows whether something is missing.
    missing = () if any(fault.is_closed for fault in faults) else _missing(theirs, folder)
    return Texts(texts=texts, faults=(*faults, *missing))


_PLACES: Final = tuple((language, name) for language in LANGUAGES for name in PURPOSES)


@cache
def _ours(language: str, name: str) -> Text:
    file = files("daemon.letters").joinpath(language, f"{name}.txt")
    return Text(name=name, language=language, source=file.read_text(encoding="utf-8"))


def _read_all(folder: Path) -> tuple[dict[tuple[str, str], Text], list[Fault]]:
    """The town's texts, and what of its folder is none."""
    texts: dict[tuple[str, str], Text] = {}
    faults: list[Fault] = []
    try:
        found = sorted(_files(folder))
    except OSError as error:
        return {}, [_closed(Path(error.filename or folder), error)]
    for file in found:
        place = (file.parent.name, file.stem)
        if file.parent.parent != folder or place not in _PLACES or file.suffix != ".txt":
            faults.append(Fault(where=str(file), why=_no_letter()))
            continue
        text = _read(file, *place)
        if isinstance(text, Fault):
            faults.append(text)
        else:
            texts[place] = text
    return texts, faults


def _files(folder: Path) -> Iterator[Path]:
    """What lies in *folder* and in the folders in it, but for what editors leave behind."""
    for path in folder.iterdir():
        if path.is_dir():
            yield from (inside for inside in path.iterdir() if not _is_left_behind(inside))
        elif not _is_left_behind(path):
            yield path


def _is_left_behind(path: Path) -> bool:
    return path.name.startswith((".", "#")) or path.name.endswith(("~", ".bak", ".swp"))


def _no_letter() -> str:
    one, other = (f"{each}/NAME.txt" for each in LANGUAGES)
    names = ", ".join(PURPOSES)
    return _(
        "no letter is called so: they are {one} and {other}, NAME one of {names}",
        one=one,
        other=other,
        names=names,
    )


def _closed(file: Path, error: OSError, language: str = LANGUAGES[0]) -> Fault:
    why = _("cannot be read: {why}", why=barrier(file) or reason(error))
    return Fault(where=str(file), why=why, language=language, is_closed=True)


def _read(file: Path, language: str, name: str) -> Text | Fault:
    try:
        data = file.read_bytes()
        # Windows editors put a BOM before UTF-8.
        source = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError as error:
        return _closed(file, error, language)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        why = _("not UTF-8; save the file with that encoding")
        return Fault(where=str(file), line=line, why=why, language=language)
    return Text(name=name, language=language, source=source, file=file)


def _missing(theirs: Mapping[tuple[str, str], Text], folder: Path | None) -> Iterator[Fault]:
    """A letter that was changed in one language only would tell half of the residents something else."""
    for name in PURPOSES:
        has = [language for language in LANGUAGES if (language, name) in theirs]
        for language in LANGUAGES:
            if has and language not in has:
                yield Fault(
                    where=f"{folder}/{language}/{name}.txt",
                    why=_(
                        "is missing: {has}/{name}.txt is the town's own, and a letter must say the same in "
                        "{has} and {language} (altabaixa letters show {name} --language {language})",
                        has=has[0],
                        name=name,
                        language=language,
                    ),
                    language=language,
                )
