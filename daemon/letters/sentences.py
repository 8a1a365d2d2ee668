"""The rules' codes in Catalan, by `ca/sentences.toml`: a table an enum, and one for what holds values."""

import tomllib
from datetime import date
from enum import Enum
from importlib.resources import files
from string import Formatter
from typing import Final

from daemon.letters.deadlines import explained, in_words
from daemon.letters.wording import phone
from rules.calendar.workdays import Deadline
from rules.findings import Because, Why

_SENTENCES: Final[dict[str, dict[str, str]]] = tomllib.loads(
    files(__package__).joinpath("ca", "sentences.toml").read_text("utf-8")
)


def in_catalan(why: Why) -> str:
    """Return the sentence of *why*; what is words already, as the store keeps them, stays as it is."""
    match why:
        case Enum():
            return _SENTENCES[type(why).__name__][why.name]
        case Because(code, values):
            return _FORMATTER.vformat(_SENTENCES["because"][code], values, {})
        case str():
            return why


def datum(key: str) -> str:
    """What a column of the books is called to whose data stand in it; "" for one without a name."""
    return _SENTENCES["datum"].get(key, "")


def coded(value: str) -> str:
    """What a value that the books keep as a code is called to the same; any other as it is."""
    return _SENTENCES["coded"].get(value, value)


class _Formatter(Formatter):
    """Codes in a sentence are said as well, and what has a format of its own in that."""

    def format_field(self, value: object, format_spec: str) -> str:
        match value:
            case Enum() | Because():
                return in_catalan(value) if not format_spec else _inner(in_catalan(value))
            case Deadline():
                return explained(value)
            case str() if format_spec == "phone":
                return phone(value)
            case date() if not format_spec:
                return in_words(value)
            case date() if format_spec == _DAY:
                return in_words(value, year=False)
        return str(super().format_field(value, format_spec))


_DAY: Final = "day"
"""A day that is near: without its year."""

_FORMATTER: Final = _Formatter()


def _inner(sentence: str) -> str:
    """A sentence that stands in another one: its own quotation marks are the inner ones."""
    return sentence.replace("«", "“").replace("»", "”")
