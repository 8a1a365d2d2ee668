"""What a token says of itself, where it can be read (a JWT, as Microsoft's are): why a server may refuse it.

Nothing is decided by it: only the server judges a token. It is for the sentence that tells of a refusal.
"""

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from daemon.language import _
from daemon.safe_text import one_line

Server = Literal["IMAP", "SMTP"]

CLOCKS_DIFFER: Final = timedelta(minutes=5)
_DATED_BACK: Final = timedelta(minutes=5)
"""Microsoft says of a fresh token that it was made so long ago."""

_RIGHTS: Final[Mapping[Server, tuple[str, str]]] = {
    "IMAP": ("IMAP.AccessAsApp", "IMAP.AccessAsUser.All"),
    "SMTP": ("SMTP.SendAsApp", "SMTP.Send"),
}
_MICROSOFT: Final = ("sts.windows.net", "microsoftonline", "sts.chinacloudapi.cn")
_EXCHANGE: Final = ("outlook.office", "partner.outlook", "00000002-0000-0ff1-ce00-000000000000")


def doubt(token: str, *, user: str, server: Server, now: datetime) -> str:
    """Say what of a fresh *token* speaks against it as that of *user*, and the way out; "" if nothing."""
    claims = _claims(token)
    if not claims:
        return ""
    off = clock_off(token, now=now)
    if off is not None and not _holds(claims, now):  # one that was kept is older, and the clock well
        return _(
            "this machine's clock is off by {minutes} minutes: is NTP on?",
            minutes=abs(round(off.total_seconds() / 60)),
        )
    issuer = str(claims.get("iss", ""))
    if issuer and not any(name in issuer for name in _MICROSOFT):
        return ""  # of another provider, whose rights have other names
    audience = str(claims.get("aud", ""))
    if audience and not any(name in audience for name in _EXCHANGE):
        return _(
            "the token is for {audience}, not for Exchange Online: is its scope right?",
            audience=one_line(audience),
        )
    return _lacks_right(claims, server) or _is_of_another(claims, user)


def clock_off(token: str, *, now: datetime) -> timedelta | None:
    """By how much *now* lies from the moment at which a fresh *token* was made; None where that is little."""
    made_at = _claims(token).get("iat")
    if not isinstance(made_at, int):
        return None
    try:
        off = now - datetime.fromtimestamp(made_at, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return None if -CLOCKS_DIFFER <= off <= CLOCKS_DIFFER + _DATED_BACK else off


def _holds(claims: Mapping[str, Any], now: datetime) -> bool:
    made_at, until = claims.get("iat"), claims.get("exp")
    return isinstance(made_at, int) and isinstance(until, int) and made_at <= now.timestamp() <= until


def _lacks_right(claims: Mapping[str, Any], server: Server) -> str:
    for_app, for_user = _RIGHTS[server]
    if "scp" in claims:
        given = str(claims["scp"]).split()
        lacking = for_user if for_user not in given else ""
    else:
        roles = claims.get("roles")
        lacking = for_app if not isinstance(roles, list) or for_app not in roles else ""
    if not lacking:
        return ""
    return _(
        "the token lacks the permission {lacking}: give it to the application in Entra (API "
        "permissions, Office 365 Exchange Online) and grant admin consent",
        lacking=lacking,
    )


def _is_of_another(claims: Mapping[str, Any], user: str) -> str:
    owner = claims.get("upn") or claims.get("preferred_username") or claims.get("unique_name")
    if isinstance(owner, str) and owner.lower() != user.lower():
        return _(
            "the token is of {owner}, not of {user}: has that account a right to the mailbox?",
            owner=one_line(owner),
            user=user,
        )
    if "scp" not in claims:
        return _(
            "may the application open the mailbox of {user}? in Exchange's PowerShell: "
            "New-ServicePrincipal, then Add-MailboxPermission",
            user=user,
        )
    return ""


def _claims(token: str) -> Mapping[str, Any]:
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        found = json.loads(urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
