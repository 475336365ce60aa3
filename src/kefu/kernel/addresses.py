"""Which network addresses lie nearby (on this machine or in its private networks), and which in a list of networks."""

import ipaddress
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
PRIVATE_NETWORKS: list[Network] = [
    ipaddress.ip_network(written)
    for written in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")
] + [ipaddress.ip_network(written) for written in ("::1/128", "fc00::/7", "fe80::/10")]


def is_private(ip: str | None) -> bool:
    """Loopback and private networks, where a demo password does no harm."""
    return lies_in(ip, PRIVATE_NETWORKS)


def is_public(ip: str) -> bool:
    """An address of the open internet; what is reserved, private or unreadable is none."""
    address = _parsed(ip)
    return address is not None and address.is_global and not address.is_multicast


def is_nearby(ip: str | None, *, host: str, is_relayed: bool) -> bool:
    """Whether a request that came from `ip` for `host` is known to come from nearby.

    It is not when a proxy that is not believed handed it on (`is_relayed`), nor when this machine asks itself for a name
    of the internet: that is a tunnel or a proxy which hides who asks.
    """
    return is_private(ip) and is_own(ip, host=host, is_relayed=is_relayed)


def is_own(ip: str | None, *, host: str, is_relayed: bool) -> bool:
    """Whether `ip` is known to be the caller's own address, and not that of a proxy which hides who asks."""
    address = _parsed(ip or "")
    return address is not None and not is_relayed and (not address.is_loopback or _is_local_name(host))


def network(written: str) -> str:
    """A network or single address in its usual spelling: " 10.1.2.3／8" → "10.0.0.0/8", "203.0.113.5" stays.

    Raises ValueError for what is none.
    """
    found = ipaddress.ip_network(unicodedata.normalize("NFKC", written).strip(), strict=False)
    return str(found.network_address) if found.prefixlen == found.max_prefixlen else str(found)


def lies_in(ip: str | None, networks: Iterable[Network]) -> bool:
    address = _parsed(ip or "")
    return address is not None and any(address in each for each in networks)


def _is_local_name(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    return is_private(name) or "." not in name or name.endswith((".localhost", ".local"))


def _parsed(ip: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
