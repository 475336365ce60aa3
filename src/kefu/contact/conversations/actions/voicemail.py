"""A message that was left by telephone (语音留言) waits in the list of messages as those that were written do."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kefu.contact.routing.models import Queue
from kefu.foundation.customers import queries as customers
from kefu.kernel import files, ids
from kefu.kernel.actor import Actor, system
from kefu.kernel.i18n import Text
from kefu.kernel.models import StoredFile
from kefu.kernel.tenancy import one

from ..models import Conversation, Message, Site, Visitor
from .bot import enter_queue
from .stream import Kind, Sender, announce, append
from .visitor import open_conversation

CLIENT_ID = "voicemail"
SAID = Text("语音留言", "Voicemail")


@transaction.atomic
def take_voicemail(
    organization_id: UUID,
    *,
    message_id: UUID,
    queue_id: UUID,
    at: datetime,
    reach: str,
    file_id: UUID,
    customer_id: UUID | None,
    held_until: datetime | None,
    words: str,
    call_id: UUID | None = None,
) -> None:
    """Open the conversation of a message, under its id; told again, only the `words` that are heard in it may be new."""
    actor = system(organization_id, "telephony")
    known = Conversation.objects.for_actor(actor).filter(id=message_id).select_for_update(of=("self",)).first()
    if known is not None:
        _heard(actor, known, words)
        return
    queue = one(Queue.objects.for_actor(actor).filter(id=queue_id))
    site = site_for(actor, queue)
    customer = customers.summaries(actor, {customer_id}).get(customer_id) if customer_id else None
    visitor = Visitor.objects.create(
        organization_id=organization_id,
        brand_id=queue.brand_id,
        site=site,
        customer_id=customer_id,
        name=(customer.name if customer else "") or reach[:80],
        phone=reach[:40],
        locale=site.locale,
    )
    conversation = open_conversation(visitor, site, {}, channel="message", id=message_id)
    append(
        conversation,
        sender=Sender.VISITOR,
        sender_id=visitor.id,
        name=conversation.visitor_name,
        client_id=CLIENT_ID,
        kind=Kind.FILE,
        text=words or SAID.in_language(site.locale),
        payload={"voicemail": True, "at": at.isoformat(), **({"call_id": str(call_id)} if call_id else {})},
        attachments=[files.described(one(StoredFile.objects.for_actor(actor).filter(id=file_id)))],
    )
    enter_queue(actor, conversation, reason="voicemail", queue=queue, opens_at=held_until)


def _heard(actor: Actor, conversation: Conversation, words: str) -> None:
    message = one(Message.objects.for_actor(actor).filter(conversation=conversation, client_id=CLIENT_ID))
    if words and message.text != words:
        message.text = words
        message.save(update_fields=["text"])
        announce(conversation, message)


def site_for(actor: Actor, queue: Queue) -> Site:
    """Conversations belong to a site: that of the queue, else any of the brand, else one that no page knows."""
    sites = Site.objects.for_actor(actor).filter(brand_id=queue.brand_id).order_by("created_at")
    found = sites.filter(queue=queue).first() or sites.first()
    return found or Site.objects.create(
        organization_id=actor.organization_id,
        brand_id=queue.brand_id,
        queue=queue,
        key=f"telephone-{ids.new_id().hex}",
        name=Text("电话", "Telephone").in_language(),
        bot_enabled=False,
        identity_secret=ids.new_id().hex,
    )
