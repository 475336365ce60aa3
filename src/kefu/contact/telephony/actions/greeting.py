"""What a caller is told before an agent hears them: that the call is recorded (录音告知), and the agent's 工号 (报工号)."""

from typing import NamedTuple
from uuid import UUID

from kefu.foundation.accounts.models import User
from kefu.kernel import statements
from kefu.kernel.actor import Actor

from .. import queries
from ..models import Call, CallMoment, QueueManner, RecordingRule
from ..rules import machine, saying
from .noting import note

TOLD = "told"  # the kind of moment
RECORDING, AGENT = "recording_notice", "agent_number"


class Known(NamedTuple):
    """What the greeting depends on: what the queue says, the organization's rules, whether they have heard that it is recorded,
    and the figures of the agent's 工号 (what is no figure cannot be spoken)."""

    manner: QueueManner
    rules: list[RecordingRule]
    has_heard: bool
    number: str


def sounds(me: Actor, call: Call) -> list[str]:
    """In the manner of the call's queue, for the agent who has answered; nobody is told twice that it is recorded."""
    known = _known(me, call.id, call.queue_id, call.machine["user"])
    return saying.greeting(
        known.manner.language,
        known.manner.prompts,
        tells_recording=_is_to_know_of_recording(call, known),
        agent=known.number if known.manner.tells_agent else "",
    )


def told(me: Actor, call: Call, effect: machine.Told) -> None:
    """The record says what the caller was told, or that it was left out."""
    known = _known(me, call.id, call.queue_id, effect.user)
    names = [RECORDING] if _is_to_know_of_recording(call, known) else []
    names += [AGENT] if known.manner.tells_agent and known.number else []
    for name in names:
        note(call, TOLD, name, way="heard" if effect.is_heard else "skipped", user=effect.user)


def _is_to_know_of_recording(call: Call, known: Known) -> bool:
    """Whether the line says it, the call is recorded indeed, and they have not heard it yet."""
    return known.manner.tells_recording and not known.has_heard and queries.nearest_rule(call, known.rules).records


@statements.remembered
def _known(me: Actor, call_id: UUID, queue_id: UUID | None, user: str) -> Known:
    whose = me.organization_id
    manners, rules, heard, users = statements.run(
        statements.find(QueueManner, whose, queue_id=queue_id),
        statements.find(RecordingRule, whose),
        statements.find(CallMoment, whose, call_id=call_id, kind=TOLD, name=RECORDING, way="heard"),
        statements.find(User, whose, id=UUID(user) if user else None),
    )
    number = "".join(filter(str.isdigit, users[0].employee_number or "")) if users else ""
    return Known(manners[0] if manners else QueueManner(organization_id=whose), rules, bool(heard), number)
