"""The address that is asked while all is well."""

from collections.abc import Iterator

from daemon.checking.findings import Finding, good, warning
from daemon.configuration.settings import Settings
from daemon.language import _
from daemon.service.ping import ask


def check_ping(settings: Settings) -> Iterator[Finding]:
    """Ask it once, if one is named."""
    url = settings.monitoring.ping_url
    if not url:
        return
    if trouble := ask(url):
        said = _("monitoring.ping_url does not answer: {trouble}", trouble=trouble)
        yield warning("monitoring.ping", said, _("is the address right? the service goes on without it"))
    else:
        yield good("monitoring.ping", _("monitoring.ping_url answers"))
