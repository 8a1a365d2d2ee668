"""The providers' libraries: an installation has them only where it asked for them."""

from importlib.util import find_spec
from typing import Final

from daemon.errors import SettingsError
from daemon.language import _

_LIBRARIES: Final = {"microsoft": "msal", "google": "google.auth"}


def require(provider: str) -> None:
    """Raise SettingsError where the library for *provider* is not installed."""
    name = _LIBRARIES[provider]
    try:
        found = find_spec(name) and find_spec("requests")
    except ModuleNotFoundError:  # not even the package that it lies in
        found = None
    if not found:
        raise SettingsError(
            _(
                'oauth.provider = "{provider}" needs the library {library}, which is not installed; '
                "install it where altabaixa is: pip install 'altabaixa[{provider}]'",
                provider=provider,
                library=name.replace(".", "-"),
            )
        )
