"""The request as endpoints see it."""

import ipaddress

from django.http import HttpRequest

from ..actor import Actor


class ActorRequest(HttpRequest):
    """A request whose caller is known: the authenticators of Ninja put the actor into `auth`."""

    auth: Actor


def client_ip(request: HttpRequest) -> str | None:
    """The caller's address as the gateway or the configured proxy saw it; None when unreadable."""
    try:
        return str(ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return None
