"""What people do within a call: hold, transfer, ask somebody, join three, pause the recording; supervisors listen in."""

from uuid import UUID

from django.db import transaction

from kefu.contact.routing.models import Queue
from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..models import Call, CallInvitation
from ..rules import machine
from .calling_out import line_to, may_dial
from .inviting import extension_of, invite
from .telling import tell

Kind = CallInvitation.Kind


@transaction.atomic
def put_on_hold(actor: Actor, call_id: UUID) -> Call:
    """The customer hears music. Raises Conflict unless agent and customer talk with each other."""
    call, _ = _talk(actor, call_id, "")
    tell(call, machine.Hold(str(actor.user_id)))
    return call


@transaction.atomic
def resume(actor: Actor, call_id: UUID) -> Call:
    """Back to the customer; whoever else was asked goes. Raises Conflict unless the customer waits."""
    call, _ = _talk(actor, call_id, "held", "transferring", "consulting")
    tell(call, machine.Resume(str(actor.user_id)))
    return call


@transaction.atomic
def transfer(
    actor: Actor,
    call_id: UUID,
    *,
    to_agent: UUID | None = None,
    to_queue: UUID | None = None,
    to_number: str = "",
    note: str = "",
) -> Call:
    """Give the call away; without a target to whom the actor has asked before (`begin_consultation`).

    Raises Conflict when the target cannot be had or nobody was asked, Invalid for more than one target.
    """
    if not (to_agent or to_queue or to_number.strip()):
        call, _ = _talk(actor, call_id, "consulting")
        tell(call, machine.Complete(str(actor.user_id)))
        return call
    if not to_queue:
        return _ask(actor, call_id, Kind.TRANSFER, to_agent, to_number, note)
    if to_agent or to_number.strip():
        raise _one_target()
    call, state = _talk(actor, call_id, "", "held")
    _ensure_recorded(state)
    queue = one(Queue.objects.for_actor(actor).filter(id=to_queue))
    if not queue.is_active or queue.brand_id != call.brand_id:
        raise Conflict(
            "queue_unavailable",
            Text(
                "该技能组已停用或属于其他品牌，请换一个。",
                "That queue is switched off or another brand's; choose another.",
            ),
        )
    invite(actor, call, Kind.TRANSFER, queue=queue, note=note)
    tell(call, machine.ToLine(str(queue.id), str(actor.user_id)))
    return call


@transaction.atomic
def begin_consultation(
    actor: Actor, call_id: UUID, *, to_agent: UUID | None = None, to_number: str = "", note: str = ""
) -> Call:
    """Ask somebody while the customer hears music. Raises Conflict when they cannot be had, Invalid without one target."""
    return _ask(actor, call_id, Kind.CONSULT, to_agent, to_number, note)


@transaction.atomic
def join_all(actor: Actor, call_id: UUID) -> Call:
    """Customer, agent and whom they asked talk together. Raises Conflict before somebody was asked and has answered."""
    call, state = _talk(actor, call_id, "consulting")
    if not state.other_is_up:
        raise Conflict("not_answered_yet", Text("对方尚未接听。", "They have not answered yet."))
    tell(call, machine.Conference(str(actor.user_id)))
    return call


@transaction.atomic
def pause_recording(actor: Actor, call_id: UUID) -> Call:
    """Nothing is recorded for at most two minutes. Raises Conflict unless it is being recorded."""
    call, state = _talk(actor, call_id)
    _ensure_recorded(state)
    tell(call, machine.Pause(str(actor.user_id)))
    return call


@transaction.atomic
def resume_recording(actor: Actor, call_id: UUID) -> Call:
    """Raises Conflict unless recording pauses."""
    call, state = _talk(actor, call_id)
    if not state.paused:
        raise Conflict("not_paused", Text("录音未暂停。", "Recording does not pause."))
    tell(call, machine.Unpause(str(actor.user_id)))
    return call


@transaction.atomic
def monitor(actor: Actor, call_id: UUID, *, mode: machine.Mode) -> Call:
    """The supervisor's own telephone rings; then they listen, whisper, join or take over. While they do, `mode` changes at once.

    Raises Conflict when nobody talks, somebody else listens already, or the call is the supervisor's own.
    """
    actor.require(permissions.MONITOR)
    call, state = _talk(actor, call_id)
    me = str(actor.user_id)
    if me in (state.user, state.other_user):
        raise Conflict("own_call", Text("这是您自己的通话。", "This call is your own."))
    if state.watch and state.watch_user != me:
        raise Conflict("watched_already", Text("已有同事在监听该通话。", "A colleague listens to this call already."))
    endpoint, shows, invitation_id = "", call.caller, state.watch_invite
    if not state.watch:
        endpoint, shows = queries.way_to(extension_of(actor, actor.user_id), shows, own=call.number)
        invitation_id = str(invite(actor, call, Kind.MONITOR, user_id=actor.user_id).id)
    audit.record(
        actor,
        action="call.monitored",
        target_type="call",
        target_id=call.id,
        target_label=call.assignee.name if call.assignee else "",
        after={"mode": mode},
    )
    tell(call, machine.Watched(invitation_id, me, endpoint, shows, mode))
    return call


@transaction.atomic
def stop_monitoring(actor: Actor, call_id: UUID) -> Call:
    """Raises Conflict unless the actor listens."""
    actor.require(permissions.MONITOR)
    call, state = _talk(actor, call_id)
    if state.watch_user != str(actor.user_id):
        raise Conflict("not_monitoring", Text("您没有在监听该通话。", "You do not listen to this call."))
    tell(call, machine.Unwatched(str(actor.user_id)))
    return call


def _ask(actor: Actor, call_id: UUID, kind: Kind, to_agent: UUID | None, to_number: str, note: str) -> Call:
    if bool(to_agent) == bool(to_number.strip()):
        raise _one_target()
    call, state = _talk(actor, call_id, "", "held")
    _ensure_recorded(state)
    if to_agent:
        (endpoint, shows), number = queries.way_to(extension_of(actor, to_agent), call.caller, own=call.number), ""
    else:
        actor.require(permissions.DIAL)
        number = may_dial(actor, to_number)
        endpoint, shows = line_to(actor, number), call.number.digits if call.number else ""
    made = invite(actor, call, kind, user_id=to_agent, number=number, note=note)
    fact = machine.Invited(
        str(made.id), kind.value, str(actor.user_id), str(to_agent) if to_agent else "", endpoint, shows
    )
    tell(call, fact)
    return call


def _one_target() -> Invalid:
    return Invalid(
        "one_target", Text("请选择一位同事、一个技能组或一个号码。", "Choose one colleague, one queue or one number.")
    )


def _talk(actor: Actor, call_id: UUID, *stages: str) -> tuple[Call, machine.State]:
    """The locked call with its state. Raises Conflict unless people talk, and in one of these stages where there are any."""
    actor.require(permissions.SERVE)
    call = queries.locked(actor, call_id)
    state = machine.State(**call.machine)
    if state.phase != "talking" or not state.leg or not state.user:
        raise Conflict("not_talking", Text("当前没有正在进行的通话。", "Nobody talks in this call now."))
    if stages and state.stage not in stages:
        raise Conflict("not_now", Text("当前状态不能进行此操作。", "This cannot be done at this moment of the call."))
    return call, state


def _ensure_recorded(state: machine.State) -> None:
    if state.paused:
        raise Conflict("recording_paused", Text("录音已暂停，请先恢复录音。", "Recording pauses; let it go on first."))
