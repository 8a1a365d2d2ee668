"""The sections of the configuration file: their keys, their defaults, what each may hold."""

from datetime import date, time
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from daemon.configuration.values import (
    MANY,
    Address,
    Cap,
    Clock,
    Database,
    Day,
    Endpoint,
    KeptDays,
    KeptYears,
    Line,
    ListSize,
    Mark,
    MaybeAddress,
    MaybeDay,
    MaybeLine,
    Name,
    Phone,
    PingLink,
    Port,
    Since,
    Span,
    Subdivision,
    Tls,
    WebLink,
    Words,
    Year,
    Zone,
)
from daemon.language import _
from rules.calendar.norms import Norms
from rules.town import LIST_SIZE

IMAP_PORTS: Final = {"implicit": 993, "starttls": 143, "none": 143}
SMTP_PORTS: Final = {"implicit": 465, "starttls": 587, "none": 25}

Addresses = Annotated[tuple[Address, ...], MANY]
Lines = Annotated[tuple[Line, ...], MANY]


class Section(BaseModel):
    """A table of the file: what it does not know is an error, and nothing is converted silently."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", hide_input_in_errors=True)


class TownHall(Section):
    """[town]: what the town hall and its list are called."""

    name: Line
    channel: Line
    whatsapp: Phone
    timezone: Zone = ZoneInfo("Europe/Madrid")
    privacy_url: WebLink = ""
    form_url: WebLink = ""
    office_url: WebLink = ""
    office_phone: MaybeLine = ""


class LocalHoliday(Section):
    """[[calendar.local_holidays]]: one of the town's own holidays, and the order that says so."""

    date: Day
    name: Line
    source: MaybeLine = ""


class CalendarSection(Section):
    """[calendar]: which holidays hold, and for which years somebody has checked them."""

    subdivision: Subdivision = "CT"
    confirmed_years: Annotated[tuple[Year, ...], MANY] = ()
    local_holidays: Annotated[tuple[LocalHoliday, ...], MANY] = ()

    @field_validator("local_holidays")
    @classmethod
    def _once_each(cls, holidays: tuple[LocalHoliday, ...]) -> tuple[LocalHoliday, ...]:
        """Two holidays on one day are a slip of the pen: the town would lack one."""
        days = [holiday.date for holiday in holidays]
        if twice := sorted({day for day in days if days.count(day) > 1}):
            raise ValueError(_("must not give {twice} twice", twice=_dates(twice)))
        return holidays


class Mailbox(Section):
    """[mailbox]: the IMAP account, which people read too."""

    host: Line
    tls: Tls = "implicit"
    port: Port = Field(default_factory=lambda known: IMAP_PORTS[known["tls"]])
    ca_file: MaybeLine = ""
    user: Line
    auth: Literal["password", "oauth"] = "password"
    password_file: Line = "imap-password"  # noqa: S105  # the name of a file
    token_command: Words = ()
    addresses: Addresses = ()
    folders: Annotated[Lines, Field(min_length=1)] = ("INBOX",)
    junk_folders: Lines = ()
    sent_folder: MaybeLine = ""
    since: Since = "now"


class Smtp(Section):
    """[smtp]: the way out. An empty `user` means no login."""

    host: Line
    tls: Tls = "implicit"
    port: Port = Field(default_factory=lambda known: SMTP_PORTS[known["tls"]])
    ca_file: MaybeLine = ""
    user: MaybeLine = ""
    auth: Literal["password", "oauth"] = "password"
    password_file: Line = "smtp-password"  # noqa: S105  # the name of a file
    token_command: Words = ()
    sender: Address


class OAuth(Section):
    """[oauth]: who gives the access tokens, where a server takes no password; `auth = "oauth"` goes by it."""

    provider: Literal["", "microsoft", "google"] = ""
    tenant: MaybeLine = ""
    client_id: MaybeLine = ""
    client_secret_file: MaybeLine = ""
    secret_expires: MaybeDay = None
    refresh_token_file: MaybeLine = ""
    service_account_file: MaybeLine = ""
    authority: Endpoint = ""
    token_url: Endpoint = ""
    ca_file: MaybeLine = ""


