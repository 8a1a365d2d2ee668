"""What a provider's refusal means, and the way out: by Microsoft's AADSTS codes, by OAuth's own words.

Of its text only the first sentence is ever told, and nothing that could be a secret.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from daemon.errors import TokenError
from daemon.safe_text import one_line, without_secrets
from rules.transport.reconnection import Cause

_SIGN_IN_AGAIN: Final = (
    "sign in once more as the mailbox's user, as in docs/microsoft365.md, and write the new token into "
    "oauth.refresh_token_file"
)
_NEW_ONE: Final = (
    "make a new one in the app registration (Certificates & secrets), write its value into "
    "oauth.client_secret_file and its end into oauth.secret_expires"
)
_GRANT: Final = (
    "have an administrator grant the permissions to the application (API permissions, Grant admin consent)"
)
_SCOPE: Final = (
    "give the application the permissions IMAP.AccessAsApp and SMTP.SendAsApp of Office 365 Exchange Online "
    "(delegated: IMAP.AccessAsUser.All and SMTP.Send) and grant consent"
)
_ADMIN: Final = "have the administrator of the tenant look into the sign-in logs of Microsoft Entra"

AADSTS: Final[Mapping[int, tuple[str, str]]] = {
    16000: ("the user has to choose an account", _SIGN_IN_AGAIN),
    50020: ("the user belongs to another tenant", "correct oauth.tenant"),
    50034: ("the tenant knows no such user", "is the user spelt right, and is oauth.tenant its directory?"),
    50053: ("the account is locked, after too many tries or from this address", _ADMIN),
    50055: ("the password of the user has expired", f"set a new one, then {_SIGN_IN_AGAIN}"),
    50057: ("the user's account is disabled", "have the administrator enable it"),
    50076: ("a second factor is demanded", _SIGN_IN_AGAIN),
    50079: ("a second factor has to be set up", _SIGN_IN_AGAIN),
    50105: ("the user is not assigned to the application", "have the administrator assign it"),
    50126: ("user name or password are wrong", _SIGN_IN_AGAIN),
    50133: ("the session ended because the password was changed", _SIGN_IN_AGAIN),
    50173: ("the grant was revoked, as after a change of the password", _SIGN_IN_AGAIN),
    53003: (
        "a rule of Conditional Access keeps us out",
        "have the administrator except this application or address",
    ),
    65001: ("nobody has consented to the application", _GRANT),
    65004: ("the user declined to consent", _GRANT),
    70000: ("the refresh token is not valid, or not for this application", _SIGN_IN_AGAIN),
    70008: ("the refresh token has expired", _SIGN_IN_AGAIN),
    70011: ("the scope is not known", _SCOPE),
    70043: ("the refresh token has expired by a rule of Conditional Access", _SIGN_IN_AGAIN),
    90002: (
        "there is no such tenant",
        "correct oauth.tenant: the directory (tenant) ID of the overview in Entra",
    ),
    90023: ("the tenant's name is not valid", "correct oauth.tenant: the directory (tenant) ID"),
    500011: (
        "the tenant has no such resource",
        "is oauth.tenant the directory of the mailbox, with Exchange Online?",
    ),
    500113: ("the application has no redirect address", "see docs/microsoft365.md"),
    530032: ("a rule of the tenant blocks the sign-in", _ADMIN),
    700003: ("the device of the sign-in was removed", _SIGN_IN_AGAIN),
    700016: (
        "the tenant knows no application of this oauth.client_id",
        "copy the application (client) ID from the app registration; is oauth.tenant its directory?",
    ),
    700082: ("the refresh token has expired: it was not used for too long", _SIGN_IN_AGAIN),
    700084: ("the refresh token was for a page in a browser, which holds a day", _SIGN_IN_AGAIN),
    900023: ("the tenant's name is not valid", "correct oauth.tenant: the directory (tenant) ID"),
    900144: ("the request lacks something", "are oauth.client_id and the files that oauth names filled in?"),
    1002012: ("the scope is not one for an application", _SCOPE),
    7000112: ("the application is disabled", "have the administrator enable it"),
    7000215: (
        "the client secret is wrong",
        "write the secret's value, not its ID, into oauth.client_secret_file",
    ),
    7000218: ("a client secret is demanded", "name its file in oauth.client_secret_file"),
    7000222: ("the client secret has expired", _NEW_ONE),
    9002313: ("the request is malformed: a file that oauth names may hold something else", _SIGN_IN_AGAIN),
}
"""By code, what a technician may meet: what it means and the way out."""

_PASSING: Final = {50196, 50090, 90006, 90012, 90033, 90055, 90090, 90100}
"""Microsoft's own troubles: they end by themselves."""

