"""The house's part while a caller waits and after the talk: what a call asks it, what it tells a call, what is said."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.contact.routing.models import Queue
from kefu.foundation.calendars import queries as calendars
from kefu.kernel import clock, statements
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict
from kefu.kernel.tenancy import found

from .. import queries
from ..models import Call, CallMoment, QueueManner
from ..rules import machine, saying
from ..rules.flow import Node
from . import callbacks, greeting

FIRST_LOOK, IDLE_LOOK, SHORTEST_LOOK = 3.0, 30.0, 1.0  # seconds until the line is looked at
EARLY = timedelta(seconds=0.5)  # a timer may be this much ahead of the clock


def told(me: Actor, call: Call, fact: machine.Fact) -> machine.Fact:
    """The fact with what only the house knows of it."""
    match fact:
        case machine.Arrived():
            notice = queries.emergency_of(me, call)
            if notice is not None:
                return machine.Arrived(str(notice.prompt_id), is_last=notice.then == notice.Then.HANG_UP)
        case machine.Lingered() if call.queue is not None:
            left = _seconds_left(me, call, call.queue)
            manner = queries.manner_of(me, call.queue_id)
            return replace(
                fact,
                is_too_long=left is not None and left <= EARLY.total_seconds(),
                speaks=manner.announce_seconds is not None or callbacks.is_due(me, call),
            )
        case _:
            pass
    return fact


def answer(me: Actor, call: Call, node: Node) -> str:
    """What the house says to a node that asks it; "" where the answer is no."""
    match node["kind"]:
        case "queue":
            return _room(me, call, str(node["queue_id"]))
        case "overflow":
            behind = routing_queries.overflow_queue(me, UUID(str(node["queue_id"])))
            return str(behind.id) if behind and _room(me, call, str(behind.id)) == "queue" else ""
        case "key":
            if node["key"] == callbacks.KEY and callbacks.is_due(me, call):
                return "callback"
            key = queries.manner_of(me, call.queue_id).message_key
            return "message" if key and node["key"] == key else ""
        case "callback_number":
            return callbacks.callers_number(me, call)
        case "dialable":
            return callbacks.dialable(me, str(node["number"]))
        case "greeting":
            return "yes" if greeting.sounds(me, call) else ""
        case "rating":
            return "yes" if queries.manner_of(me, call.queue_id).asks_rating else ""
        case _:
            return ""


def enter(me: Actor, call: Call, queue_id: str) -> None:
    """Into a line; from another one with the time at which they first waited. VIPs come first, and to whom they know."""
    contact = routing_queries.contact(me, call.id)
    call.queue = _queue(me, queue_id)
    routing.queue_contact(me, call.id, call.queue, clock.now())
    waited = [at for at in (contact.queued_at, callbacks.join(me, call)) if at]
    routing.enqueue(
        me,
        queue=call.queue,
        channel="phone",
        subject_id=call.id,
        customer_id=call.customer_id,
        priority=callbacks.priority(me, call.customer_id),
        may_exceed=True,  # the node has asked whether there is room
        preferred_id=routing_queries.last_agent(me, call.customer_id),
        queued_at=min(waited, default=None),
    )


def leave(me: Actor, call: Call) -> None:
    work = routing_queries.open_item(me, call.id)
    if work is not None:
        routing.end(me, work.id, cancelled=True)


def rate(me: Actor, call: Call, effect: machine.Rate) -> None:
    """As a chat is rated; whoever rated it elsewhere meanwhile has done so."""
    try:
        routing.rate(me, call.id, score=effect.score, solved=effect.solved)
    except Conflict:
        return


def completed(me: Actor, call: Call, effects: list[machine.Effect]) -> list[machine.Effect]:
    """The effects with what only the house knows of them: the sounds of a text, the time until the next look."""
    return [_completed(me, call, effect, effects) for effect in effects]


def _completed(me: Actor, call: Call, effect: machine.Effect, beside: list[machine.Effect]) -> machine.Effect:
    match effect:
        case machine.Say(text="beep"):
            return replace(effect, sounds=(saying.BEEP,))
        case machine.Say(text="greeting"):
            return replace(effect, sounds=tuple(greeting.sounds(me, call)))
        case machine.Say(text="callback_confirm"):
            number = call.machine["back"]
            own = number == callbacks.callers_number(me, call)
            language = _manner(me, call).language
            return replace(effect, sounds=tuple(saying.confirmation(language, number, is_own=own)))
        case machine.Say():
            manner = _manner(me, call)
            place = _place(me, call) if effect.text == "place" else None
            own = {effect.text: effect.sounds[0]} if effect.sounds else {}
            offers = effect.text == "place" and callbacks.is_due(me, call)
            if offers and manner.announce_seconds is None:
                return replace(effect, sounds=tuple(saying.sounds("callback_offer", manner.language, {})))
            key = manner.message_key
            said = saying.sounds(effect.text, manner.language, manner.prompts | own, place=place, message_key=key)
            said += saying.sounds("callback_offer", manner.language, {}) if offers else []
            return replace(effect, sounds=tuple(said))
        case machine.Linger() if call.queue is not None:
            is_first = any(isinstance(other, machine.Enter) for other in beside)
            every = FIRST_LOOK if is_first else float(_manner(me, call).announce_seconds or IDLE_LOOK)
            ends = (_seconds_left(me, call, call.queue), callbacks.seconds_until(me, call))
            return replace(
                effect, seconds=max(SHORTEST_LOOK, min([every, *(left for left in ends if left is not None)]))
            )
        case _:
            return effect


def _manner(me: Actor, call: Call) -> QueueManner:
    """Of the line in which the call is, or will be."""
    return queries.manner_of(me, UUID(call.machine["queue"]) if call.machine["queue"] else call.queue_id)


def _place(me: Actor, call: Call) -> saying.Place | None:
    work = routing_queries.open_item(me, call.id)
    place = routing_queries.place(me, work) if work else None
    return saying.Place(place.position, saying.minutes(place.estimated_wait_seconds)) if place else None


@statements.remembered
def _queue(me: Actor, queue_id: str) -> Queue:
    return found(statements.first(Queue, me, id=UUID(queue_id)))


def _room(me: Actor, call: Call, queue_id: str) -> str:
    queue = _queue(me, queue_id)
    if queue.calendar_id and not calendars.is_open(me, queue.calendar_id, clock.now()):
        return "closed"
    return "queue" if routing.has_room(me, queue) else "full"


def _seconds_left(me: Actor, call: Call, queue: Queue) -> float | None:
    """Until they have waited too long in this line; None where nobody does."""
    if queue.max_wait_seconds is None:
        return None
    return (_entered(me, call) + timedelta(seconds=queue.max_wait_seconds) - clock.now()).total_seconds()


def _entered(me: Actor, call: Call) -> datetime:
    """Since when the caller waits: their last step through the flow, or the loss of the agent they had."""
    since = Q(kind="node") | Q(kind="phase", name="lost")
    steps = CallMoment.objects.for_actor(me).filter(since, call=call).order_by("-id")
    return steps.values_list("at", flat=True).first() or call.started_at
