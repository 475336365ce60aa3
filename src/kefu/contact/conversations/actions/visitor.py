"""What visitors do."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.foundation.customers import actions as customers
from kefu.kernel import clock, files, i18n
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, Forbidden, Invalid
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.ids import next_number
from kefu.kernel.models import StoredFile
from kefu.kernel.text import storable

from .. import queries, rules
from ..events import ConversationStarted, VisitorOnlineChanged, visitor_topic
from ..models import Conversation, Message, Site, Visitor
from .bot import enter_queue, has_bot, wait_as_message
from .door import enter, screened, used_up
from .ending import finish
from .marks import remember_pages
from .refusing import refuse_blocked
from .snoozing import customer_wrote
from .stream import Sender, Status, append, compose, show_row, staff_topics

CLAIMS = {"name": 80, "email": 254, "phone": 40, "external_id": 120}


@transaction.atomic
def start(
    site: Site,
    *,
    ip: str | None,
    known: Actor | None = None,
    text: str | None = None,
    claims: Mapping[str, Any] | None = None,
    locale: str | None = None,
    entry: dict[str, Any] | None = None,
    client_id: str | None = None,
    answer: str = "",
) -> tuple[Actor, Conversation]:
    """Open a conversation on a site, for a new visitor or a `known` one, with a first message if there is `text`.

    `answer` is that to a challenge (`door.parsed`); whom the site's own server has signed for is never asked.
    """
    visitor = _visitor(site, ip=ip, known=known, claims=claims or {}, locale=locale)
    actor = Actor(kind="visitor", id=visitor.id, organization_id=site.organization_id, ip=ip)
    refuse_blocked(actor, site=site, phone=visitor.phone, email=visitor.email, customer_id=visitor.customer_id)
    opened = None if visitor.is_verified else enter(site, ip=ip, answer=answer)
    said = rules.checked_text(text, attachments=0, kind="text") if text else None
    trail = [*entry.pop("trail", []), entry] if entry else []
    is_known = known is not None or visitor.customer_id is not None
    conversation = open_conversation(visitor, site, entry, is_known=is_known, id=opened)
    remember_pages(conversation, trail)
    if said:
        append(
            conversation,
            sender=Sender.VISITOR,
            sender_id=visitor.id,
            name=conversation.visitor_name,
            client_id=client_id,
            **screened(conversation, {"kind": "text", "text": said}),
        )
        if not has_bot(actor, site):
            enter_queue(actor, conversation, reason="bot_off")
    return actor, conversation


@transaction.atomic
def visitor_posts(
    actor: Actor,
    conversation_id: UUID,
    *,
    text: str | None = None,
    kind: str = "text",
    payload: dict[str, Any] | None = None,
    quote_id: UUID | None = None,
    client_id: str | None = None,
    attachment_ids: Sequence[UUID] = (),
) -> Message:
    """The visitor says something. The same `client_id` again answers with the message it made the first time."""
    refuse_blocked(actor, conversation_id=conversation_id)
    conversation, repeated = queries.locked_for_message(actor, conversation_id, client_id)
    if repeated:
        return repeated
    rules.ensure_can_write(conversation.status)
    fields = compose(
        actor,
        conversation,
        sender="visitor",
        text=text,
        kind=kind,
        payload=payload,
        attachment_ids=attachment_ids,
        quote_id=quote_id,
    )
    message = append(
        conversation,
        sender=Sender.VISITOR,
        sender_id=actor.visitor_id,
        name=conversation.visitor_name,
        client_id=client_id,
        **screened(conversation, fields),
    )
    if conversation.status == Status.ACTIVE:
        customer_wrote(conversation)
    if conversation.status == Status.BOT and not has_bot(actor, conversation.site):
        enter_queue(actor, conversation, reason="bot_off")
    return message


@transaction.atomic
def leave_message(
    site: Site,
    *,
    ip: str | None,
    text: str,
    known: Actor | None = None,
    phone: str | None = None,
    email: str | None = None,
    attachment_ids: Sequence[UUID] = (),
    locale: str | None = None,
    answer: str = "",
) -> Conversation:
    """An offline message (离线留言): a conversation that waits in the site's line with a way to answer it.

    Whoever has a conversation that is not over goes on with that one, which from now on waits as a message.
    """
    if not (phone or email):
        raise Invalid(
            "no_contact",
            Text("请留下手机号或邮箱，以便我们回复您。", "Leave a phone number or an e-mail so that we can answer."),
        )
    visitor = _visitor(site, ip=ip, known=known, claims={"phone": phone, "email": email}, locale=locale)
    visitor.phone, visitor.email = visitor.phone or phone or "", visitor.email or email or ""
    visitor.save(update_fields=["phone", "email"])
    actor = Actor(kind="visitor", id=visitor.id, organization_id=site.organization_id, ip=ip)
    refuse_blocked(actor, site=site, phone=visitor.phone, email=visitor.email, customer_id=visitor.customer_id)
    StoredFile.objects.for_actor(actor).filter(
        id__in=list(attachment_ids), uploader_kind="visitor", uploader_id=site.id
    ).update(uploader_id=visitor.id)
    running = Conversation.objects.for_actor(actor).filter(visitor=visitor).exclude(status=Status.CLOSED)
    found = running.select_for_update(of=("self",)).order_by("-id").first()
    conversation = found or open_conversation(
        visitor, site, None, channel="message", id=enter(site, ip=ip, answer=answer)
    )
    fields = compose(
        actor,
        conversation,
        sender="visitor",
        text=text,
        kind="text",
        payload=None,
        attachment_ids=attachment_ids,
        quote_id=None,
    )
    append(
        conversation,
        sender=Sender.VISITOR,
        sender_id=visitor.id,
        name=conversation.visitor_name,
        **screened(conversation, fields),
    )
    if conversation.status == Status.BOT:
        conversation.channel = "message"
        conversation.save(update_fields=["channel"])
        enter_queue(actor, conversation, reason="offline_message")
    elif conversation.status == Status.QUEUED:
        wait_as_message(actor, conversation)
    elif conversation.status == Status.ACTIVE:
        customer_wrote(conversation)
    return conversation


def visitor_attach(actor: Actor, upload: files.Upload, conversation_id: UUID | None = None) -> StoredFile:
    """Keep a file that the visitor, or anybody on a site (the actor's id is the site's), wants to send."""
    refuse_blocked(actor, conversation_id=conversation_id)
    if conversation_id:
        queries.of_visitor(actor, conversation_id)
    return files.store(actor, upload)


@transaction.atomic
def leave(actor: Actor, conversation_id: UUID) -> Conversation:
    """The visitor ends the conversation; ending an ended one changes nothing."""
    conversation = queries.locked(actor, conversation_id)
    if conversation.status != Status.CLOSED:
        finish(actor, conversation, ended_by="visitor")
    return conversation


@transaction.atomic
def rate(
    actor: Actor,
    conversation_id: UUID,
    *,
    score: int,
    solved: str | None = None,
    tags: Sequence[str] = (),
    comment: str = "",
) -> None:
    """The visitor's rating, once, within 24 hours of the invitation or, unasked, of the end of a served conversation.

    Raises Blocked for who is blocked by now, Conflict for what was invalid or is too old.
    """
    conversation = queries.locked(actor, conversation_id)
    visitor = conversation.visitor
    refuse_blocked(
        actor,
        site=conversation.site,
        phone=visitor.phone,
        email=visitor.email,
        customer_id=visitor.customer_id,
    )
    contact, now = routing_queries.contact(actor, conversation_id), clock.now()
    is_asked = rules.can_rate(invited_at=conversation.rating_invited_at, rated=False, now=now)
    if not is_asked and not rules.may_rate(
        had_agent=contact.agent_id is not None,
        is_invalid=routing_queries.is_invalid(actor, contact.disposition_id),
        closed_at=conversation.closed_at,
        now=now,
    ):
        raise Conflict(
            "cannot_rate",
            Text(
                "会话结束后 24 小时内可以评价人工服务。",
                "A served conversation can be rated within 24 hours of its end.",
            ),
        )
    routing.rate(actor, conversation_id, score=score, solved=solved or "", tags=tags, comment=comment)
    show_row(conversation)


@transaction.atomic
def set_online(organization_id: UUID, visitor_id: UUID, is_online: bool) -> None:
    """The visitor's first socket opened, or the last one closed."""
    actor = system(organization_id, "gateway")
    if (
        not Visitor.objects.for_actor(actor)
        .filter(id=visitor_id)
        .exclude(is_online=is_online)
        .update(is_online=is_online, left_at=None if is_online else clock.now())
    ):
        return
    rows = Conversation.objects.for_actor(actor).filter(
        visitor_id=visitor_id, status__in=[Status.QUEUED, Status.ACTIVE]
    )
    for conversation in rows.select_for_update():
        publish(
            VisitorOnlineChanged(
                organization_id=organization_id,
                audience=tuple(staff_topics(conversation)),
                conversation_id=conversation.id,
                is_online=is_online,
            )
        )


