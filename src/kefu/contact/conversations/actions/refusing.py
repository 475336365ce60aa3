"""Blocked people are refused in the words of the site where they knock, which say where a complaint still goes."""

from uuid import UUID

from kefu.kernel import limits
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Text

from ..models import Conversation, Site


def refuse_blocked(
    actor: Actor,
    *,
    site: Site | None = None,
    conversation_id: UUID | None = None,
    phone: str = "",
    email: str = "",
    customer_id: UUID | None = None,
) -> None:
    """Raise Blocked when the visitor is on the list of blocks; who is not costs no query."""

    def say() -> Text:
        where = site or _site_of(actor, conversation_id)
        said = (where.settings.get("blocked") or {}) if where else {}
        return Text(said.get("zh-CN") or limits.UNAVAILABLE.zh, said.get("en") or limits.UNAVAILABLE.en)

    limits.refuse_blocked(actor, phone=phone, email=email, customer_id=customer_id, say=say)


def is_blocked(conversation: Conversation) -> bool:
    """Whether the visitor of a conversation is on the list of blocks."""
    visitor = conversation.visitor
    actor = Actor(kind="visitor", id=visitor.id, organization_id=visitor.organization_id, ip=visitor.ip)
    return limits.is_blocked(
        actor, phone=visitor.phone, email=visitor.email, customer_id=conversation.customer_id or visitor.customer_id
    )


def _site_of(actor: Actor, conversation_id: UUID | None) -> Site | None:
    if conversation_id is None:
        return None
    found = Conversation.objects.for_actor(actor).select_related("site").filter(id=conversation_id).first()
    return found.site if found else None
