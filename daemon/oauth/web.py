"""The web as the providers' libraries use it: with our patience, and the certificates that we trust."""

import ssl
from functools import partial
from pathlib import Path
from typing import Any, Final

from daemon.errors import SettingsError
from daemon.language import _

_PATIENCE: Final = (10.0, 20.0)
"""Seconds to connect, and for each piece of an answer."""


class Web:
    """A session of requests, and what the last answer asked for (Retry-After)."""

    def __init__(self, ca_file: Path | None) -> None:
        """Prepare; nothing is asked yet. SettingsError where *ca_file* is not there."""
        import requests

        if ca_file is not None and not ca_file.is_file():
            raise SettingsError(_("{ca_file}: there is no such file; correct oauth.ca_file", ca_file=ca_file))
        self.retry_after = ""
        self.session: Any = requests.Session()
        self.session.hooks["response"].append(self._note)
        system = ssl.get_default_verify_paths()
        trusted = str(ca_file) if ca_file else system.cafile or system.capath or True
        # With each request: what a session trusts yields to the environment's word.
        ask = partial(self.session.request, timeout=_PATIENCE, verify=trusted)
        self.session.request = ask  # type: ignore[method-assign]

    def _note(self, answer: Any, *_: Any, **__: Any) -> None:
        self.retry_after = str(answer.headers.get("Retry-After", ""))


def reason(error: BaseException) -> str:
    """Why a request failed, in a few words and without its address."""
    import requests

    names = {
        requests.exceptions.SSLError: _("its certificate is not trusted (see oauth.ca_file)"),
        requests.exceptions.Timeout: _("it does not answer in time"),
        requests.exceptions.ConnectionError: _("it cannot be reached (network, name or proxy)"),
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
