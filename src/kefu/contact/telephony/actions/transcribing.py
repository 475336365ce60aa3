"""What was said becomes text: heard by the speech port, one speaker a track, findable, and corrected by people."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.foundation.speech import actions as speech
from kefu.foundation.speech import queries as speech_queries
from kefu.kernel import audit, clock, masking, search, text, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, FieldError, Invalid, NotFound
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text

from .. import permissions, queries
from ..events import CallTold
from ..models import Call, Recording, Transcript, Voicemail
from ..rules import transcripts

JOB = "kefu.contact.telephony.jobs.transcribe"
MESSAGE_JOB = "kefu.contact.telephony.jobs.hear_message"
SETTLED = timedelta(seconds=10)  # until the last track of a call lies here


def recorded(call: Call) -> None:
    """A track of the call lies here: once all of it does, it is heard, if the queue's rule wants that and anybody can."""
    if queries.rule_of(call).transcribes and speech_queries.why_deaf() is None:
        _later(call)


def message_left(call: Call) -> None:
    """A message lies here: it is heard, if the rule wants that and anybody can."""
    if queries.rule_of(call).transcribes and speech_queries.why_deaf() is None:
        timers.defer(MESSAGE_JOB, queue="speech", organization_id=call.organization_id, call_id=call.id)


@transaction.atomic
def ask_for_transcript(actor: Actor, call_id: UUID) -> Transcript:
    """Hear a call again, or for the first time. Raises Conflict while it goes on, where nothing was recorded, or nobody can hear."""
    actor.require(permissions.CORRECT)
    call = queries.call(actor, call_id)
    if call.phase != Call.Phase.ENDED:
        raise Conflict("call_goes_on", Text("通话尚未结束。", "The call has not ended yet."))
    if not _tracks(actor, call):
        raise Conflict("nothing_recorded", Text("这通电话没有可转写的录音。", "Nothing of this call was recorded."))
    if reason := speech_queries.why_deaf():
        raise Conflict("nobody_hears", reason)
    kept, _ = Transcript.objects.for_actor(actor).update_or_create(
        call=call,
        defaults={
            "organization_id": call.organization_id,
            "state": Transcript.State.PENDING,
            "failure": {},
            "edited_by": None,
            "edited_at": None,
        },
    )
    timers.defer(JOB, queue="speech", organization_id=call.organization_id, call_id=call.id)
    audit.record(actor, action="call.transcript_asked", target_type="call", target_id=call.id)
    return kept


def transcribe(organization_id: UUID, call_id: UUID) -> None:
    """Hear both sides of a call that has ended; takes as long as the call, or longer. What people corrected stays."""
    me = system(organization_id, "telephony")
    call = Call.objects.for_actor(me).filter(id=call_id).select_related("queue").first()
    if call is None:
        return
    if call.phase != Call.Phase.ENDED:
        _later(call)
        return
    kept = Transcript.objects.for_actor(me).filter(call=call).first()
    if kept is not None and kept.edited_at is not None:
        return
    try:
        said, state, failure = list(_said(me, call)), Transcript.State.READY, {}
    except speech.Unable as error:
        said, state, failure = [], Transcript.State.FAILED, {"zh": error.reason.zh, "en": error.reason.en}
    with transaction.atomic():
        if not Call.objects.for_actor(me).filter(id=call_id).select_for_update(of=("self",)).exists():
            return
        kept, _ = Transcript.objects.for_actor(me).get_or_create(
            call=call, defaults={"organization_id": organization_id}
        )
        if kept.edited_at is None:
            kept.state, kept.failure, kept.segments = state, failure, transcripts.in_order(said)
            kept.save()
            make_findable(call)
            publish(CallTold(organization_id=organization_id, call_id=call_id))


@transaction.atomic
def correct_transcript(actor: Actor, call_id: UUID, *, index: int, words: str) -> Transcript:
    """Other words for what was heard; numbers that came hidden stay what they were. Raises NotFound for an index beyond the last."""
    actor.require(permissions.CORRECT)
    call = queries.call(actor, call_id)
    kept = Transcript.objects.for_actor(actor).filter(call=call).select_for_update(of=("self",)).first()
    if kept is None or not 0 <= index < len(kept.segments):
        raise NotFound()
    written = text.storable(words).strip()[: transcripts.MOST_CHARACTERS]
    if not written:
        empty = Text("请填写文字。", "Write what was said.")
        raise Invalid("words_missing", empty, errors=[FieldError("text", empty)])
    before = kept.segments[index]["text"]
    if masking.hides_from(actor):
        written = masking.restored(written, before)
    kept.segments[index] = {**kept.segments[index], "text": written, "confidence": 1.0}
    kept.edited_at, kept.edited_by_id = clock.now(), actor.id
    kept.save()
    make_findable(call)
    audit.record(actor, action="call.transcript_corrected", target_type="call", target_id=call.id)
    return kept


def _later(call: Call) -> None:
    timers.defer(
        JOB,
        at=clock.now() + SETTLED,
        queue="speech",
        once=f"transcribe:{call.id}",
        organization_id=call.organization_id,
        call_id=call.id,
    )


def _tracks(actor: Actor, call: Call) -> list[Recording]:
    """Each side by itself, in the order in which they were made."""
    rows = Recording.objects.for_actor(actor).filter(call=call, file__isnull=False).exclude(side=Recording.Side.MIX)
    return list(rows.select_related("file").order_by("id"))


def _said(me: Actor, call: Call) -> Iterator[dict[str, Any]]:
    for track in _tracks(me, call):
        assert track.file is not None
        for one in heard(call, queries.content(track.file)):
            yield {
                "speaker": track.side,
                "part": transcripts.part_of(track.name),
                "start": one.start,
                "end": one.end,
                "text": text.storable(one.text)[: transcripts.MOST_CHARACTERS],
                "confidence": one.confidence,
            }


def heard(call: Call, content: bytes) -> list[speech.Heard]:
    """What is said in a WAV of the call, in the language of its rule. Raises Unable."""
    return speech.transcribe(content, locale=queries.rule_of(call).locale)


def make_findable(call: Call) -> None:
    """By what was said in the talk and in the message; where nothing is left of either, by nothing."""
    me = system(call.organization_id, "telephony")
    talk = Transcript.objects.for_actor(me).filter(call=call).first()
    said = [one["text"] for one in talk.segments] if talk else []
    said += Voicemail.objects.for_actor(me).filter(call=call).exclude(words="").values_list("words", flat=True)
    if not said:
        search.remove("call", call.id)
        return
    body = "\n".join(said)
    search.write(call.organization_id, kind="call", object_id=call.id, title="", body=body, brand_id=call.brand_id)
