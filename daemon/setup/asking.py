"""Asking at a terminal, or reading the answers from a pipe, a line each."""

import sys
from collections.abc import Callable, Mapping
from getpass import getpass
from textwrap import wrap
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError
from rich.console import Console
from rich.text import Text

from daemon.configuration.complaints import complaints
from daemon.configuration.sections import Section

T = TypeVar("T")

_MARGIN: Final = "  "
_YES: Final = {"y": True, "yes": True, "n": False, "no": False}


class Asker:
    """Asks one question at a time, again until the answer can be used; EOFError where answers end."""

    def __init__(self, console: Console) -> None:
        """Ask on *console*; answers come from stdin."""
        self._console: Final = console
        self._at_terminal: Final = sys.stdin.isatty()

    def title(self, text: str) -> None:
        """Begin a new group of questions."""
        self._console.print()
        self._console.rule(Text(text, style="bold"), align="left")

    def say(self, text: str, style: str = "") -> None:
        """Say something that is no question, apart from what was said before."""
        self._console.print()
        self.note(text, style)

    def note(self, text: str, style: str = "") -> None:
        """Say one thing more."""
        # Not by rich's Padding: it fills each line up with blanks, which nobody wants to copy.
        for line in wrap(
            text,
            self._console.width,
            initial_indent=_MARGIN,
            subsequent_indent=_MARGIN,
            break_long_words=False,
            break_on_hyphens=False,
        ):
            self._console.print(Text(line, style=style), soft_wrap=True)

    def ask(
        self, question: str, kind: Callable[[str], T], *, why: str, default: str = "", optional: bool = False
    ) -> T:
        """Return what *kind* makes of the answer; after its ValueError the question is put again."""
        self._put(question, why)
        while True:
            given = self._line(default, "Enter for none" if optional else "")
            if not given and not optional:
                self._wrong("an answer is needed here")
                continue
            try:
                return kind(given)
            except ValueError as error:
                self._wrong(str(error))

    def yes(self, question: str, *, why: str = "", default: bool) -> bool:
        """Ask for yes or no."""
        self._put(question, why)
        while True:
            given = self._line("yes" if default else "no", "").lower()
            if given in _YES:
                return _YES[given]
            self._wrong("answer yes or no")

    def choose(self, question: str, options: Mapping[str, str], default: str) -> str:
        """Ask for one of *options*; a first letter is enough."""
        self._put(question, "")
        for name, meaning in options.items():
            self.note(f"{name}: {meaning}", "dim")
        while True:
            given = self._line(default, "").lower()
            chosen = [name for name in options if given and name.startswith(given)]
            if len(chosen) == 1:
                return chosen[0]
            self._wrong(f"answer one of: {', '.join(options)}")

    def secret(self, question: str, *, why: str, kept: str = "") -> str:
        """Ask for a password, unseen; Enter keeps *kept*."""
        self._put(question, why)
        while True:
            given = self._read_hidden("  [Enter: as before] > " if kept else "  > ") or kept
            if given and given.isprintable():
                return given
            self._wrong("a password is one line of text, and not empty")

    def _put(self, question: str, why: str) -> None:
        self._console.print()
        self._console.print(Text(question, style="bold"))
        if why:
            self.note(why, "dim")

    def _wrong(self, why: str) -> None:
        self.note(f"✗ {why}", "red")

    def _line(self, default: str, empty: str) -> str:
        shown = default or empty
        self._console.file.flush()
        given = input(f"  [{shown}] > " if shown else "  > ").strip()
        self._echo(given)
        return given or default

    def _read_hidden(self, prompt: str) -> str:
        self._console.file.flush()
        if self._at_terminal:
            return getpass(prompt)
        given = input(prompt)
        self._echo("")
        return given

    def _echo(self, given: str) -> None:
        """Put into the record what a pipe, unlike a terminal, does not show."""
        if not self._at_terminal:
            self._console.print(Text(given))


def of(kind: Any) -> Callable[[object], Any]:
    """Return what reads an answer as the configuration would read the value of a key of this *kind*."""
    adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def read(given: object) -> Any:
        try:
            return adapter.validate_python(given)
        except ValidationError as error:
            raise ValueError(next(complaints(error, Section))) from None

    return read


def many(kind: Any) -> Callable[[str], list[Any]]:
    """Return what reads several answers of this *kind*, with commas or blanks between; each one once."""
    one = of(kind)

    def read(text: str) -> list[Any]:
        return list(dict.fromkeys(_named(one, word) for word in text.replace(",", " ").split()))

    return read


def _named(one: Callable[[str], Any], word: str) -> Any:
    try:
        return one(word)
    except ValueError as error:
        raise ValueError(f"{word}: {error}") from None
