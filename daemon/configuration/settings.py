"""The configuration: one TOML file, checked whole before anything starts.

Nothing is guessed: an unknown key, a value of the wrong kind and a file that is not there are
errors which name the file, the key and the way out. Secrets stand in files of their own, are read
when they are needed, and never appear in a message.
"""

import os
import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, PrivateAttr, ValidationError, model_validator

from daemon.access import holds_something, reason
from daemon.configuration.default_town import DEFAULT_TOWN
from daemon.configuration.places import ETC, FILE, books_folder, is_of_a_unit
from daemon.configuration.sections import (
    CalendarSection,
    Incidents,
    LettersSection,
    Mailbox,
    Monitoring,
    NormsSection,
    OAuth,
    PhoneSection,
    Registry,
    Replies,
    Retention,
    Section,
    Smtp,
    Staff,
    StoreSection,
    TownHall,
    Trust,
)
from daemon.configuration.sign_in import FILES, Grant, contradictions, tokens_for
from daemon.configuration.toml_file import data_of, tables_in
from daemon.configuration.validation_errors import error_messages
from daemon.configuration.values import is_address
from daemon.errors import ClosedConfigurationError, SettingsError
from daemon.language import _
from daemon.oauth.extras import require
from daemon.oauth.refresh_tokens import stored_at
from daemon.oauth.tokens import Tokens
from rules.calendar.retention import Terms
from rules.town import Town

if TYPE_CHECKING:
    from daemon.letters.texts import Texts

Service = Literal["imap", "smtp"]

VARIABLE: Final = "ALTABAIXA_CONFIG"
"""The environment variable that names the file when `--config` does not."""

PLACES: Final = (Path(FILE), ETC / FILE)
"""Where the file is looked for, in this order, when nobody names it."""

_OF: Final = re.compile(r"\b(?:d['’]|(?:de|del|dels)\s+)(?=\S)", re.IGNORECASE)
_SQLITE: Final = "sqlite:///"


