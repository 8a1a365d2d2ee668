"""The kinds of value a configuration holds, each with the sentence that refuses a wrong one."""

import re
import shlex
from datetime import date, datetime, time
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import phonenumbers
from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from daemon.language import _
from daemon.loopback import is_loopback

_ADDRESS: Final = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9.-]{1,189}")
_HEADER: Final = re.compile(r"[!-9;-~]+")
_HOME_REGION: Final = "ES"
_NIGHT_ENDS_AT: Final = time(3)


def is_address(text: str) -> bool:
    """Say whether *text*, in lower case, is one plain mail address."""
    match = _ADDRESS.fullmatch(text)
    return match is not None and ".." not in text and not text.endswith((".", "-"))


def _line(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValueError(_("must not be empty"))
    # A line break in a name would end up as a header of its own in our letters.
    if not text.isprintable():
        raise ValueError(_("must be one line of plain text"))
    return text


def _maybe_line(text: str) -> str:
    return _line(text) if text.strip() else ""


def _name(text: str) -> str:
    return _line(text).lower()


def _address(text: str) -> str:
    text = text.strip().lower()
    if not is_address(text):
        raise ValueError(_('must be a mail address, like "info@example.cat"'))
    return text


def _maybe_address(text: str) -> str:
    return _address(text) if text.strip() else ""


def _mobile(text: str) -> str:
    try:
        number = phonenumbers.parse(text, _HOME_REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise ValueError(_('must be a telephone number, like "+34683331383"'))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (KeyError, ValueError, OSError):
        raise ValueError(_('must be a time zone of the IANA list, like "Europe/Madrid"')) from None


def _day(given: object) -> date:
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    try:
        return date.fromisoformat(given)  # type: ignore[arg-type]  # what is no text is refused below
    except (TypeError, ValueError):
        raise ValueError(_("must be a date, like 2026-05-08")) from None


def _maybe_day(given: object) -> date | None:
    return None if given in (None, "") else _day(given)


def _since(given: object) -> object:
    if given in ("now", "all"):
        return given
    try:
        return _day(given)
    except ValueError:
        raise ValueError(_('must be "now", "all" or a date, like 2026-05-08')) from None


def _clock(given: object) -> time:
    if isinstance(given, str):
        try:
            given = datetime.strptime(given, "%H:%M").time()  # noqa: DTZ007  # a time of day has no zone
        except ValueError:
            given = None
    if not isinstance(given, time) or given.tzinfo is not None:
        raise ValueError(_('must be a time of day, like "07:30"'))
    if given < _NIGHT_ENDS_AT:
        raise ValueError(
            _("must not lie between 00:00 and 02:59: clocks change there, and the hour may not exist")
        )
    return given


def _span(given: object) -> object:
    """Two times of day, as "09:00-16:00"; what is a pair already stays one."""
    if isinstance(given, str) and len(parts := [part.strip() for part in given.split("-")]) == 2:
        return tuple(map(_clock, parts))
    if isinstance(given, tuple):
        return given
    raise ValueError(_('must be two times of day, like "09:00-16:00"'))


def _tls(tls: str, info: ValidationInfo) -> str:
    host = info.data.get("host")
    if tls == "none" and host is not None and not is_loopback(host):
        raise ValueError(_('must be "implicit" or "starttls": {host} is not this machine', host=host))
    return tls


def _web_link(text: str) -> str:
    parts = urlsplit(text)
    if text and not (parts.scheme in {"http", "https"} and parts.hostname and text.isprintable()):
        raise ValueError(_('must be a link, like "https://www.example.cat/privacitat", or ""'))
    return text


def _encrypted_link(text: str) -> str:
    parts = urlsplit(text)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    if text and not (is_safe and parts.hostname and text.isprintable() and parts.username is None):
        raise ValueError(_('must be an address that begins with "https://", or ""'))
    return text


def _endpoint(text: str) -> str:
    return _encrypted_link(text).rstrip("/")


def _is_word(given: object) -> bool:
    return isinstance(given, str) and given != "" and "\0" not in given


def _words(given: object) -> object:
    """A command line is cut into words as a shell would, but no shell ever sees it."""
    if isinstance(given, str):
        try:
            given = shlex.split(given)
        except ValueError:
            given = None
    if not isinstance(given, list | tuple) or not all(map(_is_word, given)):
        raise ValueError(
            _('must be a command, like ["/usr/local/bin/token", "info"], whose quotes are closed')
        )
    return tuple(given)


def _mark(text: str) -> str:
    name, colon, value = text.partition(":")
    if not (colon and _HEADER.fullmatch(name.strip()) and value.strip()):
        raise ValueError(_('must be a header with its value, like "X-Internal: yes"'))
    return f"{name.strip().lower()}: {value.strip()}"


def _database(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"sqlite", "postgresql", "postgresql+psycopg"}:
        raise ValueError(_('must begin with "sqlite:///" or "postgresql+psycopg://"'))
    if parts.scheme == "sqlite" and (parts.netloc or not parts.path.strip("/")):
        raise ValueError(_('must name the file, like "sqlite:////var/lib/altabaixa/altabaixa.db"'))
    if parts.password is not None or "password=" in parts.query:
        raise ValueError(
            _(
                "must not hold a password; put it into a libpq password file and name that: "
                '"postgresql+psycopg://altabaixa@host/altabaixa?passfile=/var/lib/altabaixa/pgpass"'
            )
        )
    return url


def _many(given: object) -> object:
    if not isinstance(given, list | tuple):
        raise ValueError(_("must be a list: [ … ], or [[ … ]] where it is one of tables"))  # noqa: TRY004  # pydantic reports only ValueErrors
    return tuple(given)


MANY: Final = BeforeValidator(_many)
"""For a tuple that the file gives as a list."""

Line = Annotated[str, AfterValidator(_line)]
Address = Annotated[str, AfterValidator(_address)]
Phone = Annotated[str, AfterValidator(_mobile)]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
Day = Annotated[date, BeforeValidator(_day)]
MaybeDay = Annotated[date | None, BeforeValidator(_maybe_day)]
Since = Annotated[Literal["now", "all"] | date, BeforeValidator(_since)]
Clock = Annotated[time, BeforeValidator(_clock)]
Span = Annotated[tuple[time, time], BeforeValidator(_span)]
Tls = Annotated[Literal["implicit", "starttls", "none"], AfterValidator(_tls)]
Port = Annotated[int, Field(ge=1, le=65535)]
Year = Annotated[int, Field(ge=2017, le=2100)]
Endpoint = Annotated[str, AfterValidator(_endpoint)]
Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
PingLink = Annotated[str, AfterValidator(_encrypted_link)]
WebLink = Annotated[str, AfterValidator(_web_link)]
Mark = Annotated[str, AfterValidator(_mark)]
Database = Annotated[str, AfterValidator(_database)]
Cap = Annotated[int, Field(ge=0)]
KeptDays = Annotated[int, Field(ge=15)]  # a leave can be undone for ten days
KeptYears = Annotated[int, Field(ge=1)]
ListSize = Annotated[int, Field(ge=1)]
Name = Annotated[str, AfterValidator(_name)]
MaybeLine = Annotated[str, AfterValidator(_maybe_line)]
MaybeAddress = Annotated[str, AfterValidator(_maybe_address)]
Subdivision = Literal[
    "AN", "AR", "AS", "CB", "CE", "CL", "CM", "CN", "CT", "EX",
    "GA", "IB", "MC", "MD", "ML", "NC", "PV", "RI", "VC",
]  # fmt: skip
"""The autonomous communities and cities of ISO 3166-2:ES."""