def _visitor(
    site: Site, *, ip: str | None, known: Actor | None, claims: Mapping[str, Any], locale: str | None
) -> Visitor:
    if known and known.organization_id == site.organization_id:
        visitor = Visitor.objects.for_actor(known).filter(id=known.visitor_id, site=site).first()
        if visitor:
            return visitor
    signed = rules.is_signed(site.identity_secret, claims)
    if claims.get("identity_signature") and not signed:
        raise Forbidden(
            "wrong_signature",
            Text(
                "访客身份签名不正确，请检查签名密钥。",
                "The identity signature of the visitor is wrong; check the site's secret.",
            ),
        )
    values: dict[str, Any] = {
        field: storable(str(claims.get(field) or "")).strip()[:length] for field, length in CLAIMS.items()
    }
    actor = system(site.organization_id, "visitor")
    customer = None
    if signed:
        customer = customers.identify(
            actor,
            brand_id=site.brand_id,
            external_id=values["external_id"] or None,
            email=None if values["external_id"] else values["email"],
            name=values["name"],
        )
    visitor = Visitor(
        organization_id=site.organization_id,
        brand_id=site.brand_id,
        site=site,
        customer=customer,
        is_verified=signed,
        locale=i18n.choose(locale or site.locale),
        ip=ip,
        **values,
    )
    visitor.save(force_insert=True)
    return visitor


