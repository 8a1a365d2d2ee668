"""The web as the providers' libraries use it: with our patience, and the certificates that we trust.

What goes out holds secrets, so it goes to the address itself, encrypted, and to no other that it names. What
comes back is handed on only if it is an answer of OAuth's by its form: the libraries break on others.
"""

import json
import ssl
import time
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from daemon.errors import SettingsError
from daemon.language import _
from daemon.loopback import is_loopback

_PATIENCE: Final = (10.0, 20.0)
"""Seconds to connect, and for each piece of an answer."""

_IN_ALL_SECONDS: Final = 20.0
_LARGEST: Final = 256 * 1024
_LIFE_SECONDS: Final = 300
"""How long a token is used of which nobody says how long it holds."""

_LONGEST_LIFE_SECONDS: Final = 24 * 3600


class Web:
    """A session of requests, and what the last answer asked for (Retry-After)."""

    def __init__(self, ca_file: Path | None) -> None:
        """Prepare; nothing is asked yet. SettingsError where *ca_file* is not there."""
        import requests

        if ca_file is not None and not ca_file.is_file():
            raise SettingsError(_("{ca_file}: there is no such file; correct oauth.ca_file", ca_file=ca_file))
        self.retry_after = ""
        self.session: Any = requests.Session()
        system = ssl.get_default_verify_paths()
        self._trusted = str(ca_file) if ca_file else system.cafile or system.capath or True
        self._request: Any = self.session.request
        self.session.request = self._ask  # type: ignore[method-assign, assignment]

    def _ask(self, method: str, url: str, **given: Any) -> Any:
        """Ask, whatever the library wants of redirects and of patience; requests' own errors say why not."""
        from requests import exceptions

        parts = urlsplit(url)
        is_here = is_loopback(parts.hostname or "")
        if parts.scheme != "https" and not is_here:
            raise exceptions.InvalidURL
        # With each request: what a session trusts yields to the environment's word.
        ours: dict[str, Any] = {
            "timeout": _PATIENCE,
            "verify": self._trusted,
            "allow_redirects": False,
            "stream": True,
        }
        if is_here:
            ours["proxies"] = {"http": "", "https": ""}  # what is for this machine goes through no other
        with self._request(method, url, **{**given, **ours}) as answer:
            self.retry_after = str(answer.headers.get("Retry-After", ""))
            if 300 <= answer.status_code < 400:
                raise exceptions.TooManyRedirects(response=answer)
            if answer.status_code >= 500:
                raise exceptions.HTTPError(response=answer)
            # As the libraries find what was read already.
            answer._content, answer.encoding = _legible(_whole(answer)), "utf-8"  # noqa: SLF001
        return answer


def _whole(answer: Any) -> bytes:
    """The body, unless it is endless or drips."""
    from requests import exceptions

    body, until = bytearray(), time.monotonic() + _IN_ALL_SECONDS
    for byte in answer.iter_content(1):
        body += byte
        if len(body) > _LARGEST:
            raise exceptions.InvalidJSONError(response=answer)
        if time.monotonic() > until:
            raise exceptions.ReadTimeout
    return bytes(body)


def _legible(body: bytes) -> bytes:
    """The same answer with a life that is a number; InvalidJSONError where it is none of OAuth's."""
    from requests import exceptions

    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise exceptions.InvalidJSONError from None
    if not isinstance(said, dict) or not isinstance(said.get("access_token", ""), str):
        raise exceptions.InvalidJSONError
    if "access_token" in said:
        said["expires_in"] = _seconds(said.get("expires_in"))
    return json.dumps(said).encode()


def _seconds(told: Any) -> int:
    try:
        return min(max(int(told), 0), _LONGEST_LIFE_SECONDS)
    except (TypeError, ValueError, OverflowError):
        return _LIFE_SECONDS


def reason(error: BaseException) -> str:
    """Why a request failed, in a few words and without its address."""
    import requests

    names = {
        requests.exceptions.SSLError: _("its certificate is not trusted (see oauth.ca_file)"),
        requests.exceptions.Timeout: _("it does not answer in time"),
        requests.exceptions.ConnectionError: _("it cannot be reached (network, name or proxy)"),
        requests.exceptions.TooManyRedirects: _("it sends us to another address, and no secret goes there"),
        requests.exceptions.InvalidURL: _("the address is not encrypted, and no secret goes there"),
        requests.exceptions.InvalidJSONError: _(
            "its answer cannot be read (is something in between, or is its address wrong?)"
        ),
    }
    found = next((words for kind, words in names.items() if isinstance(error, kind)), "")
    if found:
        return found
    answer = getattr(error, "response", None)
    return (
        _("it answers {status}", status=answer.status_code)
        if answer is not None
        else _("its answer cannot be read")
    )
