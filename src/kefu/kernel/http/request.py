"""The request as endpoints see it."""

import ipaddress

from django.http import HttpRequest

from .. import addresses
from ..actor import Actor

RELAYED = "HTTP_X_KEFU_RELAYED"  # set by the gateway alone: a proxy that is not believed handed the request on


class ActorRequest(HttpRequest):
    """A request whose caller is known: the authenticators of Ninja put the actor into `auth`."""

    auth: Actor


def client_ip(request: HttpRequest) -> str | None:
    """The caller's address as the gateway or the configured proxy saw it; None when unreadable."""
    try:
        return str(ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return None


def knows_caller(request: HttpRequest) -> bool:
    """Whether `client_ip` is known to be the caller's own address, and not a proxy's."""
    is_relayed = RELAYED in request.META
    return addresses.is_own(client_ip(request), host=request.get_host(), is_relayed=is_relayed)


def is_nearby(request: HttpRequest) -> bool:
    """Whether the caller is known to sit at this machine or in a private network."""
    is_relayed = RELAYED in request.META
    return addresses.is_nearby(client_ip(request), host=request.get_host(), is_relayed=is_relayed)
