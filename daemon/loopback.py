"""Whether a host is this very machine: only there may anything go in clear."""

from ipaddress import ip_address, ip_network
from typing import Final

_LOOPBACK: Final = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


def is_loopback(host: str) -> bool:
    """Say whether *host* is this machine by its very name: 127.0.0.0/8, ::1 or localhost."""
    if host.lower() == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in _LOOPBACK)
