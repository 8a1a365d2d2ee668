"""What a provider's refusal means, and the way out: by Microsoft's AADSTS codes, by OAuth's own words.

Of its text only the first sentence is ever told, and nothing that could be a secret.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from daemon.errors import TokenError
from daemon.language import _, later
from daemon.safe_text import one_line, without_secrets
from rules.transport.reconnection import Cause

_SIGN_IN_AGAIN: Final = later(
    "sign in once more as the mailbox's user, as in docs/microsoft365.md, and write the new token into "
    "oauth.refresh_token_file"
)
_NEW_PASSWORD: Final = later(
    "set a new one, then sign in once more as the mailbox's user, as in docs/microsoft365.md, and write the "
    "new token into oauth.refresh_token_file"
)
_NEW_ONE: Final = later(
    "make a new one in the app registration (Certificates & secrets), write its value into "
    "oauth.client_secret_file and its end into oauth.secret_expires"
)
_GRANT: Final = later(
    "have an administrator grant the permissions to the application (API permissions, Grant admin consent)"
)
_SCOPE: Final = later(
    "give the application the permissions IMAP.AccessAsApp and SMTP.SendAsApp of Office 365 Exchange Online "
    "(delegated: IMAP.AccessAsUser.All and SMTP.Send) and grant consent"
)
_ADMIN: Final = later("have the administrator of the tenant look into the sign-in logs of Microsoft Entra")

AADSTS: Final[Mapping[int, tuple[str, str]]] = {
    16000: (later("the user has to choose an account"), _SIGN_IN_AGAIN),
    50020: (later("the user belongs to another tenant"), later("correct oauth.tenant")),
    50034: (
        later("the tenant knows no such user"),
        later("is the user spelt right, and is oauth.tenant its directory?"),
    ),
    50053: (later("the account is locked, after too many tries or from this address"), _ADMIN),
    50055: (later("the password of the user has expired"), _NEW_PASSWORD),
    50057: (later("the user's account is disabled"), later("have the administrator enable it")),
    50076: (later("a second factor is demanded"), _SIGN_IN_AGAIN),
    50079: (later("a second factor has to be set up"), _SIGN_IN_AGAIN),
    50105: (later("the user is not assigned to the application"), later("have the administrator assign it")),
    50126: (later("user name or password are wrong"), _SIGN_IN_AGAIN),
    50133: (later("the session ended because the password was changed"), _SIGN_IN_AGAIN),
    50173: (later("the grant was revoked, as after a change of the password"), _SIGN_IN_AGAIN),
    53003: (
        later("a rule of Conditional Access keeps us out"),
        later("have the administrator except this application or address"),
    ),
    65001: (later("nobody has consented to the application"), _GRANT),
    65004: (later("the user declined to consent"), _GRANT),
    70000: (later("the refresh token is not valid, or not for this application"), _SIGN_IN_AGAIN),
    70008: (later("the refresh token has expired"), _SIGN_IN_AGAIN),
    70011: (later("the scope is not known"), _SCOPE),
    70043: (later("the refresh token has expired by a rule of Conditional Access"), _SIGN_IN_AGAIN),
    90002: (
        later("there is no such tenant"),
        later("correct oauth.tenant: the directory (tenant) ID of the overview in Entra"),
    ),
    90023: (
        later("the tenant's name is not valid"),
        later("correct oauth.tenant: the directory (tenant) ID"),
    ),
    500011: (
        later("the tenant has no such resource"),
        later("is oauth.tenant the directory of the mailbox, with Exchange Online?"),
    ),
    500113: (later("the application has no redirect address"), later("see docs/microsoft365.md")),
    530032: (later("a rule of the tenant blocks the sign-in"), _ADMIN),
    700003: (later("the device of the sign-in was removed"), _SIGN_IN_AGAIN),
    700016: (
        later("the tenant knows no application of this oauth.client_id"),
        later("copy the application (client) ID from the app registration; is oauth.tenant its directory?"),
    ),
    700082: (later("the refresh token has expired: it was not used for too long"), _SIGN_IN_AGAIN),
    700084: (later("the refresh token was for a page in a browser, which holds a day"), _SIGN_IN_AGAIN),
    900023: (
        later("the tenant's name is not valid"),
        later("correct oauth.tenant: the directory (tenant) ID"),
    ),
    900144: (
        later("the request lacks something"),
        later("are oauth.client_id and the files that oauth names filled in?"),
    ),
    1002012: (later("the scope is not one for an application"), _SCOPE),
    7000112: (later("the application is disabled"), later("have the administrator enable it")),
    7000215: (
        later("the client secret is wrong"),
        later("write the secret's value, not its ID, into oauth.client_secret_file"),
    ),
    7000218: (later("a client secret is demanded"), later("name its file in oauth.client_secret_file")),
    7000222: (later("the client secret has expired"), _NEW_ONE),
    9002313: (
        later("the request is malformed: a file that oauth names may hold something else"),
        _SIGN_IN_AGAIN,
    ),
}
"""By code, what a technician may meet: what it means and the way out."""

_PASSING: Final = {50196, 50090, 90006, 90012, 90033, 90055, 90090, 90100}
"""Microsoft's own troubles: they end by themselves."""

