"""Tokens of Microsoft 365, through msal: by the application's permission, or a user's refresh token."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from daemon.errors import TokenError
from daemon.language import _
from daemon.oauth.refresh_tokens import RefreshTokens
from daemon.oauth.refusals import away, refusal
from daemon.oauth.tokens import Fetched
from daemon.oauth.web import Web, reason

_AUTHORITY: Final = "https://login.microsoftonline.com"
_OUTLOOK: Final = {
    # Where a national cloud has a name of its own for Exchange, the scope has it too.
    "login.microsoftonline.us": "https://outlook.office365.us",
    "login.partner.microsoftonline.cn": "https://partner.outlook.cn",
}
_USUAL_OUTLOOK: Final = "https://outlook.office365.com"
_DELEGATED: Final = ("IMAP.AccessAsUser.All", "SMTP.Send")


@dataclass(frozen=True, slots=True, kw_only=True)
class Microsoft:
    """Asks the tenant's endpoint; with `refresh_tokens` for who signed in, else for the application."""

    tenant: str
    client_id: str
    client_secret: Callable[[], str] | None
    refresh_tokens: RefreshTokens | None
    authority: str = ""
    ca_file: Path | None = None

    def fetch(self) -> Fetched:
        """Ask for a token; TokenError says what keeps us from it."""
        import msal
        import requests

        web = Web(self.ca_file)
        try:
            answer = self._answer(msal, web)
        except requests.RequestException as error:
            raise away("Microsoft", reason(error), retry_after=web.retry_after) from error
        except ValueError as error:
            raise self._no_authority(error, web) from error
        if "access_token" not in answer:
            raise refusal("Microsoft", answer, retry_after=web.retry_after)
        return Fetched(value=str(answer["access_token"]), seconds=float(answer.get("expires_in") or 0))

    def _answer(self, msal: Any, web: Web) -> dict[str, Any]:
        kind = msal.ConfidentialClientApplication if self.client_secret else msal.PublicClientApplication
        given = {"client_credential": self.client_secret()} if self.client_secret else {}
        root = self.authority or _AUTHORITY
        client = kind(
            self.client_id,
            authority=f"{root}/{self.tenant}",
            http_client=web.session,
            # The address is the configuration's word: nobody else is asked whether it is one.
            instance_discovery=False,
            **given,
        )
        outlook = _OUTLOOK.get(root.removeprefix("https://"), _USUAL_OUTLOOK)
        if self.refresh_tokens is None:
            return dict(client.acquire_token_for_client([f"{outlook}/.default"]))
        scopes = [f"{outlook}/{scope}" for scope in _DELEGATED]
        with self.refresh_tokens.in_turn() as token:
            answer = dict(client.acquire_token_by_refresh_token(token, scopes))
            if (newer := answer.get("refresh_token")) and newer != token:
                self.refresh_tokens.store(newer)
            return answer

    def _no_authority(self, error: ValueError, web: Web) -> TokenError:
        """Asked about the tenant it said no, or what it said is no answer of Microsoft's."""
        text = str(error.__context__ or error)
        if "AADSTS" in text:
            return refusal("Microsoft", {"error_description": text[text.index("AADSTS") :]})
        why = _("its answer cannot be read (is something in between, or is oauth.authority wrong?)")
        return away("Microsoft", why, retry_after=web.retry_after)
