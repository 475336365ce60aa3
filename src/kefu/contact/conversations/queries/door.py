"""What each brand asks of strangers who write, and which web addresses are its own."""

from typing import Any
from uuid import UUID

from django.conf import settings

from kefu.foundation.accounts import queries as accounts
from kefu.kernel.actor import Actor
from kefu.kernel.permissions import BLOCKS_MANAGE

from .. import links
from ..models import Conversation, DoorPolicy, Message, Site


def door_policy(actor: Actor, brand_id: UUID) -> DoorPolicy:
    """The brand's policy; the defaults, not saved, where nobody has changed them."""
    found = DoorPolicy.objects.for_actor(actor).filter(brand_id=brand_id).first()
    return found or DoorPolicy(organization_id=actor.organization_id, brand_id=brand_id)


def door_policies(actor: Actor) -> list[dict[str, Any]]:
    """One for each brand of the actor's, as the settings show them."""
    actor.require(BLOCKS_MANAGE)
    return [
        {
            **{field: getattr(policy, field) for field in ("challenge", "asks_sum", "links", "allowed_domains")},
            "id": brand.id,
            "name": brand.name,
            "own_domains": sorted(own_domains(actor, brand.id)),
        }
        for brand in accounts.brands(actor)
        for policy in [door_policy(actor, brand.id)]
    ]


def own_domains(actor: Actor, brand_id: UUID) -> set[str]:
    """Where the brand's chats stand: the origins that its sites list, and this installation itself."""
    listed = Site.objects.for_actor(actor).filter(brand_id=brand_id).values_list("origins", flat=True)
    addresses = [settings.PUBLIC_ADDRESS, *(origin for origins in listed for origin in origins)]
    return {host.removeprefix("www.") for host in map(links.host_of, addresses) if host}


def was_answered(actor: Actor, conversation: Conversation) -> bool:
    """Whether somebody on the staff has ever written to this visitor."""
    said = Message.objects.for_actor(actor).filter(
        conversation__visitor_id=conversation.visitor_id, sender_kind=Message.Sender.AGENT
    )
    return said.exclude(kind=Message.Kind.NOTE).exists()
