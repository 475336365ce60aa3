"""What callers of a queue hear and can do, and the announcement that goes before everything (紧急公告)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kefu.contact.routing.models import Queue
from kefu.kernel import audit, clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..models import Emergency, PhoneNumber, Prompt, QueueManner
from ..rules import saying
from . import callbacks

FIELDS = (
    "language",
    "announce_seconds",
    "message_key",
    "asks_rating",
    "rating_sms_days",
    "tells_recording",
    "tells_agent",
    "callback_after",
    "callback_tries",
    "callback_minutes",
    "prompts",
)


@transaction.atomic
def set_manner(actor: Actor, queue_id: UUID, changes: Mapping[str, Any]) -> QueueManner:
    """Change fields of a queue's manner; calls that wait follow at once. Raises Invalid for a prompt that does not fit."""
    actor.require(permissions.MANAGE)
    queue = one(Queue.objects.for_actor(actor).filter(id=queue_id).select_for_update())
    manner = queries.manner_of(actor, queue.id)
    before = {field: getattr(manner, field) for field in FIELDS}
    manner.queue = queue
    for field, value in changes.items():
        setattr(manner, field, value)
    manner.prompts = {text: str(prompt) for text, prompt in manner.prompts.items() if prompt}
    _ensure_prompts(actor, manner)
    manner.save()
    audit.record(
        actor,
        action="queue_manner.updated",
        target_type="queue",
        target_id=queue.id,
        target_label=queue.name,
        before=before,
        after={field: getattr(manner, field) for field in FIELDS},
    )
    return manner


def _ensure_prompts(actor: Actor, manner: QueueManner) -> None:
    rows = Prompt.objects.for_actor(actor).filter(brand_id=manner.queue.brand_id)
    known = {str(id) for id in rows.filter(id__in=manner.prompts.values()).values_list("id", flat=True)}
    gone = Text("所选的语音已不存在。", "The prompt chosen here does not exist.")
    unknown = Text("没有这句话术。", "There is no such text.")
    taken = Text("按键 1 用于排队回呼，请换一个键。", "Key 1 is for callbacks; choose another.")
    if manner.callback_after is not None and manner.message_key == callbacks.KEY:
        raise Invalid("key_taken", taken, errors=[FieldError("message_key", taken)])
    errors = [FieldError(f"prompts.{text}", unknown) for text in manner.prompts if text not in saying.OWN]
    errors += [FieldError(f"prompts.{text}", gone) for text, prompt in manner.prompts.items() if prompt not in known]
    if errors:
        raise Invalid("wrong_prompts", Text("语音有误，请按提示修改。", "Some prompts are wrong."), errors=errors)


@transaction.atomic
def begin_emergency(
    actor: Actor,
    *,
    prompt_id: UUID,
    number_id: UUID | None = None,
    then: str = Emergency.Then.GO_ON,
    minutes: int | None = None,
    source_id: UUID | None = None,
) -> Emergency:
    """From now on callers of a number, or of all of the prompt's brand, hear the prompt first; `minutes` None: until somebody ends it.

    Raises Conflict where one is on already, but for another `source_id`, whose announcement lies over it.
    """
    actor.require(permissions.EMERGENCY)
    prompt = one(Prompt.objects.for_actor(actor).filter(id=prompt_id))
    numbers = PhoneNumber.objects.for_actor(actor).filter(brand_id=prompt.brand_id)
    number, now = one(numbers.filter(id=number_id)) if number_id else None, clock.now()
    over = Emergency.objects.for_actor(actor).filter(brand_id=prompt.brand_id, number=number, ended_at=None)
    over.filter(source_id=source_id, ends_at__lte=now).update(ended_at=now)
    try:
        with transaction.atomic():
            begun = Emergency.objects.create(
                organization_id=actor.organization_id,
                brand_id=prompt.brand_id,
                number=number,
                prompt=prompt,
                then=then,
                begun_by_id=actor.id if actor.kind == "user" else None,
                source_id=source_id,
                ends_at=now + timedelta(minutes=minutes) if minutes else None,
            )
    except IntegrityError as error:
        raise Conflict(
            "emergency_on",
            Text("紧急公告已开启，请先结束它。", "An announcement is on already; end it first."),
        ) from error
    _record(actor, begun, "begun")
    return begun


@transaction.atomic
def end_emergency(actor: Actor, emergency_id: UUID) -> Emergency:
    """The next caller hears the flow as always. Ending an ended one changes nothing."""
    actor.require(permissions.EMERGENCY)
    kept = one(Emergency.objects.for_actor(actor).filter(id=emergency_id).select_for_update(of=("self",)))
    if kept.ended_at is None:
        kept.ended_at = clock.now()
        kept.save(update_fields=["ended_at"])
        _record(actor, kept, "ended")
    return kept


def _record(actor: Actor, emergency: Emergency, act: str) -> None:
    audit.record(
        actor,
        action=f"emergency.{act}",
        target_type="emergency",
        target_id=emergency.id,
        target_label=emergency.prompt.name,
        after={
            "number": emergency.number.digits if emergency.number else None,
            "then": emergency.then,
            "ends_at": emergency.ends_at.isoformat() if emergency.ends_at else None,
        },
    )
