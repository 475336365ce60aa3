"""Requests to addresses that somebody typed into a form: they reach the internet, and inside only what the operator allows."""

import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import structlog
from django.conf import settings

log = structlog.get_logger(__name__)
MAX_ANSWER = 2 * 1024 * 1024


class NotReached(Exception):
    """No whole answer came; whether the request arrived is unknown unless `is_refused`."""

    def __init__(self, reason: str, *, is_refused: bool = False) -> None:
        super().__init__(reason)
        self.is_refused = is_refused


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


def send(method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str], seconds: float) -> Answer:
    """One request, without redirects, with at most `seconds` for everything and 2 MB of answer. Raises NotReached.

    The name is resolved here and the connection goes to the address that was checked, so that a name which changes in
    between leads nowhere else.
    """
    import httpx2  # 15 MB in every process otherwise

    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise NotReached(f"{url[:200]} is no address: {error}", is_refused=True) from error
    host, deadline = parts.hostname or "", time.monotonic() + seconds
    address = checked_address(host, port)
    target = httpx2.URL(url).copy_with(host=address)
    try:
        with (
            httpx2.Client(timeout=seconds, trust_env=False, follow_redirects=False) as client,
            client.stream(
                method,
                target,
                content=body,
                headers={"Host": parts.netloc, **headers},
                extensions={"sni_hostname": host},
            ) as response,
        ):
            received = bytearray()
            for chunk in response.iter_bytes():
                received += chunk
                if len(received) > MAX_ANSWER:
                    raise NotReached("the answer is larger than 2 MB")
                if time.monotonic() > deadline:
                    raise NotReached(f"no whole answer within {seconds:g} s")
            return Answer(response.status_code, bytes(received))
    except httpx2.TimeoutException as error:
        raise NotReached(f"no answer within {seconds:g} s") from error
    except (httpx2.RequestError, httpx2.InvalidURL) as error:
        raise NotReached(str(error) or type(error).__name__) from error


def checked_address(host: str, port: int) -> str:
    """An address of `host` that may be called. Raises NotReached when it has none, or one inside that is not allowed."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise NotReached(f"{host} has no address", is_refused=True) from error
    addresses = sorted((ipaddress.ip_address(str(text).split("%")[0]) for text in found), key=lambda ip: ip.version)
    if host not in settings.INTERNAL_HOSTS and not all(_is_public(address) for address in addresses):
        log.warning("internal_host_refused", host=host)
        raise NotReached(
            f"{host} is an address of the internal network; the operator allows it with KEFU_INTERNAL_HOSTS={host}",
            is_refused=True,
        )
    return str(addresses[0])


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return inner.is_global and not inner.is_multicast