class StoreSection(Section):
    """[store]: where the books are, and how much of their disk is to stay free.

    `Settings.store_url` is what to open.
    """

    url: Database = "sqlite:////var/lib/altabaixa/altabaixa.db"
    min_free_mb: Cap = 200


class Staff(Section):
    """[staff]: who gets the digest, when, and whose orders count: also those of the deputies."""

    digest_to: Annotated[Addresses, Field(min_length=1)]
    orders_from: Addresses = ()
    digest_at: Clock = time(7, 30)
    leaves: Literal["at-once", "digest"] = "at-once"
    empty_days: Literal["always", "when-needed", "never"] = "always"
    deputies: Addresses = ()
    technician: MaybeAddress = ""
    allow_external: bool = False


class Incidents(Section):
    """[incidents]: to whom staff pass on what is broken, without who told it."""

    send_to: Addresses = ()


class Registry(Section):
    """[registry]: who sends the notices of the electronic registry."""

    senders: Addresses = ()


class Trust(Section):
    """[trust]: whose word on a sender's authentication is believed."""

    authserv_ids: Annotated[tuple[Name, ...], MANY] = ()
    internal_marks: Annotated[tuple[Mark, ...], MANY] = ()


class Replies(Section):
    """[replies]: how many letters may go out at most."""

    per_sender_per_day: Cap = 3
    per_day_unauthenticated: Cap = 50
    per_day: Cap = 2000


class Retention(Section):
    """[retention]: how long what is kept; `Settings.terms` is what the rules know of it."""

    closed_days: KeptDays = 30
    address_days: KeptDays = 30
    proof_years: KeptYears = 3


class LettersSection(Section):
    """[letters]: a folder with texts of the town's own; `Settings.letters_folder` is where it is."""

    folder: MaybeLine = ""


class PhoneSection(Section):
    """[phone]: the phone that the list is sent from. `Settings.prefix` is how our contacts' names begin."""

    prefix: MaybeLine = ""
    list_size: ListSize = LIST_SIZE


class NormsSection(Section):
    """[norms]: when broadcasts go out, and when people rest; `held` is what the rules know of it."""

    hours: Span = (Norms().opens, Norms().closes)
    quiet: Span = (Norms().quiet_from, Norms().quiet_until)

    @field_validator("hours")
    @classmethod
    def _in_order(cls, hours: tuple[time, time]) -> tuple[time, time]:
        if hours[0] >= hours[1]:
            raise ValueError(_("must end later than they begin, on the same day"))
        return hours

    @model_validator(mode="after")
    def _apart(self) -> Self:
        """Where people rest all the time, or within the hours, no broadcast would have a minute."""
        if self.quiet[0] == self.quiet[1]:
            raise ValueError(_("norms.quiet: must not begin and end at one time"))
        begins_within = self.hours[0] <= self.quiet[0] <= self.hours[1]
        if begins_within or any(map(self.held.is_quiet, self.hours)):
            raise ValueError(_("norms.hours, norms.quiet: must not overlap"))
        return self

    @property
    def held(self) -> Norms:
        """The norms."""
        (opens, closes), (quiet_from, quiet_until) = self.hours, self.quiet
        return Norms(opens=opens, closes=closes, quiet_from=quiet_from, quiet_until=quiet_until)


class Monitoring(Section):
    """[monitoring]: what is wanted of a file of figures, an address to ask, and a probe to ourselves."""

    prometheus_file: MaybeLine = ""
    ping_url: PingLink = ""
    canary_hours: Cap = 0


def _dates(days: list[date]) -> str:
    return ", ".join(day.isoformat() for day in days)