class Settings(Section):
    """The whole configuration, valid as it stands; built by `load` or `parse`."""

    town_hall: TownHall = Field(alias="town")
    calendar: CalendarSection = CalendarSection()
    mailbox: Mailbox
    smtp: Smtp
    oauth: OAuth = OAuth()
    store: StoreSection = StoreSection()
    staff: Staff
    incidents: Incidents = Incidents()
    registry: Registry = Registry()
    trust: Trust = Trust()
    replies: Replies = Replies()
    retention: Retention = Retention()
    letters: LettersSection = LettersSection()
    phone: PhoneSection = PhoneSection()
    norms: NormsSection = NormsSection()
    monitoring: Monitoring = Monitoring()

    _path: Path | None = PrivateAttr(default=None)

    def model_post_init(self, context: Any, /) -> None:
        """Remember the file that the values came from."""
        self._path = (context or {}).get("path")

    @model_validator(mode="after")
    def _stays_inside(self) -> Self:
        """What tells of residents goes to nobody outside, unless that is meant."""
        if outside := self._outside({*self.staff.digest_to, *self.staff.deputies}):
            raise ValueError(
                _(
                    "staff.digest_to, staff.deputies: {outside}: not at {domain}, as smtp.sender is; the "
                    "digest names residents; if that is meant, set staff.allow_external = true",
                    outside=outside,
                    domain=self.domain,
                )
            )
        if outside := self._outside(self.incidents.send_to):
            raise ValueError(
                _(
                    "incidents.send_to: {outside}: not at {domain}, as smtp.sender is; if that is meant, set "
                    "staff.allow_external = true",
                    outside=outside,
                    domain=self.domain,
                )
            )
        return self

    def _outside(self, readers: Iterable[str]) -> str:
        outside = sorted(reader for reader in readers if _domain(reader) != self.domain)
        return "" if self.staff.allow_external else ", ".join(outside)

    @model_validator(mode="after")
    def _sign_ins_agree(self) -> Self:
        if said := next(contradictions(self.mailbox, self.smtp, self.oauth), None):
            raise ValueError(said)
        return self

    @property
    def path(self) -> Path | None:
        """The file that was read, absolute; None for built-in settings."""
        return self._path

    @property
    def tz(self) -> ZoneInfo:
        """The town's time zone: every date in the books is a date there."""
        return self.town_hall.timezone

    @property
    def domain(self) -> str:
        """The domain that we write from."""
        return _domain(self.smtp.sender)

    @property
    def addresses(self) -> frozenset[str]:
        """The addresses that are ours: what comes from them is our own echo."""
        user = self.mailbox.user.lower()
        own = {self.smtp.sender, *self.mailbox.addresses}
        return frozenset(own | {user} if is_address(user) else own)

    @property
    def own_address(self) -> str:
        """The address whose mail ends in the mailbox that we read."""
        user = self.mailbox.user.lower()
        return user if is_address(user) else next(iter(self.mailbox.addresses), self.smtp.sender)

    @property
    def store_url(self) -> str:
        """The database to open; a relative SQLite file is relative to the configuration file."""
        url = self.store.url
        name = url.removeprefix(_SQLITE)
        if name == url or name.startswith(("/", ":memory:", "file:")):
            return url
        return f"{_SQLITE}{self._folder / name}"

    @property
    def letters_folder(self) -> Path | None:
        """Where the town's own texts of the letters are, absolute; None where it has none."""
        return self._folder / self.letters.folder if self.letters.folder else None

    @property
    def prefix(self) -> str:
        """The word that the names of our contacts on the phone begin with; the town's own if none is set."""
        return self.phone.prefix or _place(self.town_hall.name)

    @cached_property
    def texts(self) -> "Texts":
        """The texts of the letters as they stood when first asked for; SettingsError names each fault."""
        # What reads and judges letters is half of the program; most commands write none.
        from daemon.letters.texts import read_texts  # noqa: PLC0415
        from daemon.letters.validation import faults_of  # noqa: PLC0415

        texts = read_texts(self.letters_folder)
        if faults := faults_of(texts, self.town()):
            raise SettingsError("\n".join(map(str, faults)))
        return texts

    @property
    def terms(self) -> Terms:
        """How long what is kept."""
        kept = self.retention
        return Terms(
            closed=timedelta(days=kept.closed_days),
            address=timedelta(days=kept.address_days),
            proof_years=kept.proof_years,
        )

    def town(self) -> Town:
        """Return what the rules must know of the town."""
        return self._town

    @cached_property
    def _town(self) -> Town:
        marks = (mark.split(": ", 1) for mark in self.trust.internal_marks)
        return Town(
            name=self.town_hall.name,
            channel=self.town_hall.channel,
            whatsapp=self.town_hall.whatsapp,
            place=_place(self.town_hall.name),
            tz=self.tz,
            addresses=self.addresses,
            staff=frozenset({*self.staff.orders_from, *self.staff.deputies}),
            registry=frozenset(self.registry.senders),
            authserv_ids=frozenset(self.trust.authserv_ids),
            internal_marks=tuple((name, value) for name, value in marks),
            list_size=self.phone.list_size,
            form_url=self.town_hall.form_url,
            office_url=self.town_hall.office_url,
            office_phone=self.town_hall.office_phone,
        )

    def secret(self, service: Service) -> str:
        """Read the password for *service* from its file, now; SettingsError names the file and why not."""
        path = self.secret_file(service)
        text = _read(path, _("the {service} password", service=service))
        secret = text.removesuffix("\n").removesuffix("\r")
        if len(secret.splitlines()) > 1 or secret.endswith(("\n", "\r")):
            raise SettingsError(
                _(
                    "{path}: the {service} password file holds more than one line, and none is tried: "
                    "write the password into it alone, on one line",
                    path=path,
                    service=service,
                )
            )
        return secret

    def require_sign_in(self, service: Service) -> None:
        """Raise SettingsError where a file or a library that the sign-in to *service* needs is not there."""
        if self.tokens(service) is None:
            if self.server(service).user:
                self.secret(service)
        elif self.server(service).auth == "oauth":
            require(self.oauth.provider)
            for key in self.oauth_files:
                self.oauth_secret(key)

    @property
    def grant(self) -> Grant | None:
        """What we are given access tokens for; None where the sign-in is by passwords."""
        if not self._tokens:
            return None
        renewed_at = stored_at(self.state_folder) if self.oauth.refresh_token_file else None
        return Grant(
            provider=self.oauth.provider or "command",
            renewed_at=renewed_at,
            secret_expires=self.oauth.secret_expires,
        )

    @property
    def oauth_files(self) -> tuple[str, ...]:
        """The keys of [oauth] that name a file."""
        return tuple(key for key in FILES if getattr(self.oauth, key))

    def secret_file(self, service: Service) -> Path:
        """Where the password for *service* is looked for."""
        return self._file(self.server(service).password_file)

    def oauth_secret(self, key: str) -> str:
        """Read the file that *key* of [oauth] names, now; SettingsError names the file and why not."""
        path = self.oauth_file(key)
        secret = _read(path, _("the secret of oauth.{key}", key=key)).strip()
        if key != "service_account_file" and len(secret.splitlines()) > 1:
            raise SettingsError(
                _(
                    "{path}: the secret of oauth.{key} has more than one line, and none is tried: "
                    "write it there alone, on one line",
                    path=path,
                    key=key,
                )
            )
        return secret

    def oauth_file(self, key: str) -> Path:
        """Where the file that *key* of [oauth] names is looked for."""
        return self._file(getattr(self.oauth, key))

    def oauth_ca_file(self) -> Path | None:
        """Return the certificates to trust for the provider's endpoint; None for the system's own."""
        return self._file(self.oauth.ca_file) if self.oauth.ca_file else None

    def tokens(self, service: Service) -> Tokens | None:
        """What gives the access tokens for *service*, shared by all who ask; None where it is a password."""
        return self._tokens.get(service)

    @property
    def all_tokens(self) -> tuple[Tokens, ...]:
        """What gives access tokens, each once."""
        return tuple({id(each): each for each in self._tokens.values()}.values())

    @cached_property
    def _tokens(self) -> dict[Service, Tokens]:
        sources: dict[object, Tokens] = {}
        found: dict[Service, Tokens] = {}
        for service in ("imap", "smtp"):
            name = "mailbox" if service == "imap" else "smtp"
            for key, source in tokens_for(name, self.server(service), self.oauth, self).items():
                found[service] = sources.setdefault(key, Tokens(source=source))
        return found

    @property
    def state_folder(self) -> Path:
        """The service's own folder, the same for commands by hand: that of the books, else systemd's."""
        name = self.store_url.removeprefix(_SQLITE)
        if name.startswith("/"):
            return Path(name).parent
        if given := os.environ.get("STATE_DIRECTORY", "").partition(":")[0]:
            return Path(given)
        folder = books_folder(self._path) if self._path and is_of_a_unit(self._path) else None
        return folder if folder and folder.is_dir() else self._folder

    def ca_file(self, service: Service) -> Path | None:
        """Return the certificates to trust for *service*; None for the system's own."""
        name = self.server(service).ca_file
        return self._file(name) if name else None

    def server(self, service: Service) -> Mailbox | Smtp:
        """Where *service* is."""
        return self.mailbox if service == "imap" else self.smtp

    @property
    def _folder(self) -> Path:
        return self._path.parent if self._path else Path.cwd()

    def _file(self, name: str) -> Path:
        """Where systemd put the file *name*, else its place beside the configuration.

        A unit may put a lone line end for a file that is not there: that is none.
        """
        credentials = os.environ.get("CREDENTIALS_DIRECTORY")
        if credentials and holds_something(given := Path(credentials, name)):
            return given
        return self._folder / name


