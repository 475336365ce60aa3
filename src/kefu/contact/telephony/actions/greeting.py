"""What a caller is told before an agent hears them: that the call is recorded (录音告知), and the agent's 工号 (报工号)."""

from uuid import UUID

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import clock
from kefu.kernel.actor import Actor

from .. import queries
from ..models import Call, CallMoment, QueueManner
from ..rules import machine, saying

TOLD = "told"  # the kind of moment
RECORDING, AGENT = "recording_notice", "agent_number"


def sounds(me: Actor, call: Call) -> list[str]:
    """In the manner of the call's queue, for the agent who has answered; nobody is told twice that it is recorded."""
    manner = queries.manner_of(me, call.queue_id)
    return saying.greeting(
        manner.language,
        manner.prompts,
        tells_recording=_is_to_know_of_recording(me, call, manner),
        agent=_number(me, call.machine["user"]) if manner.tells_agent else "",
    )


def told(me: Actor, call: Call, effect: machine.Told) -> None:
    """The record says what the caller was told, or that it was left out."""
    manner = queries.manner_of(me, call.queue_id)
    names = [RECORDING] if _is_to_know_of_recording(me, call, manner) else []
    names += [AGENT] if manner.tells_agent and _number(me, effect.user) else []
    for name in names:
        CallMoment.objects.create(
            organization_id=call.organization_id,
            call=call,
            at=clock.now(),
            kind=TOLD,
            name=name,
            way="heard" if effect.is_heard else "skipped",
            user_id=UUID(effect.user),
        )


def _is_to_know_of_recording(me: Actor, call: Call, manner: QueueManner) -> bool:
    """Whether the line says it, the call is recorded indeed, and they have not heard it yet."""
    if not manner.tells_recording or not queries.rule_of(call).records:
        return False
    return not CallMoment.objects.for_actor(me).filter(call=call, kind=TOLD, name=RECORDING, way="heard").exists()


def _number(me: Actor, user: str) -> str:
    """The figures of their 工号: what is no figure cannot be spoken."""
    number, _ = accounts.staff_labels(me, [UUID(user)]).get(UUID(user), ("", "")) if user else ("", "")
    return "".join(filter(str.isdigit, number))
