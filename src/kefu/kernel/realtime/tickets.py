"""Tickets that open a socket for sixty seconds, so that no lasting token ever stands in an address."""

from uuid import UUID

from django.core import signing

from ..actor import Actor

SECONDS = 60
_signer = signing.TimestampSigner(salt="kefu.sockets")


def issue(actor: Actor) -> str:
    return _signer.sign_object([actor.kind, str(actor.id), str(actor.organization_id)], compress=True)


def read(ticket: str) -> tuple[str, UUID, UUID] | None:
    """(kind, id, organization id) of a ticket no older than a minute, else None."""
    try:
        kind, id, organization = _signer.unsign_object(ticket, max_age=SECONDS)
        return kind, UUID(id), UUID(organization)
    except (signing.BadSignature, ValueError, TypeError):
        return None
