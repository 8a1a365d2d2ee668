"""The address that is asked while all is well."""

from collections.abc import Iterator

from daemon.checking.findings import Finding, good, warning
from daemon.configuration.settings import Settings
from daemon.service.ping import ask


def check_ping(settings: Settings) -> Iterator[Finding]:
    """Ask it once, if one is named."""
    url = settings.monitoring.ping_url
    if not url:
        return
    if trouble := ask(url):
        said = f"monitoring.ping_url does not answer: {trouble}"
        yield warning("monitoring.ping", said, "is the address right? the service goes on without it")
    else:
        yield good("monitoring.ping", "monitoring.ping_url answers")
