"""HTTP of what callers hear and can do while nobody is free: a queue's manner, the emergency announcement, messages."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.contact.routing.models import Queue
from kefu.foundation.accounts import queries as accounts
from kefu.kernel import files
from kefu.kernel.http import ActorRequest, Page, page

from .. import actions, queries
from ..models import Emergency, QueueManner, Voicemail

router = Router(tags=["telephony"])


class StandardTextOut(Schema):
    code: str
    zh: str
    en: str


class QueueMannerOut(Schema):
    """`id` is the queue's."""

    id: UUID
    brand_id: UUID
    name: str
    language: Literal["zh-CN", "en", "both"]
    announce_seconds: int | None
    message_key: str
    asks_rating: bool
    rating_sms_days: int | None
    tells_recording: bool
    tells_agent: bool
    callback_after: int | None
    callback_tries: int
    callback_minutes: int
    prompts: dict[str, UUID]


class QueueMannerChanges(Schema):
    """What is not named stays as it is. `prompts` are said instead of the standard texts of the same code."""

    language: Literal["zh-CN", "en", "both"] = "zh-CN"
    announce_seconds: int | None = Field(30, ge=10, le=600)
    message_key: str = Field("", max_length=1, pattern="^[0-9]?$")
    asks_rating: bool = False
    rating_sms_days: int | None = Field(None, ge=1, le=365)
    tells_recording: bool = True
    tells_agent: bool = True
    callback_after: int | None = Field(None, ge=0, le=3600)
    callback_tries: int = Field(3, ge=1, le=10)
    callback_minutes: int = Field(10, ge=1, le=24 * 60)
    prompts: dict[str, UUID | None] = {}


class EmergencyNumberOut(Schema):
    id: UUID
    digits: str
    name: str


class EmergencyPromptOut(Schema):
    id: UUID
    name: str
    words: str


class EmergencyOut(Schema):
    id: UUID
    number: EmergencyNumberOut | None
    prompt: EmergencyPromptOut
    then: Literal["go_on", "hang_up"]
    begun_at: datetime
    begun_by: str | None
    ends_at: datetime | None
    ended_at: datetime | None

    @staticmethod
    def resolve_begun_at(one: Emergency) -> datetime:
        return one.created_at

    @staticmethod
    def resolve_begun_by(one: Emergency) -> str | None:
        return accounts.staff_name(one.begun_by) if one.begun_by else None


class EmergencyIn(Schema):
    """`number_id` null: of every number of the prompt's brand. `minutes` null: until somebody ends it."""

    prompt_id: UUID
    number_id: UUID | None = None
    then: Literal["go_on", "hang_up"] = "go_on"
    minutes: int | None = Field(None, ge=1, le=7 * 24 * 60)


class VoicemailOut(Schema):
    id: UUID
    call_id: UUID
    queue_id: UUID
    seconds: int
    url: str
    words: str
    peaks: list[int]


class WordsIn(Schema):
    words: str = Field(max_length=5000)


@router.get("/queue-manners", response=Page[QueueMannerOut])
def list_manners(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    """What callers of each queue hear and can do."""
    rows, following = page(queries.queues(request.auth), after=after, limit=limit, order=("name", "id"))
    manners = queries.manners(request.auth, rows)
    return {"items": [_manner(manners[queue.id], queue) for queue in rows], "next": following}


@router.get("/queue-manners/standard", response=Page[StandardTextOut])
def list_standard_texts(request: ActorRequest) -> Any:
    """The texts that a queue may say in a prompt of its own, and the words of ours."""
    return {"items": queries.standard_texts(request.auth), "next": None}


@router.patch("/queue-manners/{queue_id}", response=QueueMannerOut)
def set_manner(request: ActorRequest, queue_id: UUID, data: QueueMannerChanges) -> Any:
    """Calls that wait follow at once."""
    manner = actions.set_manner(request.auth, queue_id, data.model_dump(exclude_unset=True))
    return _manner(manner, manner.queue)


@router.get("/emergencies", response=Page[EmergencyOut])
def list_emergencies(request: ActorRequest) -> Any:
    """The announcements that are on: few by design."""
    return {"items": list(queries.emergencies(request.auth)), "next": None}


@router.post("/emergencies", response={201: EmergencyOut})
def begin_emergency(request: ActorRequest, data: EmergencyIn) -> Status[Emergency]:
    """The next caller hears it."""
    return Status(201, actions.begin_emergency(request.auth, **data.model_dump()))


@router.post("/emergencies/{emergency_id}/end", response=EmergencyOut)
def end_emergency(request: ActorRequest, emergency_id: UUID) -> Emergency:
    return actions.end_emergency(request.auth, emergency_id)


@router.get("/calls/{call_id}/voicemail", response=VoicemailOut)
def get_voicemail(request: ActorRequest, call_id: UUID) -> Any:
    """What the caller left, to hear and to read; 404 where nothing was left."""
    return _voicemail(queries.voicemail(request.auth, call_id))


@router.put("/calls/{call_id}/voicemail/words", response=VoicemailOut)
def set_words(request: ActorRequest, call_id: UUID, data: WordsIn) -> Any:
    """What is heard in the message, written down by hand; it stands in the message from then on."""
    return _voicemail(actions.set_words(request.auth, call_id, data.words))


def _manner(manner: QueueManner, queue: Queue) -> dict[str, Any]:
    return {
        "id": queue.id,
        "brand_id": queue.brand_id,
        "name": queue.name,
        "language": manner.language,
        "announce_seconds": manner.announce_seconds,
        "message_key": manner.message_key,
        "asks_rating": manner.asks_rating,
        "rating_sms_days": manner.rating_sms_days,
        "tells_recording": manner.tells_recording,
        "tells_agent": manner.tells_agent,
        "callback_after": manner.callback_after,
        "callback_tries": manner.callback_tries,
        "callback_minutes": manner.callback_minutes,
        "prompts": manner.prompts,
    }


def _voicemail(kept: Voicemail) -> dict[str, Any]:
    return {
        "id": kept.id,
        "call_id": kept.call_id,
        "queue_id": kept.queue_id,
        "seconds": kept.seconds,
        "url": files.link(kept.file_id),
        "words": kept.words,
        "peaks": kept.peaks,
    }
