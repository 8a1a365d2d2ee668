"""Asking at a terminal, or reading the answers from a pipe, a line each."""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from getpass import getpass
from textwrap import fill
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError
from rich.console import Console
from rich.text import Text

from daemon.configuration.sections import Section
from daemon.configuration.validation_errors import error_messages
from daemon.language import _
from daemon.setup.answers import Answers

T = TypeVar("T")

_YES: Final = {"y": True, "yes": True, "n": False, "no": False, "s": True, "si": True, "sí": True}


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
        lines = fill(
            text, self._console.width, initial_indent="  ", subsequent_indent="  ",
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
        self._console.print(Text(lines, style=style), soft_wrap=True)

    def ask(
        self, question: str, kind: Callable[[str], T], *notes: str, default: str = "", optional: bool = False
    ) -> T:
        """Return what *kind* makes of the answer; after its ValueError the question is put again."""

        def read(given: str) -> T:
            if not given and not optional:
                raise ValueError(_("an answer is needed here"))
            return kind(given)

        shown = default or (_("Enter for none") if optional else "")
        return self._until_used(question, notes, lambda: self._line(shown) or default, read)

    def yes(self, question: str, *, why: str = "", default: bool) -> bool:
        """Ask for yes or no."""

        def read(given: str) -> bool:
            if given.lower() not in _YES:
                raise ValueError(_("answer yes or no"))
            return _YES[given.lower()]

        return self.ask(question, read, why, default=_("yes") if default else _("no"))

    def choose(self, question: str, options: Mapping[str, str], default: str) -> str:
        """Ask for one of *options*; a first letter is enough."""

        def read(given: str) -> str:
            chosen = [name for name in options if name.startswith(given.lower())]
            if len(chosen) != 1:
                raise ValueError(_("answer one of: {options}", options=", ".join(options)))
            return chosen[0]

        meanings = (f"{name}: {_(meaning)}" for name, meaning in options.items())
        return self.ask(question, read, *meanings, default=default)

    def secret(self, question: str, why: str, *, kept: str = "") -> str:
        """Ask for a password, unseen; Enter keeps *kept*."""

        def read(given: str) -> str:
            if not (given and given.isprintable()):
                raise ValueError(_("a password is one line of text, and not empty"))
            return given

        def hidden() -> str:
            prompt = f"  [{_('Enter: as before')}] > " if kept else "  > "
            given = getpass(prompt) if self._at_terminal else input(prompt)
            self._echo("")
            return given or kept

        return self._until_used(question, (why,), hidden, read)

    def _until_used(
        self, question: str, notes: Iterable[str], hear: Callable[[], str], read: Callable[[str], T]
    ) -> T:
        self._console.print()
        self._console.print(Text(question, style="bold"))
        for note in filter(None, notes):
            self.note(note, "dim")
        while True:
            self._console.file.flush()
            given = hear()
            try:
                return read(given)
            except ValueError as error:
                self.note(f"✗ {error}", "red")

    def _line(self, shown: str) -> str:
        given = input(f"  [{shown}] > " if shown else "  > ").strip()
        self._echo(given)
        return given

    def _echo(self, given: str) -> None:
        """Put into the record what a pipe, unlike a terminal, does not show."""
        if not self._at_terminal:
            self._console.print(Text(given))


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Questions of one kind, and the answers so far."""

    asker: Asker
    answers: Answers

    def key(self, table: str, name: str, question: str, kind: Callable[[str], T], why: str, **more: Any) -> T:
        """Ask for a key of the configuration as `Asker.ask` does, and note the answer."""
        value = self.asker.ask(question, kind, why, **more)
        self.answers.put(table, **{name: value})
        return value


def of(kind: Any) -> Callable[[object], Any]:
    """Return what reads an answer as the configuration would read the value of a key of this *kind*."""
    adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def read(given: object) -> Any:
        try:
            return adapter.validate_python(given)
        except ValidationError as error:
            raise ValueError(next(error_messages(error, Section))) from None

    return read


def many(kind: Any) -> Callable[[str], list[Any]]:
    """Return what reads several answers of this *kind*, with commas or blanks between; each one once."""
    one = of(kind)

    def read(text: str) -> list[Any]:
        found: dict[Any, None] = {}
        for word in text.replace(",", " ").split():
            try:
                found[one(word)] = None
            except ValueError as error:
                raise ValueError(f"{word}: {error}") from None
        return list(found)

    return read
