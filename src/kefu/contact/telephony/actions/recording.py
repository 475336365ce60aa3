"""What was said is kept."""

from uuid import UUID

from django.db import transaction

from kefu.kernel import audit, files, statements
from kefu.kernel.actor import Actor, system

from .. import queries
from ..models import Call, Recording
from ..rules import sound, waves
from . import transcribing

WAV = "audio/wav"
RECORDED = "a recording of the engine"


def kept_recording(name: str) -> bool:
    """Whether this recording of the engine's lies here already."""
    rows = statements.run(statements.anywhere(Recording, RECORDED, name=name))[0]
    return any(row.file_id is not None for row in rows)


@transaction.atomic
def open_recordings(actor: Actor, call_id: UUID) -> list[Recording]:
    """The recordings of a call, for somebody who may listen; it is written down that they did."""
    found = list(queries.recordings(actor, call_id))
    for one in found:
        _look_at(one)
    audit.record(actor, action="call.recording_opened", target_type="call", target_id=call_id)
    return found


@transaction.atomic
def keep_recording(call_id: UUID, *, name: str, side: str, content: bytes) -> None:
    """Keep one side of a call, or the mix; the same name twice is one recording, and one of no call, or with nothing in it, is none.

    Raises NoSpace or OSError where it cannot be written; it may be tried again.
    """
    content = sound.whole(content)
    found = _row(call_id, name, side) if content else None
    if found is None or found.file_id is not None:
        return
    me = system(found.organization_id, "telephony")
    with statements.together():
        found.file = files.keep(me, name=queries.recording_name(me, found), content=content, type=WAV)
        found.seconds, found.peaks, found.failure = sound.seconds(content), waves.peaks(content), ""
        statements.run(statements.update(found, ["file", "seconds", "peaks", "failure"]))
        if side != Recording.Side.MIX:
            transcribing.recorded(found.call)


@transaction.atomic
def note_not_kept(call_id: UUID, *, name: str, side: str, failure: str) -> None:
    """A recording could not be made, or not be kept so far: its call says so, and `queries.not_recorded` tells of it."""
    found = _row(call_id, name, side)
    if found is not None and found.file_id is None and found.failure != failure:
        found.failure = failure
        found.save(update_fields=["failure"])


def _row(call_id: UUID, name: str, side: str) -> Recording | None:
    """The recording with its row lock, made if it is new; None for that of no call."""
    call = next(iter(statements.run(statements.anywhere(Call, RECORDED, id=call_id))[0]), None)
    if call is None:
        return None
    new = Recording(organization_id=call.organization_id, name=name, call=call, side=side)
    known = statements.find(Recording, call.organization_id, name=name, lock=True)
    found: Recording = statements.run(statements.insert(new, unless_known=True), known)[1][0]
    found.call = call
    return found


def _look_at(recording: Recording) -> None:
    """Of one that was kept before anybody drew it."""
    if recording.file is not None and not recording.peaks:
        content = queries.content(recording.file)
        recording.seconds, recording.peaks = sound.seconds(content), waves.peaks(content)
        recording.save(update_fields=["seconds", "peaks"])