_CLOCK: Final = (
    "this machine's clock is off: the provider takes no request of another time",
    "switch time synchronisation on (timedatectl set-ntp true)",
)
_GOOGLE_GRANT: Final = (
    "in the Admin console, Security, API controls, Domain-wide delegation: allow the account's client ID "
    "the scope https://mail.google.com/"
)
_GOOGLE_AGAIN: Final = (
    "sign in once more, as in docs/google.md, and write the new token into oauth.refresh_token_file"
)

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "unauthorized_client": ("the client may not act for this mailbox, or not with this scope", _GOOGLE_GRANT),
    "access_denied": ("access is denied", _GOOGLE_GRANT),
    "invalid_client": (
        "the client or its secret is wrong",
        "correct oauth.client_id and the file that oauth.client_secret_file names",
    ),
    "deleted_client": ("the client was deleted", "make a new one, as in docs/google.md"),
    "disabled_client": ("the client is disabled", "enable it in the Google Cloud console"),
    "invalid_scope": ("the scope is not allowed", _GOOGLE_GRANT),
    "admin_policy_enforced": ("a rule of the organisation forbids it", _GOOGLE_GRANT),
    "org_internal": (
        "the client is for another organisation's users",
        "make one in the mailbox's organisation",
    ),
    "invalid_grant": ("the grant was revoked or has expired", _GOOGLE_AGAIN),
}
_PASSING_WORDS: Final = {"temporarily_unavailable", "server_error", "internal_failure", "slow_down"}
_AADSTS_CODE: Final = re.compile(r"AADSTS(\d{4,8})")
_NO_ACCOUNT: Final = re.compile(r"account not found|invalid email", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s")
_SECONDS: Final = re.compile(r"\d{1,5}")


def refusal(provider: str, said: Mapping[str, Any], *, retry_after: str = "") -> TokenError:
    """The error that *said*, OAuth's answer, comes to: what it means, its code, and the way out."""
    error, description = str(said.get("error") or ""), str(said.get("error_description") or "")
    code = _AADSTS_CODE.search(description)
    number = int(code[1]) if code else 0
    name = code[0] if code else error or "no reason given"
    asked = timedelta(seconds=int(retry_after)) if _SECONDS.fullmatch(retry_after) else None
    if number in _PASSING or error in _PASSING_WORDS or asked is not None:
        msg = f"{provider} gives no access token for now ({name}); it is tried again by itself"
        return TokenError(msg, cause=Cause.SIGN_IN_AWAY, asked=asked)
    what, mend = _meaning(provider, number, error, description)
    return TokenError(f"{provider} gives no access token: {what} ({name}); {mend}")


def away(provider: str, why: str, *, retry_after: str = "") -> TokenError:
    """Whoever gives the tokens cannot be reached, or is in trouble itself."""
    asked = timedelta(seconds=int(retry_after)) if _SECONDS.fullmatch(retry_after) else None
    msg = f"{provider} gives no access token: {one_line(why)}; it is tried again by itself"
    return TokenError(msg, cause=Cause.SIGN_IN_AWAY, asked=asked)


def first_sentence(description: str) -> str:
    """What a provider said, up to its first full stop, without what could be a secret."""
    text = re.sub(r"^AADSTS\d+:\s*", "", description)
    sentence = _SENTENCE.split(text, maxsplit=1)[0].splitlines()
    return one_line(without_secrets(sentence[0])).rstrip(".") if sentence else ""


def _meaning(provider: str, number: int, error: str, description: str) -> tuple[str, str]:
    if number in AADSTS:
        return AADSTS[number]
    if (error == "invalid_grant" and "reasonable timeframe" in description) or number == 700024:
        return _CLOCK
    if error == "invalid_grant" and _NO_ACCOUNT.search(description):
        return (
            "there is no such account",
            "is the service account still there, and smtp.user or mailbox.user spelt right?",
        )
    if provider != "Microsoft" and error in _WORDS:
        return _WORDS[error]
    sentence = first_sentence(description) or "it does not say why"
    return sentence, _ADMIN if provider == "Microsoft" else "look it up in the Google Cloud console"
