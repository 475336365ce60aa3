"""One step of a call: a fact comes in, the house's part is carried out and saved, the engine's is returned."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.customers import actions as customers
from kefu.kernel import clock, statements, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, NotFound
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text

from .. import queries
from ..events import CallEnded
from ..models import Call, CallCommand, CallMoment
from ..rules import machine
from ..rules.machine.forwarding import REACHED
from . import callbacks, duty, greeting, handing_over, waiting
from .inviting import settle_all
from .looking import look
from .noting import note
from .showing import show
from .wrapping import WRAP_UP, WRAP_UP_OVER

HOUSE = (
    machine.Pass,
    machine.Enter,
    machine.Leave,
    machine.Rate,
    machine.Take,
    machine.Told,
    machine.Reach,
    machine.Refuse,
    machine.GiveBack,
    machine.Accept,
    machine.CallBack,
    *handing_over.EFFECTS,
)
FOLLOWED = (
    *("machine", "phase", "queue", "assignee", "answered_at", "talked_until"),
    *("ended_at", "ended_by", "cause", "wrap_up_until", "left_at", "state_since"),
)
"""What a step may change of a call."""


@transaction.atomic
def follow(
    organization_id: UUID, call_id: UUID, fact: machine.Fact, *, command_id: UUID | None = None
) -> list[machine.Effect]:
    """Step the call; what the engine is to do, in order, and `Finish` when it is over. With a `command_id` that was heeded before nothing happens."""
    me = system(organization_id, "telephony")
    found = statements.run(statements.find(Call, organization_id, id=call_id, lock=True))[0]
    if not found:
        raise NotFound()
    call: Call = found[0]
    if command_id is not None:
        rows = CallCommand.objects.for_actor(me).filter(id=command_id, done_at=None)
        if not rows.update(done_at=clock.now()):
            return []
    with statements.remembering(), statements.together():
        return _step(me, call, fact)


def _step(me: Actor, call: Call, fact: machine.Fact) -> list[machine.Effect]:
    before = machine.State(**call.machine)
    fact = waiting.told(me, call, _if_still_offered(me, call, before, fact))
    flow = queries.flow_of(call)
    after, effects = machine.step(before, fact, flow, lambda node: look(me, call, node))
    if after == before and not effects:
        return []
    call.machine, call.phase = after.dump(), after.phase
    if (after.phase, after.stage) != (before.phase, before.stage):
        call.state_since = clock.now()
    for effect in effects:
        _carry_out(me, call, effect)
    if after.phase != before.phase:
        note(call, "phase", after.phase, user=after.user)
        if after.phase == "rating":
            call.talked_until = clock.now()
            _time_to_wrap_up(call, call.talked_until)
    talks, talked = ((state.phase, state.leg, state.user) for state in (after, before))
    if after.phase == "talking" and after.user and talks != talked:
        note(call, queries.PART, after.leg, user=after.user)
    statements.run(statements.update(call, FOLLOWED))
    show(call, *(user for state in (before, after) for user in (state.user, state.other_user, state.watch_user)))
    asked = waiting.completed(me, call, effects)
    return [effect for effect in asked if not isinstance(effect, HOUSE)]


def _if_still_offered(me: Actor, call: Call, state: machine.State, fact: machine.Fact) -> machine.Fact:
    """An agent who answers takes the offer; where routing gave it to somebody else, it has passed."""
    if not (isinstance(fact, machine.LegUp) and state.phase == "ringing" and fact.leg == state.leg):
        return fact
    work = routing_queries.open_item(me, call.id)
    agent = Actor(kind="user", id=UUID(state.user), organization_id=call.organization_id)
    try:
        if work is None:
            return machine.Withdrawn(state.user)
        routing.accept(agent, work.id)
    except Conflict:
        return machine.Withdrawn(state.user)
    return fact


def _carry_out(me: Actor, call: Call, effect: machine.Effect) -> None:
    match effect:
        case machine.Pass():
            note(call, "node", effect.node, way=effect.way)
        case machine.Enter():
            waiting.enter(me, call, effect.queue_id)
            duty.ring(me, call)
        case machine.Leave():
            waiting.leave(me, call)
        case machine.Rate():
            waiting.rate(me, call, effect)
        case machine.Take():
            now = clock.now()
            call.assignee_id, call.answered_at = UUID(effect.user), call.answered_at or now
            routing.answer_contact(me, call.id, call.assignee_id, now)
            handing_over.answered_by(me, call)
        case machine.Told():
            greeting.told(me, call, effect)
        case machine.Reach():
            call.answered_at = clock.now()
            routing.answer_contact(me, call.id, UUID(str(call.assignee_id)), call.answered_at)
        case machine.Accept():
            call.assignee_id = UUID(effect.user)
        case machine.CallBack():
            callbacks.register(me, call, effect.number)
        case machine.Refuse():
            _refuse(call, effect.user)
        case machine.GiveBack():
            call.assignee = None
            if work := routing_queries.open_item(me, call.id):
                routing.give_back(me, work.id)
        case machine.Finish():
            _finish(me, call, effect)
        case _:
            handing_over.carry_out(me, call, effect)


def _refuse(call: Call, user: str) -> None:
    agent = Actor(kind="user", id=UUID(user), organization_id=call.organization_id)
    work = routing_queries.open_item(agent, call.id)
    if work is not None and work.state == work.State.OFFERED and work.assignee_id == agent.id:
        routing.decline(agent, work.id)


def _finish(me: Actor, call: Call, finish: machine.Finish) -> None:
    """The record is complete; whoever talked has time to wrap up, and their place is taken meanwhile."""
    call.ended_at, call.ended_by, call.cause = clock.now(), finish.by, finish.cause
    routing.end_contact(
        me, call.id, at=call.ended_at, ended_by=finish.by, unless_ended=True
    )  # who wrapped up while the caller rated has completed it
    settle_all(me, call)
    work = routing_queries.open_item(me, call.id)
    if work is not None and (call.answered_at is None or work.state != work.State.ASSIGNED):
        routing.end(me, work.id, cancelled=True)
    elif work is not None and call.talked_until is None:
        _time_to_wrap_up(call, call.ended_at)
    callbacks.ended(me, call)
    tell_of_end(me, call)


def tell_of_end(me: Actor, call: Call) -> None:
    """An ended call is announced, and stands in its customer's story."""
    publish(CallEnded(organization_id=call.organization_id, call_id=call.id, answered=call.answered_at is not None))
    if call.customer_id:
        agent = accounts.display_names(me, {call.assignee_id}) if call.assignee_id else {}
        customers.add_timeline(
            call.organization_id,
            customer_id=call.customer_id,
            at=call.started_at,
            kind="call",
            title=_title(me, call),
            summary="",
            object_type="call",
            object_id=call.id,
            agent_name=next(iter(agent.values()), ""),
            data={"seconds": queries.seconds(call)},
        )


def _title(me: Actor, call: Call) -> Text:
    if queries.callback_of(me, call.id):
        return Text("来电，改为排队回呼", "Call, asked to be called back")
    if call.direction == Call.Direction.OUTBOUND:
        return Text("去电", "Call out") if call.answered_at else Text("去电未接通", "Call out, not connected")
    if call.answered_at:
        return Text("来电", "Call")
    if CallMoment.objects.for_actor(me).filter(call=call, kind="node", way=REACHED).exists():
        return Text("来电，已转接外线", "Call, put through outside")
    return Text("未接来电", "Missed call")


def _time_to_wrap_up(call: Call, since: datetime) -> None:
    call.wrap_up_until = since + WRAP_UP
    timers.defer(WRAP_UP_OVER, at=call.wrap_up_until, organization_id=call.organization_id, call_id=call.id)