def _read(path: Path, what: str) -> str:
    try:
        text = path.read_bytes().decode()
    except OSError as error:
        raise SettingsError(
            _("{path}: cannot read {what}: {error}", path=path, what=what, error=reason(error))
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(_("{path}: {what} is not UTF-8 text", path=path, what=what)) from None
    if not text.strip("\r\n"):
        raise SettingsError(_("{path}: {what} is empty", path=path, what=what))
    return text


def load(path: Path | None = None) -> Settings:
    """Read the file *path*, else that of ALTABAIXA_CONFIG, else the first of PLACES; or SettingsError."""
    found = _found(path)
    if found is None:
        here, there = (place.absolute() for place in PLACES)
        raise SettingsError(
            _(
                "no configuration: there is neither {here} nor {there}; name a file with --config FILE or "
                "{variable}, or have `altabaixa init` write one (`altabaixa demo` needs none)",
                here=here,
                there=there,
                variable=VARIABLE,
            )
        )
    file, tables = found
    return parse(tables, path=file)


def load_or_default(path: Path | None = None) -> Settings:
    """Do as `load` for a command that needs no mailbox: what no file says is Setcases'."""
    found = _found(path)
    if found is None:
        return parse(DEFAULT_TOWN)
    file, tables = found
    # Nothing is sent by such a command, so the stand-ins need not agree with the file's sender.
    needed = {name: DEFAULT_TOWN[name] for name in ("town", "mailbox", "smtp")}
    needed["staff"] = DEFAULT_TOWN["staff"] | {"allow_external": True}
    return parse(needed | tables, path=file)


def parse(tables: Mapping[str, Any], *, path: Path | None = None) -> Settings:
    """Check *tables* as read from *path*; SettingsError lists all that is wrong with them, a line each."""
    try:
        return Settings.model_validate(dict(tables), context={"path": path})
    except ValidationError as error:
        name = path or "configuration"
        complaints = (f"{name}: {complaint}" for complaint in error_messages(error, Settings))
        raise SettingsError("\n".join(complaints)) from None


def _found(path: Path | None) -> tuple[Path, dict[str, Any]] | None:
    """The file that holds and its tables; None where nobody named one and none of PLACES is there."""
    variable = os.environ.get(VARIABLE)
    named = path or (Path(variable) if variable else None)
    for place in (named,) if named else PLACES:
        file = place.absolute()
        try:
            data = data_of(file)
        except ClosedConfigurationError:
            if named or place.is_absolute() or os.access(file.parent, os.X_OK):
                raise
            continue  # started in a folder that this user may not enter: what is there was not meant
        if data is not None:
            return file, tables_in(data, file)
    if named:
        raise SettingsError(_("{named}: there is no such file", named=named.absolute()))
    return None


def _place(name: str) -> str:
    """What follows "Ajuntament de", as the municipality is called; else the last word."""
    match = _OF.search(name)
    if match is None:
        return name.rsplit(maxsplit=1)[-1]
    article = {"del": "el ", "dels": "els "}.get(match[0].strip().lower(), "")
    return article + name[match.end() :].strip()


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
