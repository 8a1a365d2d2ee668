"""The language of the command line: Catalan where the locale is Catalan, else English.

Each message is one whole sentence with named places for its values, English in the code and
Catalan in `daemon/locale` (GNU gettext). Typer's own words come from the same catalogue. Letters,
the digest and the legal reasons are Catalan wherever they are shown, and the log is English.
"""

import gettext
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from string import Formatter
from typing import Any, Final, Self

DOMAIN: Final = "altabaixa"
CODE: Final = "code"
"""The context of a word for programs: in a sentence it may be another."""

CATALOGUES: Final = Path(__file__).with_name("locale")


class _Says(Formatter):
    """Numbers that have a format are written as the reader's language writes them: 1.234,5 in Catalan."""

    def format_field(self, value: object, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        is_english = not format_spec or not isinstance(value, int | float) or not _translated()
        return text if is_english else text.translate(_AS_IN_CATALAN)


_SAYS: Final = _Says()
_AS_IN_CATALAN: Final = str.maketrans(",.", ".,")

gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
gettext.textdomain(DOMAIN)


def _(message: str, /, **values: object) -> str:
    """Return *message* in the reader's language, with each `{name}` in it replaced by that value."""
    return _SAYS.vformat(gettext.gettext(message), (), values)


def plural(one: str, many: str, number: int, /, **values: object) -> str:
    """Return *one* or *many*, as *number* asks for; `{number}` in it is the number."""
    return _SAYS.vformat(gettext.ngettext(one, many, number), (), {"number": number, **values})


class Sentence(str):
    """What is said to several readers: in the language of this process, and once more in that of another.

    As `_` has it, or with two forms as `plural`, whose number is the value `number`.
    """

    __slots__ = ("_forms", "_values")
    _forms: tuple[str, str]
    _values: Mapping[str, Any]

    def __new__(cls, one: str, many: str = "", /, **values: Any) -> Self:
        """Say it here."""
        said = plural(one, many, values["number"], **values) if many else _(one, **values)
        made = super().__new__(cls, said)
        made._forms, made._values = (one, many), values
        return made

    def with_each(self, change: Callable[[Any], Any]) -> "Sentence":
        """The same, each of its values changed."""
        return Sentence(*self._forms, **{name: change(value) for name, value in self._values.items()})

    @property
    def for_others(self) -> dict[str, Any]:
        """What `heard` takes, plain enough for JSON."""
        return {"forms": list(self._forms), "values": dict(self._values)}


def heard(told: Any, otherwise: str) -> str:
    """What another process said (`Sentence.for_others`), in our reader's language; else *otherwise*."""
    try:
        one, many = told["forms"]
        # Only what the catalogue has is put together here: whose words these are nobody knows.
        known = _translated() and gettext.gettext(one) != one
        return str(Sentence(one, many, **told["values"])) if known else otherwise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return otherwise


def code(value: str, /) -> str:
    """Return *value*, a word of the books for programs, as its reader says it."""
    return gettext.pgettext(CODE, value)


def later(message: str) -> str:
    """Mark *message*, a constant, for the catalogue: `_` says it when it is used."""
    return message


def of_the_system(error: OSError) -> str:
    """Return what the system said, in the reader's language: no line has two."""
    words = error.strerror or type(error).__name__
    if not _translated():
        return words
    if words in _SYSTEMS:
        return gettext.gettext(words)
    code = getattr(error, "reason", None)  # as TLS has it
    return str(code) if code else _("system error {number}", number=error.errno)


def dated(when: date, pattern: str) -> str:
    """Return *when* by a *pattern* of CLDR, such as "EEEE d MMMM", as the reader's language has it."""
    from babel.dates import format_date, format_datetime  # noqa: PLC0415 - for the few commands that write out dates

    language = _("en")  # whose translation is the code of that language
    if isinstance(when, datetime):
        return format_datetime(when, _(pattern), tzinfo=when.tzinfo, locale=language)
    return format_date(when, _(pattern), locale=language)


def log_in_english() -> None:
    """From here on everything is English: what this process says goes into the journal and the store."""
    gettext.textdomain("C")


def _translated() -> bool:
    return gettext.textdomain() == DOMAIN and gettext.find(DOMAIN, str(CATALOGUES)) is not None


_SYSTEMS: Final = {
    later("Address already in use"),
    later("Cannot allocate memory"),
    later("Connection refused"),
    later("Connection reset by peer"),
    later("Connection timed out"),
    later("Device or resource busy"),
    later("Directory not empty"),
    later("Disk quota exceeded"),
    later("File exists"),
    later("File name too long"),
    later("File too large"),
    later("Input/output error"),
    later("Invalid argument"),
    later("Is a directory"),
    later("Name or service not known"),
    later("Network is unreachable"),
    later("No address associated with hostname"),
    later("No route to host"),
    later("No space left on device"),
    later("No such file or directory"),
    later("Not a directory"),
    later("Operation not permitted"),
    later("Permission denied"),
    later("Read-only file system"),
    later("Temporary failure in name resolution"),
    later("Too many levels of symbolic links"),
    later("Too many open files"),
}
"""What the system says, as a program is told it: in English."""
