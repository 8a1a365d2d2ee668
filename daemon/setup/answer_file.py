"""Answers prepared in a file, a line each in the order of the questions: for setting up unattended."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NoReturn

from daemon.access import reason
from daemon.errors import AltabaixaError
from daemon.language import _

_COMMENT: Final = "# "


class AnswerFile:
    """Gives one answer after the other; each AltabaixaError names the file, the line and the way out."""

    def __init__(self, path: Path) -> None:
        """Read *path*; AltabaixaError where it cannot be read."""
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except OSError as error:
            msg = _(
                "{path}: cannot be read: {why}; name the file of the answers with --answers",
                path=path,
                why=reason(error),
            )
            raise AltabaixaError(msg) from error
        except UnicodeDecodeError:
            raise AltabaixaError(_("{path}: is not UTF-8 text; save it as UTF-8", path=path)) from None
        self._path: Final = path
        self._length: Final = len(lines)
        self._left: Final[Iterator[tuple[int, str]]] = iter(
            [(number, line) for number, line in enumerate(lines, 1) if not line.startswith(_COMMENT)]
        )
        self._number = 0

    def answer(self, question: str) -> str:
        """Return the next answer; AltabaixaError where there is none left for *question*."""
        try:
            self._number, line = next(self._left)
        except StopIteration:
            raise AltabaixaError(
                _(
                    "{path}: ends before the answer to “{question}”; add it as line {length}, where an "
                    "empty line takes what stands in brackets; nothing was written",
                    path=self._path,
                    question=question,
                    length=self._length + 1,
                )
            ) from None
        return line

    def refuse(self, question: str, why: str) -> NoReturn:
        """Raise AltabaixaError: the answer given last does not answer *question*."""
        raise AltabaixaError(
            _(
                "{path}, line {number}: no answer to “{question}”: {why}; correct this line, or put "
                "the one that is missing before it; nothing was written",
                path=self._path,
                number=self._number,
                question=question,
                why=why,
            )
        )

    def demand_end(self) -> None:
        """Raise AltabaixaError if an answer is left that nobody asked for."""
        for number, line in self._left:
            if line.strip():
                raise AltabaixaError(
                    _(
                        "{path}, line {number}: all questions are answered before it; take out the line that "
                        "is too much; nothing was written",
                        path=self._path,
                        number=number,
                    )
                )
