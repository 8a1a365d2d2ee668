"""Signing in with a token: XOAUTH2 (Google's and Microsoft's own) and OAUTHBEARER (RFC 7628), on the wire.

A server that refuses says why in JSON, and waits for an empty answer before it says no.
"""

import binascii
import json
from base64 import b64decode
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from daemon.safe_text import one_line

XOAUTH2: Final = "XOAUTH2"
OAUTHBEARER: Final = "OAUTHBEARER"
_WAYS: Final = (XOAUTH2, OAUTHBEARER)


def way(offered: Collection[str]) -> str | None:
    """Return the way to sign in among those *offered*, in any case; None where none takes a token."""
    known = {name.upper() for name in offered}
    return next((name for name in _WAYS if name in known), None)


@dataclass(slots=True, kw_only=True)
class Bearer:
    """One try to sign in: what we say, and what the server says against it."""

    way: str
    user: str
    token: str
    complaint: str = ""

    @property
    def opening(self) -> bytes:
        """What we say first."""
        if self.way == XOAUTH2:
            return f"user={self.user}\x01auth=Bearer {self.token}\x01\x01".encode()
        user = self.user.replace("=", "=3D").replace(",", "=2C")
        return f"n,a={user},\x01auth=Bearer {self.token}\x01\x01".encode()

    def answer(self, challenge: bytes) -> bytes:
        """What we say to *challenge*: an empty one asks for our opening, any other is a complaint."""
        if not challenge:
            return self.opening
        self.complaint = _told(challenge)
        return b"" if self.way == XOAUTH2 else b"\x01"


def secrets_of(user: str, *, password: str = "", token: str = "") -> tuple[str, ...]:
    """What no text may hold after a sign-in, as it went over the wire."""
    shown = (Bearer(way=each, user=user, token=token).opening.decode() for each in _WAYS if token)
    return (*shown, *([f"\0{user}\0{password}"] if password else []), token, password)


def decoded(challenge: str) -> bytes:
    """A challenge of SMTP, which is base64; what is none is taken as it is."""
    try:
        return b64decode(challenge, validate=True)
    except (binascii.Error, ValueError):
        return challenge.encode()


def _told(challenge: bytes) -> str:
    """The complaint as it may stand in a sentence: status and scope of its JSON."""
    text = challenge.decode("utf-8", "replace")
    try:
        said = json.loads(text)
    except ValueError:
        return one_line(text)
    if not isinstance(said, dict):
        return one_line(text)
    words = [f"{key} {said[key]}" for key in ("status", "scope", "error_description") if said.get(key)]
    return one_line(", ".join(words) or text)
