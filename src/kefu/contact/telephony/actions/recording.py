"""What was said is kept."""

from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from kefu.kernel import audit, files, masking
from kefu.kernel.actor import Actor, system

from .. import queries
from ..models import Call, Recording
from ..rules import transcripts
from . import transcribing

WAV = "audio/wav"


def kept_recording(name: str) -> bool:
    """Whether this recording of the engine's lies here already."""
    rows = Recording.objects.across_organizations("a recording of the engine")
    return rows.filter(name=name, file__isnull=False).exists()


@transaction.atomic
def open_recordings(actor: Actor, call_id: UUID) -> list[Recording]:
    """The recordings of a call, for somebody who may listen; it is written down that they did."""
    found = list(queries.recordings(actor, call_id))
    audit.record(actor, action="call.recording_opened", target_type="call", target_id=call_id)
    return found


@transaction.atomic
def keep_recording(call_id: UUID, *, name: str, side: str, content: bytes) -> None:
    """Keep one side of a call, or the mix; the same name twice is one recording, and one of no call is none."""
    call = Call.objects.across_organizations("a recording of the engine").filter(id=call_id).first()
    if call is None:
        return
    me = system(call.organization_id, "telephony")
    found, _ = Recording.objects.for_actor(me).get_or_create(
        name=name, defaults={"organization_id": call.organization_id, "call": call, "side": side}
    )
    if found.file_id is None:
        found.file = files.keep(me, name=_file_name(call, side), content=content, type=WAV)
        found.save(update_fields=["file"])
        if side != Recording.Side.MIX:
            transcribing.recorded(call)


def _file_name(call: Call, side: str) -> str:
    """The number as it may be shown to everybody who may listen."""
    return transcripts.file_name(
        at=localtime(call.started_at),
        agent=(call.assignee.employee_number or "") if call.assignee else "",
        number=masking.masked(call.caller),
        call=call.id.hex,
        side=side,
    )
