"""The access tokens: whether they can be had now, what they are good for, and what of them nears its end."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from daemon.access import barrier
from daemon.checking.findings import Finding, bad, good, warning
from daemon.configuration.settings import Service, Settings
from daemon.configuration.sign_in import SOON_DAYS, Grant
from daemon.errors import SettingsError, TokenError
from daemon.language import _, plural
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
            yield bad(f"{service}.token", str(error), _("then run altabaixa check again"))
        except TokenError as error:
            yield bad(f"{service}.token", *told(error))
        else:
            left = max(round(tokens.left / _LONG), 1)
            yield good(
                f"{service}.token",
                plural(
                    "an access token was given; it is used for {number} minute at most",
                    "an access token was given; it is used for {number} minutes at most",
                    left,
                ),
            )
            if (off := clock_off(token.value, now=now)) is not None:
                minutes = abs(round(off.total_seconds() / 60))
                said = _("this machine's clock is off by {minutes} minutes", minutes=minutes)
                yield warning(
                    f"{service}.clock", said, _("switch time synchronisation on (timedatectl set-ntp true)")
                )


def told(error: Exception) -> tuple[str, str]:
    """The sentence of an error that has its way out behind the last semicolon, as a finding has both."""
    what, _semicolon, mend = str(error).partition("; ")
    return what, mend or _("altabaixa check says more when it is tried again")


def _files(settings: Settings) -> Iterator[Finding]:
    for key in settings.oauth_files:
        file, subject = settings.oauth_file(key), "credentials.oauth"
        mend = _("write it into {file}, and chmod 600 it", file=file)
        try:
            settings.oauth_secret(key)
            mode = file.stat().st_mode
        except (SettingsError, OSError) as error:
            yield bad(subject, str(error), closed.mend if (closed := barrier(file)) else mend)
            continue
        if mode & 0o077:
            yield bad(
                subject,
                _("others may read the secret of oauth.{key} in {file}", key=key, file=file),
                f"chmod 600 {file}",
            )
        else:
            yield good(
                subject,
                _(
                    "the secret of oauth.{key} is in {file}, which only its owner may read",
                    key=key,
                    file=file,
                ),
            )


def _ends(grant: Grant, now: datetime) -> Iterator[Finding]:
    if grant.renewed_at is not None:
        days = (now - grant.renewed_at).days
        yield good(
            "oauth.grant",
            plural(
                "the refresh token was renewed {number} day ago ({renewed_at:%Y-%m-%d})",
                "the refresh token was renewed {number} days ago ({renewed_at:%Y-%m-%d})",
                days,
                renewed_at=grant.renewed_at,
            ),
        )
    if grant.secret_expires is None:
        return
    days = grant.days_left(now.date()) or 0
    said = plural(
        "the client secret holds until {end} ({number} day)",
        "the client secret holds until {end} ({number} days)",
        days,
        end=grant.secret_expires,
    )
    mend = _("make a new one, write it into oauth.client_secret_file and its end into oauth.secret_expires")
    if days < 0:
        yield bad(
            "oauth.secret",
            _("the client secret ended on {secret_expires}", secret_expires=grant.secret_expires),
            mend,
        )
    elif days <= SOON_DAYS:
        yield warning("oauth.secret", said, mend)
    else:
        yield good("oauth.secret", said)
