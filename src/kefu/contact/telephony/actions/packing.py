"""Recordings of many calls in one file (批量下载): asked for by a person, written by a job, gone after a day."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, BinaryIO
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.notices import actions as notices
from kefu.kernel import audit, clock, files, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, Invalid, NoSpace, Problem
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..models import Recording, RecordingPack

JOB = "kefu.contact.telephony.jobs.pack_recordings"
MOST = 1000  # recordings
MOST_BYTES = 2 * 1024**3
KEPT = timedelta(hours=24)
ZIP = "application/zip"
State = RecordingPack.State


@transaction.atomic
def ask_for_pack(
    actor: Actor, *, call_ids: Sequence[UUID] = (), words: str = "", filters: Mapping[str, Any] | None = None
) -> RecordingPack:
    """The recordings of these calls, else of all that the words and filters of the list choose, in one file that a job writes.

    Raises Invalid where there are none, or more than `MOST` or `MOST_BYTES`; Conflict while another of the actor's is written.
    """
    actor.require(permissions.TAKE_AWAY)
    if queries.packs(actor).filter(state__in=[State.WAITING, State.RUNNING]).exists():
        going_on = Text(
            "上一个打包任务还在进行，完成后再试。", "Another file is still being written; wait until it is done."
        )
        raise Conflict("pack_going_on", going_on)
    if call_ids:
        chosen = list(call_ids)
    else:
        rows = queries.found(actor, words) if words.strip() else queries.calls(actor)
        chosen = list(queries.narrowed(rows, **(filters or {})).values_list("id", flat=True))
    found = queries.recordings_of(actor, chosen)
    total = found.count()
    size = found.aggregate(size=Sum("file__size"))["size"] or 0
    _ensure_bearable(total, size)
    pack = RecordingPack.objects.create(
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        call_ids=list(dict.fromkeys(found.values_list("call_id", flat=True))),
        total=total,
    )
    audit.record(
        actor,
        action="recordings.pack_asked",
        target_type="recording_pack",
        target_id=pack.id,
        target_label=f"{total}",
        after={"recordings": total, "bytes": size, **{name: str(value) for name, value in (filters or {}).items()}},
    )
    timers.defer(JOB, queue="heavy", organization_id=actor.organization_id, pack_id=pack.id)
    return pack


def pack_recordings(organization_id: UUID, pack_id: UUID) -> None:
    """Write the file, as whoever asked may still see it; they are told. A job that begins again begins from the first one."""
    me = system(organization_id, "telephony")
    pack = one(RecordingPack.objects.for_actor(me).filter(id=pack_id))
    if pack.state in (State.DONE, State.FAILED):
        return
    actor = accounts.actor_for_user(pack.user_id, ip=None)
    try:
        if actor is None:
            raise Problem("user_gone", Text("账号已停用。", "The account is no longer active."))
        actor.require(permissions.TAKE_AWAY)
        with tempfile.TemporaryFile() as target:
            _write(actor, pack, target)
            kept = files.keep_opened(me, name=f"recordings_{clock.now():%Y%m%d_%H%M%S}.zip", opened=target, type=ZIP)
    except Problem as refusal:
        _finish(me, pack, State.FAILED, refusal.text)
        return
    except OSError:
        _finish(me, pack, State.FAILED, NoSpace().text)
        return
    pack.file, pack.expires_at = kept, clock.now() + KEPT
    _finish(me, pack, State.DONE, Text(f"录音已打包，共 {pack.done} 条", f"Recordings are packed: {pack.done}"))


def forget_packs(now: datetime) -> None:
    """Delete the files whose time is over."""
    rows = RecordingPack.objects.across_organizations("files of recordings are kept for a day")
    for pack in rows.filter(file__isnull=False, expires_at__lte=now).select_related("file"):
        with transaction.atomic():
            file, pack.file = pack.file, None
            pack.save(update_fields=["file"])
            assert file is not None
            file.delete()
            transaction.on_commit(partial(default_storage.delete, file.key))


def _ensure_bearable(total: int, size: int) -> None:
    if not total:
        nothing = Text("所选通话没有可下载的录音。", "None of these calls has a recording to download.")
        raise Invalid("nothing_recorded", nothing)
    if total > MOST or size > MOST_BYTES:
        megabytes, most = size // 1024**2, MOST_BYTES // 1024**2
        raise Invalid(
            "pack_too_large",
            Text(
                f"共 {total} 条录音、{megabytes} MB，超过一次 {MOST} 条或 {most} MB 的上限，请缩小筛选范围。",
                f"These are {total} recordings of {megabytes} MB; at most {MOST} or {most} MB go into one file. Choose fewer.",
            ),
        )


def _write(actor: Actor, pack: RecordingPack, target: BinaryIO) -> None:
    mine = RecordingPack.objects.for_actor(actor).filter(id=pack.id)
    mine.update(state=State.RUNNING, done=0)
    parts: Counter[UUID] = Counter()
    pack.done = 0
    with ZipFile(target, "w", ZIP_STORED, allowZip64=True) as archive:
        for recording in queries.recordings_of(actor, pack.call_ids).iterator(chunk_size=100):
            parts[recording.call_id] += 1
            _add(archive, recording, queries.recording_name(actor, recording, parts[recording.call_id]))
            if parts[recording.call_id] == 1:
                audit.record(actor, action="call.recording_taken", target_type="call", target_id=recording.call_id)
            pack.done += 1
            mine.update(done=pack.done)
    target.seek(0)


def _add(archive: ZipFile, recording: Recording, name: str) -> None:
    assert recording.file is not None
    entry = ZipInfo(name, recording.call.started_at.timetuple()[:6])
    with default_storage.open(recording.file.key) as said, archive.open(entry, "w", force_zip64=True) as kept:
        shutil.copyfileobj(said, kept)


@transaction.atomic
def _finish(me: Actor, pack: RecordingPack, state: str, text: Text) -> None:
    pack.state = state
    pack.failure = {} if state == State.DONE else {"zh": text.zh, "en": text.en}
    pack.save(update_fields=["state", "failure", "file", "expires_at"])
    notices.notify(
        me,
        user_ids=[pack.user_id],
        kind="export_done" if state == State.DONE else "export_failed",
        text=text,
        link="/calls",
        fact=f"{pack.id} {state}",
    )
