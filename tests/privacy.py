"""Nobody's data in the logs: hears what each test logs, here and in the programs it starts, and reads it.

What counts as log: every event and every library's line in this process, whatever renders it;
all that `altabaixa run` writes to stderr; of any other command, the lines of its log. What such
a command says to the person at the terminal about what they typed themselves is no log: it
goes to nobody else and is kept nowhere. A traceback is never right: it shows values.
"""

import json
import logging
import os
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import structlog
from stdnum.es import nif

from daemon.service.logs import foreign

_TESTS: Final = Path(__file__).parent
_TOWNS_OWN: Final = {"683331383", "600000000"}
_TOWNS_DOMAINS: Final = {"setcases.cat", "vallclara.cat"}

_ROW: Final = re.compile(r"\b([^\W\d_][\w'·-]+(?: [\w'·-]+)+)[,;](?:[XYZ]?\d{7,8}[A-Z])?[,;]\+?\d{9,11}")
_PERSON: Final = re.compile(r"Person\(\s*name=\"([^\"]+)\"")
_DOCUMENT: Final = re.compile(r"\b[XYZ]?\d{7,8}[A-Z]\b")
_MOBILE: Final = re.compile(r"(?<![\w.-])(?:\+34 ?)?[67]\d\d(?: ?\d\d ?\d\d ?\d\d| \d{3} \d{3})(?![\w.-])")
_ADDRESS: Final = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_TEMPORARY: Final = re.compile(r"/tmp/pytest-\S+")  # noqa: S108 - a path is named after its test
_LOG_LINE: Final = re.compile(r"^(?:<\d>)?\{.*$", re.MULTILINE)
_TRACEBACK: Final = "Traceback (most recent call last)"


class Ears:
    """Hears whatever is logged, from `listen` on."""

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._files: set[Path] = set()
        self._covered = False

    def listen(self) -> None:
        """Begin; for the whole session."""
        self._listen_to_events()
        self._listen_to_programs()
        logging.getLogger().addHandler(_Libraries(self))

    def hear(self, text: str) -> None:
        if not self._covered:
            self._heard.append(text)

    def take(self) -> str:
        """All that was heard since the last time."""
        heard, self._heard = self._heard, []
        files, self._files = self._files, set()
        logged = [file.read_text(encoding="utf-8", errors="replace") for file in files if file.exists()]
        return "\n".join([*heard, *logged])

    @contextmanager
    def covered(self) -> Iterator[None]:
        """For a test that says names to see them struck out."""
        self._covered = True
        try:
            yield
        finally:
            self._covered = False

    def _listen_to_events(self) -> None:
        process: Any = structlog.BoundLoggerBase._process_event

        def heard(logger: Any, method: str, event: Any, words: dict[str, Any]) -> Any:
            self.hear(f"{event} {logger._context} {words}")
            return process(logger, method, event, words)

        structlog.BoundLoggerBase._process_event = heard  # type: ignore[method-assign]

    def _listen_to_programs(self) -> None:
        start: Any = subprocess.Popen.__init__
        communicate: Any = subprocess.Popen.communicate

        def started(program: Any, args: Any, *more: Any, **options: Any) -> None:
            errors = options.get("stderr")
            if _command(args) is not None and hasattr(errors, "name"):
                self._files.add(Path(os.readlink(f"/proc/self/fd/{errors.fileno()}")))
            start(program, args, *more, **options)

        def communicated(program: Any, *more: Any, **options: Any) -> Any:
            out, errors = communicate(program, *more, **options)
            command = _command(program.args)
            if command is not None and errors:
                text = errors.decode(errors="replace") if isinstance(errors, bytes) else errors
                self.hear(text if command == "run" else log_lines(text))
            return out, errors

        subprocess.Popen.__init__ = started  # type: ignore[method-assign]
        subprocess.Popen.communicate = communicated  # type: ignore[method-assign]


class _Libraries(logging.Handler):
    """What our log would tell of a library's line."""

    def __init__(self, ears: Ears) -> None:
        super().__init__(logging.WARNING)
        self._ears = ears

    def emit(self, record: logging.LogRecord) -> None:
        self._ears.hear(str(foreign(record)))


EARS: Final = Ears()


def _command(args: Any) -> str | None:
    """The command of altabaixa's that a program is, None for another program."""
    words = [str(word) for word in args] if isinstance(args, list | tuple) else [str(args)]
    if Path(words[0]).name != "altabaixa":
        return None
    return words[1] if len(words) > 1 else ""


def log_lines(text: str) -> str:
    """The lines of a log in what a command wrote to stderr; a traceback whole."""
    return text if _TRACEBACK in text else "\n".join(_LOG_LINE.findall(text))


def leaks(text: str) -> list[str]:
    """The data of residents in *text*: whom the fixtures name, and whatever has the form of such data."""
    text = _TEMPORARY.sub("", text)
    found = {match[0] for match in _known().finditer(_plain(text))}
    found |= {match[0] for match in _ADDRESS.finditer(text) if match[1] not in _TOWNS_DOMAINS}
    found |= {match[0] for match in _DOCUMENT.finditer(text) if nif.is_valid(match[0])}
    found |= {match[0] for match in _MOBILE.finditer(text) if _digits(match[0])[-9:] not in _TOWNS_OWN}
    if _TRACEBACK in text:
        found.add(_TRACEBACK)
    return sorted(found)


def _plain(text: str) -> str:
    """Without accents and case, which a log may lose."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


@cache
def _known() -> re.Pattern[str]:
    """Whoever a fixture names: document, telephone, and any two words of the name that stand together."""
    told = set(_documents_and_telephones())
    for name in _names():
        words = _plain(name).split()
        told |= {" ".join(pair) for pair in pairwise(words)}
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, told)))})(?!\w)")


def _names() -> Iterator[str]:
    for text in _sources():
        yield from (match[1] for form in (_ROW, _PERSON) for match in form.finditer(text))
    for person in _people():
        yield person["name"] or ""


def _documents_and_telephones() -> Iterator[str]:
    for text in _sources():
        yield from (match[0].casefold() for match in _DOCUMENT.finditer(text))
    for person in _people():
        if person["id_document"]:
            yield person["id_document"].casefold()
        if person["phone"]:
            yield person["phone"].removeprefix("+")
            yield person["phone"].removeprefix("+34")


def _sources() -> Iterator[str]:
    for file in [*_TESTS.rglob("*.py"), *(_TESTS.parent / "daemon" / "demo").glob("*.csv")]:
        yield file.read_text(encoding="utf-8")


def _people() -> Iterator[dict[str, str | None]]:
    for folder in (_TESTS / "rules" / "messages", _TESTS / "corpus" / "mails"):
        for file in folder.glob("*.json"):
            yield from json.loads(file.read_text(encoding="utf-8"))["people"] or ()
