"""How we sign in to the two servers: by password, by a token of [oauth], or by one that a command prints."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from daemon.configuration.sections import Mailbox, OAuth, Smtp
from daemon.language import _
from daemon.oauth.command import Command
from daemon.oauth.google import Google
from daemon.oauth.microsoft import Microsoft
from daemon.oauth.refresh_tokens import RefreshTokens
from daemon.oauth.tokens import Source

FILES: Final = ("client_secret_file", "refresh_token_file", "service_account_file")
"""The keys of [oauth] that name a file with a secret in it."""


SOON_DAYS: Final = 30
"""How long before its end people are told of it: time for whoever has the right to make a new secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What the provider gave us to go by: when it was last renewed, until when the client secret holds."""

    provider: str
    renewed_at: datetime | None
    secret_expires: date | None

    def days_left(self, today: date) -> int | None:
        """How many days the client secret still holds; None where nobody said."""
        return None if self.secret_expires is None else (self.secret_expires - today).days


class Files(Protocol):
    """What reads the files that [oauth] names."""

    def oauth_secret(self, key: str) -> str:
        """Read the secret of *key*, now."""
        ...

    def oauth_ca_file(self) -> Path | None:
        """Where the certificates for the provider's endpoint are; None for the system's own."""
        ...

    @property
    def state_folder(self) -> Path:
        """The service's own folder."""
        ...


def contradictions(mailbox: Mailbox, smtp: Smtp, oauth: OAuth) -> Iterator[str]:
    """Yield a sentence for each thing that the keys of signing in say against each other."""
    for name, section in (("mailbox", mailbox), ("smtp", smtp)):
        yield from _of_server(name, section, oauth)
    if oauth.provider:
        if "oauth" not in {mailbox.auth, smtp.auth}:
            yield _('oauth: nothing goes by it; set auth = "oauth" in [mailbox] and [smtp], or take it out')
        yield from _of_provider(oauth)
    elif oauth != OAuth():
        yield _('oauth.provider: is missing; name who gives the tokens: "microsoft" or "google"')


def _of_server(name: str, section: Mailbox | Smtp, oauth: OAuth) -> Iterator[str]:
    by_command = bool(section.token_command)
    if by_command and "auth" in section.model_fields_set:
        yield _("{name}.auth: {name}.token_command says how to sign in; keep one of the two", name=name)
    if (by_command or section.auth == "oauth") and "password_file" in section.model_fields_set:
        yield _(
            "{name}.password_file: the sign-in is by a token, and needs no password; take the key out",
            name=name,
        )
    if (by_command or section.auth == "oauth") and not section.user:
        yield _('{name}.user: is missing; a token is for a user, like "info@example.cat"', name=name)
    if section.auth == "oauth" and not oauth.provider and not by_command:
        yield _(
            '{name}.auth = "oauth": oauth.provider is missing, which says who gives the tokens', name=name
        )


def _of_provider(oauth: OAuth) -> Iterator[str]:
    foreign = {
        "microsoft": {"service_account_file": "Google", "token_url": "Google"},
        "google": {"tenant": "Microsoft", "authority": "Microsoft"},
    }[oauth.provider]
    for key, whose in foreign.items():
        if getattr(oauth, key):
            yield _(
                'oauth.{key}: is of {whose}, and oauth.provider is "{provider}"; take one out',
                key=key,
                whose=whose,
                provider=oauth.provider,
            )
    yield from _of_microsoft(oauth) if oauth.provider == "microsoft" else _of_google(oauth)


def _of_microsoft(oauth: OAuth) -> Iterator[str]:
    for key in ("tenant", "client_id"):
        if not getattr(oauth, key):
            yield _("oauth.{key}: is missing; docs/microsoft365.md says where Entra shows it", key=key)
    if not oauth.client_secret_file and not oauth.refresh_token_file:
        yield (
            _(
                "oauth.client_secret_file: is missing; name the file of the application's secret, or "
                "oauth.refresh_token_file where a user signed in"
            )
        )


def _of_google(oauth: OAuth) -> Iterator[str]:
    beside = [key for key in ("client_id", "client_secret_file", "refresh_token_file") if getattr(oauth, key)]
    if oauth.service_account_file and beside:
        yield _(
            "oauth.{key}: a service account needs none; keep it or oauth.service_account_file",
            key=beside[0],
        )
    if not oauth.service_account_file:
        for key in ("client_id", "client_secret_file", "refresh_token_file"):
            if not getattr(oauth, key):
                yield _(
                    "oauth.{key}: is missing; give it, or a service account in oauth.service_account_file",
                    key=key,
                )


def tokens_for(name: str, section: Mailbox | Smtp, oauth: OAuth, files: Files) -> dict[object, Source]:
    """The source of the tokens of *section*, by what makes it another than that of the other server."""
    if section.token_command:
        return {section.token_command: Command(words=section.token_command, key=f"{name}.token_command")}
    if section.auth != "oauth":
        return {}
    # A service account asks for one user's token; all others are whoever they are.
    user = section.user if oauth.service_account_file else ""
    return {user: _provider(oauth, user, files)}


def _provider(oauth: OAuth, user: str, files: Files) -> Source:
    secret = partial(files.oauth_secret, "client_secret_file") if oauth.client_secret_file else None
    refresh = RefreshTokens(
        given=partial(files.oauth_secret, "refresh_token_file"), folder=files.state_folder
    )
    if oauth.provider == "microsoft":
        return Microsoft(
            tenant=oauth.tenant,
            client_id=oauth.client_id,
            client_secret=secret,
            refresh_tokens=refresh if oauth.refresh_token_file else None,
            authority=oauth.authority,
            ca_file=files.oauth_ca_file(),
        )
    account = partial(files.oauth_secret, "service_account_file") if oauth.service_account_file else None
    return Google(
        user=user,
        service_account=account,
        client_id=oauth.client_id,
        client_secret=secret,
        refresh_tokens=refresh,
        token_url=oauth.token_url,
        ca_file=files.oauth_ca_file(),
    )
