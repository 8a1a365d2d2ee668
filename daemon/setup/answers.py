"""The answers so far, and the configuration that they would make."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import PrivateAttr

from daemon.configuration.default_town import DEFAULT_TOWN
from daemon.configuration.places import place
from daemon.configuration.settings import Service, Settings, parse
from daemon.errors import SettingsError
from daemon.language import _

Secret = Literal["imap", "smtp", "oauth"]


class Draft(Settings):
    """A configuration whose typed secrets are in memory only, be it that none is written yet."""

    _secrets: Mapping[Secret, str] = PrivateAttr(default_factory=dict)

    def model_post_init(self, context: Any, /) -> None:
        """Remember the passwords as well as the file."""
        super().model_post_init(context)
        self._secrets = context["secrets"]

    def secret(self, service: Service) -> str:
        """Return the password that was typed for *service*; SettingsError where none was."""
        try:
            return self._secrets[service]
        except KeyError:
            raise SettingsError(_("the {service} password was not given", service=service)) from None

    def oauth_secret(self, key: str) -> str:
        """Return the client secret or the service account's key that was given, else what is in the file."""
        return self._secrets["oauth"] if "oauth" in self._secrets else super().oauth_secret(key)


@dataclass(slots=True)
class Answers:
    """What was answered, as the tables of the file `path`, and the passwords apart."""

    path: Path
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    secrets: dict[Secret, str] = field(default_factory=dict)

    def put(self, table: str, **values: Any) -> None:
        """Note *values* for keys of *table*."""
        self.tables.setdefault(table, {}).update(values)

    def propose(self, table: str, **values: Any) -> None:
        """Note *values* for those keys of *table* of which nothing was said."""
        said = self.tables.setdefault(table, {})
        if isinstance(said, dict):  # a file may hold anything there
            self.tables[table] = values | said

    def get(self, table: str, key: str, default: Any = "") -> Any:
        """Return what was noted for a key."""
        said = self.tables.get(table, {})
        return said.get(key, default) if isinstance(said, dict) else default

    def draft(self) -> Settings:
        """Return the settings that these answers make; what was not asked yet is a stand-in's."""
        sender = self.get("smtp", "sender", DEFAULT_TOWN["smtp"]["sender"])
        stand_ins = {name: DEFAULT_TOWN[name] for name in ("town", "mailbox", "smtp")}
        tables = {**stand_ins, "staff": {"digest_to": [sender]}, **self.tables}
        parse(tables, path=self.path)  # whose complaints are sentences
        return Draft.model_validate(tables, context={"path": self.path, "secrets": dict(self.secrets)})

    def place_the_books(self) -> None:
        """Put the books, and the figures of an instance, where they belong to this configuration."""
        home = place(self.path)
        if home.store_url:
            self.propose("store", url=home.store_url)
        if home.prometheus_file:
            self.propose("monitoring", prometheus_file=home.prometheus_file)
