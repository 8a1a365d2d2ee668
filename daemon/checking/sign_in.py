"""The access tokens: whether they can be had now, what they are good for, and what of them nears its end."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from daemon.access import barrier
from daemon.checking.findings import Finding, bad, good, warning
from daemon.configuration.settings import Service, Settings
from daemon.configuration.sign_in import SOON_DAYS, Grant
from daemon.errors import SettingsError, TokenError
from daemon.oauth.claims import clock_off

_LONG: Final = 60
_SERVERS: Final[tuple[Service, ...]] = ("imap", "smtp")


def check_sign_in(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Get a token for each server that takes one; nothing where both take passwords."""
    yield from _files(settings)
    if (grant := settings.grant) is not None:
        yield from _ends(grant, now)
    tried = []
    for service in _SERVERS:
        tokens = settings.tokens(service)
        if tokens is None or tokens in tried:
            continue
        tried.append(tokens)
        try:
            settings.require_sign_in(service)
            token = tokens.token()
        except SettingsError as error:
            yield bad(f"{service}.token", str(error), "then run altabaixa check again")
        except TokenError as error:
            yield bad(f"{service}.token", *told(error))
        else:
            left = max(round(tokens.left / _LONG), 1)
            yield good(
                f"{service}.token", f"an access token was given; it is used for {left} minutes at most"
            )
            if (off := clock_off(token.value, now=now)) is not None:
                said = f"this machine's clock is off by {abs(round(off.total_seconds() / 60))} minutes"
                yield warning(
                    f"{service}.clock", said, "switch time synchronisation on (timedatectl set-ntp true)"
                )


def told(error: Exception) -> tuple[str, str]:
    """The sentence of an error that has its way out behind the last semicolon, as a finding has both."""
    what, _, mend = str(error).partition("; ")
    return what, mend or "altabaixa check says more when it is tried again"


def _files(settings: Settings) -> Iterator[Finding]:
    for key in settings.oauth_files:
        file, subject = settings.oauth_file(key), "credentials.oauth"
        mend = f"write it into {file}, and chmod 600 it"
        try:
            settings.oauth_secret(key)
            mode = file.stat().st_mode
        except (SettingsError, OSError) as error:
            yield bad(subject, str(error), closed.mend if (closed := barrier(file)) else mend)
            continue
        if mode & 0o077:
            yield bad(subject, f"others may read the secret of oauth.{key} in {file}", f"chmod 600 {file}")
        else:
            yield good(subject, f"the secret of oauth.{key} is in {file}, which only its owner may read")


def _ends(grant: Grant, now: datetime) -> Iterator[Finding]:
    if grant.renewed_at is not None:
        days = (now - grant.renewed_at).days
        yield good(
            "oauth.grant", f"the refresh token was renewed {days} days ago ({grant.renewed_at:%Y-%m-%d})"
        )
    if grant.secret_expires is None:
        return
    days = grant.days_left(now.date()) or 0
    said = f"the client secret holds until {grant.secret_expires} ({days} days)"
    mend = "make a new one, write it into oauth.client_secret_file and its end into oauth.secret_expires"
    if days < 0:
        yield bad("oauth.secret", f"the client secret ended on {grant.secret_expires}", mend)
    elif days <= SOON_DAYS:
        yield warning("oauth.secret", said, mend)
    else:
        yield good("oauth.secret", said)