_CLOCK: Final = (
    later("this machine's clock is off: the provider takes no request of another time"),
    later("switch time synchronisation on (timedatectl set-ntp true)"),
)
_NO_SUCH_ACCOUNT: Final = (
    later("there is no such account"),
    later("is the service account still there, and smtp.user or mailbox.user spelt right?"),
)
_GOOGLE_GRANT: Final = later(
    "in the Admin console, Security, API controls, Domain-wide delegation: allow the account's client ID "
    "the scope https://mail.google.com/"
)
_GOOGLE_AGAIN: Final = later(
    "sign in once more, as in docs/google.md, and write the new token into oauth.refresh_token_file"
)

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "unauthorized_client": (
        later("the client may not act for this mailbox, or not with this scope"),
        _GOOGLE_GRANT,
    ),
    "access_denied": (later("access is denied"), _GOOGLE_GRANT),
    "invalid_client": (
        later("the client or its secret is wrong"),
        later("correct oauth.client_id and the file that oauth.client_secret_file names"),
    ),
    "deleted_client": (later("the client was deleted"), later("make a new one, as in docs/google.md")),
    "disabled_client": (later("the client is disabled"), later("enable it in the Google Cloud console")),
    "invalid_scope": (later("the scope is not allowed"), _GOOGLE_GRANT),
    "admin_policy_enforced": (later("a rule of the organisation forbids it"), _GOOGLE_GRANT),
    "org_internal": (
        later("the client is for another organisation's users"),
        later("make one in the mailbox's organisation"),
    ),
    "invalid_grant": (later("the grant was revoked or has expired"), _GOOGLE_AGAIN),
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
    name = code[0] if code else error or _("no reason given")
    asked = timedelta(seconds=int(retry_after)) if _SECONDS.fullmatch(retry_after) else None
    if number in _PASSING or error in _PASSING_WORDS or asked is not None:
        msg = _(
            "{provider} gives no access token for now ({name}); it is tried again by itself",
            provider=provider,
            name=name,
        )
        return TokenError(msg, cause=Cause.SIGN_IN_AWAY, asked=asked)
    what, mend = _meaning(provider, number, error, description)
    return TokenError(
        _(
            "{provider} gives no access token: {what} ({name}); {mend}",
            provider=provider,
            what=what,
            name=name,
            mend=mend,
        )
    )


def away(provider: str, why: str, *, retry_after: str = "") -> TokenError:
    """Whoever gives the tokens cannot be reached, or is in trouble itself."""
    asked = timedelta(seconds=int(retry_after)) if _SECONDS.fullmatch(retry_after) else None
    msg = _(
        "{provider} gives no access token: {why}; it is tried again by itself",
        provider=provider,
        why=one_line(why),
    )
    return TokenError(msg, cause=Cause.SIGN_IN_AWAY, asked=asked)


def first_sentence(description: str) -> str:
    """What a provider said, up to its first full stop, without what could be a secret."""
    text = re.sub(r"^AADSTS\d+:\s*", "", description)
    sentence = _SENTENCE.split(text, maxsplit=1)[0].splitlines()
    return one_line(without_secrets(sentence[0])).rstrip(".") if sentence else ""


def _meaning(provider: str, number: int, error: str, description: str) -> tuple[str, str]:
    if known := _known(provider, number, error, description):
        what, mend = known
        return _(what), _(mend)
    sentence = first_sentence(description)
    return (
        _("{words}", words=sentence) if sentence else _("it does not say why"),
        _(_ADMIN) if provider == "Microsoft" else _("look it up in the Google Cloud console"),
    )


def _known(provider: str, number: int, error: str, description: str) -> tuple[str, str] | None:
    if number in AADSTS:
        return AADSTS[number]
    if (error == "invalid_grant" and "reasonable timeframe" in description) or number == 700024:
        return _CLOCK
    if error == "invalid_grant" and _NO_ACCOUNT.search(description):
        return _NO_SUCH_ACCOUNT
    return None if provider == "Microsoft" else _WORDS.get(error)
