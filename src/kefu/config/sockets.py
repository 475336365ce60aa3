"""What the sockets need to know of business: whose token it is, what they hear, what typing and coming mean."""

from typing import Any

from kefu.contact.conversations import actions as conversations
from kefu.contact.conversations import queries as conversation_queries
from kefu.contact.conversations.events import visitor_topic
from kefu.contact.conversations.models import Conversation
from kefu.contact.routing.events import visitors_topic
from kefu.contact.telephony import queries as telephony
from kefu.foundation.accounts import actions as account_actions
from kefu.foundation.accounts import queries as accounts
from kefu.kernel.actor import Actor
from kefu.kernel.limits import Refused
from kefu.kernel.masking import hides_from
from kefu.kernel.realtime import tickets
from kefu.kernel.realtime.feed import Session
from kefu.kernel.realtime.gateway import Callbacks
from kefu.service.tickets import queries as ticket_queries


def callbacks() -> Callbacks:
    return Callbacks(
        resolve=_resolve,
        typing=_typing,
        presence=_presence,
        beat=account_actions.beat,
        access_changed=accounts.forget,
    )


def _typing(session: Session, message: dict[str, Any]) -> tuple[list[str], dict[str, Any]] | None:
    """Who types is told about a conversation; about a ticket also who looks."""
    told = ticket_queries.presence_notice if "ticket_id" in message else conversation_queries.typing_notice
    return told(session, message)


def _resolve(kind: str, token: str, address: str | None) -> Session | None:
    try:
        actor = _actor(token, address)
    except Refused as refusal:
        refusal.remember()
        return None
    if actor is None or actor.id is None:
        return None
    if kind == "desk" and actor.kind == "user":
        return Session(
            "user", actor.id, actor.organization_id, conversation_queries.topics_of_user(actor), hides_from(actor)
        )
    if kind == "widget" and actor.kind == "visitor":
        newest = (
            Conversation.objects.for_actor(actor)
            .filter(visitor_id=actor.id)
            .order_by("-id")
            .values_list("id", flat=True)[:3]
        )
        topics = frozenset({*map(visitor_topic, newest), visitors_topic(actor.organization_id)})
        return Session("visitor", actor.id, actor.organization_id, topics)
    return None


def phone_account(token: str, address: str | None) -> str | None:
    """The SIP account of whoever holds this ticket, if they take calls in a browser."""
    try:
        actor = _actor(token, address)
    except Refused as refusal:
        refusal.remember()
        return None
    return telephony.browser_account(actor) if actor is not None and actor.kind == "user" else None


def _actor(token: str, address: str | None) -> Actor | None:
    """By ticket, or by the bearer itself: a visitor's, or an API token of staff."""
    ticket = tickets.read(token)
    if ticket is None:
        return conversation_queries.visitor_actor(token, address) or accounts.actor_for_token(token, address)
    kind, id, organization_id = ticket
    if kind == "user":
        return accounts.actor_for_ticket(id, ip=address)
    return Actor(kind="visitor", id=id, organization_id=organization_id, ip=address)


def _presence(session: Session, is_open: bool) -> None:
    if session.kind == "visitor":
        conversations.set_online(session.organization_id, session.id, is_open)
    else:
        account_actions.beat([session.id])
