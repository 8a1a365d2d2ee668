"""Tokens of Google, through google-auth: by a service account for the mailbox, or by a refresh token."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from daemon.errors import SettingsError
from daemon.language import _
from daemon.oauth.refresh_tokens import RefreshTokens
from daemon.oauth.refusals import away, refusal
from daemon.oauth.tokens import Fetched
from daemon.oauth.web import Web, reason

SCOPE: Final = "https://mail.google.com/"
_TOKEN_URL: Final = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address


@dataclass(frozen=True, slots=True, kw_only=True)
class Google:
    """Asks Google; with `service_account` (its JSON key) for `user`, else by a refresh token."""

    user: str
    service_account: Callable[[], str] | None
    client_id: str
    client_secret: Callable[[], str] | None
    refresh_tokens: RefreshTokens
    token_url: str = ""
    ca_file: Path | None = None

    def fetch(self) -> Fetched:
        """Ask for a token; TokenError or SettingsError says what keeps us from it."""
        from google.auth import exceptions
        from google.auth.transport.requests import Request

        web = Web(self.ca_file)
        request = Request(web.session)
        try:
            if self.service_account is not None:
                granted = self._by_account(self.service_account, request)
            else:
                granted = self._by_refresh_token(request)
        except exceptions.TransportError as error:
            why = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
            raise away("Google", reason(why), retry_after=web.retry_after) from error
        except exceptions.RefreshError as error:
            said = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], dict) else None
            if said is None or error.retryable:
                raise away("Google", _("its answer cannot be read"), retry_after=web.retry_after) from error
            raise refusal("Google", said, retry_after=web.retry_after) from error
        # Of our clock, which may be wrong, only the difference is taken.
        left = granted.expiry.replace(tzinfo=UTC) - datetime.now(UTC)
        return Fetched(value=str(granted.token), seconds=max(left.total_seconds(), 0))

    def _by_account(self, account_key: Callable[[], str], request: Any) -> Any:
        from google.oauth2.service_account import Credentials

        try:
            key = json.loads(account_key())
            if self.token_url:
                key["token_uri"] = self.token_url
            account = Credentials.from_service_account_info(key, scopes=[SCOPE], subject=self.user)  # type: ignore[no-untyped-call]
        except (ValueError, TypeError, KeyError):
            raise SettingsError(
                _(
                    "oauth.service_account_file: it is not the JSON key of a service account; download "
                    "one in the Google Cloud console (IAM, Service accounts, Keys) and copy it there "
                    "whole"
                )
            ) from None
        account.refresh(request)
        return account

    def _by_refresh_token(self, request: Any) -> Any:
        from google.oauth2.credentials import Credentials

        with self.refresh_tokens.in_turn() as token:
            granted = Credentials(  # type: ignore[no-untyped-call]
                None,
                refresh_token=token,
                token_uri=self.token_url or _TOKEN_URL,
                client_id=self.client_id,
                client_secret=self.client_secret() if self.client_secret else None,
            )
            granted.refresh(request)  # type: ignore[no-untyped-call]
            if granted.refresh_token and granted.refresh_token != token:
                self.refresh_tokens.store(granted.refresh_token)
        return granted
