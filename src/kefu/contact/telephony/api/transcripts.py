"""HTTP of what was said in calls, and how long it is kept."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.foundation.speech import queries as speech
from kefu.kernel.http import ActorRequest
from kefu.kernel.i18n import Text

from .. import actions, queries
from ..models import LegalHold, RecordingRule, Transcript

router = Router(tags=["telephony"])


class SegmentOut(Schema):
    """What one of the two said; `start` and `end` in seconds of their track, `confidence` 0 to 1."""

    speaker: Literal["caller", "agent"]
    part: str = ""
    start: float
    end: float
    text: str
    confidence: float


class TranscriptOut(Schema):
    """`none`: nobody has heard it; then, and when it failed, `reason` says why nobody can or did, or is empty."""

    state: Literal["none", "pending", "ready", "failed"]
    reason: str
    segments: list[SegmentOut]
    edited_at: datetime | None


class CorrectionIn(Schema):
    index: int = Field(ge=0)
    text: str = Field(min_length=1, max_length=2000)


class RecordingRuleIn(Schema):
    """Of a queue, of a number, or (neither) of all others."""

    queue_id: UUID | None = None
    number_id: UUID | None = None
    records: bool = True
    keep_days: int = Field(ge=1, le=3650)
    locale: Literal["zh-CN", "en"] = "zh-CN"
    transcribes: bool = True


class RecordingRuleOut(Schema):
    id: UUID
    queue_id: UUID | None
    queue_name: str | None
    number_id: UUID | None
    number: str | None
    records: bool
    keep_days: int
    locale: str
    transcribes: bool


class RecordingRulesOut(Schema):
    items: list[RecordingRuleOut]


class LegalHoldIn(Schema):
    reason: str = Field(min_length=1, max_length=200)


class LegalHoldOut(Schema):
    is_held: bool
    reason: str
    user_name: str
    held_at: datetime | None


@router.get("/calls/{call_id}/transcript", response=TranscriptOut)
def get_transcript(request: ActorRequest, call_id: UUID) -> Any:
    """Who said what, in order of time."""
    return _transcript(queries.transcript(request.auth, call_id))


@router.post("/calls/{call_id}/transcript", response={202: TranscriptOut})
def ask_for_transcript(request: ActorRequest, call_id: UUID) -> Status[Any]:
    """Hear an ended call again; what was corrected is lost. 409 where nothing was recorded, or nobody can hear."""
    return Status(202, _transcript(actions.ask_for_transcript(request.auth, call_id)))


@router.patch("/calls/{call_id}/transcript", response=TranscriptOut)
def correct_transcript(request: ActorRequest, call_id: UUID, data: CorrectionIn) -> Any:
    """Other words for one segment."""
    return _transcript(actions.correct_transcript(request.auth, call_id, index=data.index, words=data.text))


@router.get("/recording-rules", response=RecordingRulesOut)
def list_recording_rules(request: ActorRequest) -> Any:
    """Whether calls are recorded and how long that is kept: the rule of its queue holds before that of its number, and that
    before the one of all others (neither). Without any, all is recorded and kept for a year."""
    rows = queries.recording_rules(request.auth).order_by("queue__name", "number__digits")
    return {"items": [_rule(one) for one in rows]}


@router.put("/recording-rules", response=RecordingRuleOut)
def save_recording_rule(request: ActorRequest, data: RecordingRuleIn) -> Any:
    """What is too old by a shorter time is deleted in the next night, files and text; calls that go on are recorded as they began."""
    return _rule(actions.save_rule(request.auth, **data.model_dump()))


@router.delete("/recording-rules/{recording_rule_id}", response={204: None})
def delete_recording_rule(request: ActorRequest, recording_rule_id: UUID) -> Status[None]:
    """What holds for all others holds here too."""
    actions.delete_rule(request.auth, recording_rule_id)
    return Status(204, None)


@router.get("/calls/{call_id}/legal-hold", response=LegalHoldOut)
def get_legal_hold(request: ActorRequest, call_id: UUID) -> Any:
    return _hold(queries.legal_hold(request.auth, call_id))


@router.put("/calls/{call_id}/legal-hold", response=LegalHoldOut)
def hold_call(request: ActorRequest, call_id: UUID, data: LegalHoldIn) -> Any:
    """What was said in this call is kept until the hold is released."""
    return _hold(actions.hold(request.auth, call_id, reason=data.reason))


@router.delete("/calls/{call_id}/legal-hold", response={204: None})
def release_call(request: ActorRequest, call_id: UUID) -> Status[None]:
    actions.release(request.auth, call_id)
    return Status(204, None)


def _transcript(kept: Transcript | None) -> dict[str, Any]:
    deaf = speech.why_deaf()
    if kept is None:
        return {"state": "none", "reason": deaf.in_language() if deaf else "", "segments": [], "edited_at": None}
    reason = Text(**kept.failure).in_language() if kept.failure else ""
    return {"state": kept.state, "reason": reason, "segments": kept.segments, "edited_at": kept.edited_at}


def _rule(rule: RecordingRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "queue_id": rule.queue_id,
        "queue_name": rule.queue.name if rule.queue else None,
        "number_id": rule.number_id,
        "number": f"{rule.number.digits} {rule.number.name}".strip() if rule.number else None,
        "records": rule.records,
        "keep_days": rule.keep_days,
        "locale": rule.locale,
        "transcribes": rule.transcribes,
    }


def _hold(kept: LegalHold | None) -> dict[str, Any]:
    if kept is None:
        return {"is_held": False, "reason": "", "user_name": "", "held_at": None}
    return {"is_held": True, "reason": kept.reason, "user_name": kept.user.name, "held_at": kept.created_at}