def _previous(visitor: Visitor) -> Conversation | None:
    """What they came for within the last day and a person dealt with, by the same page or the same customer."""
    same = Q(visitor=visitor)
    if visitor.customer_id:
        same |= Q(customer_id=visitor.customer_id)
    rows = Conversation.objects.for_actor(system(visitor.organization_id)).filter(
        same, status=Status.CLOSED, brand_id=visitor.brand_id, assignee__isnull=False
    )
    return rows.filter(closed_at__gte=clock.now() - rules.RETURNS_WITHIN).order_by("-id").first()


def open_conversation(
    visitor: Visitor,
    site: Site,
    entry: Mapping[str, Any] | None,
    *,
    channel: str = "chat",
    is_known: bool = False,
    id: UUID | None = None,
) -> Conversation:
    """`id` is that of a challenge, which opens one conversation and no other."""
    conversation = Conversation(
        organization_id=site.organization_id,
        number=next_number(site.organization_id, "C"),
        brand_id=site.brand_id,
        site=site,
        visitor=visitor,
        visitor_name=visitor.display_name,
        locale=visitor.locale,
        customer_id=visitor.customer_id,
        channel=channel,
        entry=rules.checked_payload(dict(entry or {})),
        previous=_previous(visitor) if is_known else None,
        **({"id": id} if id else {}),
    )
    try:
        with transaction.atomic():
            conversation.save(force_insert=True)
    except IntegrityError as error:
        if id is None:
            raise
        raise used_up(site) from error
    routing.open_contact(
        system(site.organization_id),
        channel=channel,
        subject_id=conversation.id,
        brand_id=site.brand_id,
        started_at=conversation.created_at,
        customer_id=visitor.customer_id,
    )
    publish(
        ConversationStarted(
            organization_id=site.organization_id,
            audience=(visitor_topic(conversation.id),),
            conversation_id=conversation.id,
        )
    )
    return conversation
