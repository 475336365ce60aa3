"""How long what was said is kept, and what holds it longer."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from kefu.contact.routing import queries as routing
from kefu.kernel import audit, text
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..models import Call, LegalHold, Recording, RecordingRule, Transcript
from ..rules import transcripts
from . import transcribing

MOST_DAYS = 3650
FIELDS = ("records", "keep_days", "locale", "transcribes")


@transaction.atomic
def save_rule(
    actor: Actor,
    *,
    keep_days: int,
    queue_id: UUID | None = None,
    number_id: UUID | None = None,
    records: bool = True,
    locale: str = "zh-CN",
    transcribes: bool = True,
) -> RecordingRule:
    """Whether calls of a queue, of a number, or all others are recorded, and how long that is kept.

    What is too old by a shorter time goes in the next night. Raises Invalid for a queue and a number at once.
    """
    actor.require(permissions.MANAGE)
    if not 1 <= keep_days <= MOST_DAYS:
        wrong = Text(f"保存天数应为 1 到 {MOST_DAYS}。", f"Keep recordings for 1 to {MOST_DAYS} days.")
        raise Invalid("wrong_days", wrong, errors=[FieldError("keep_days", wrong)])
    if queue_id and number_id:
        both = Text("请选择技能组或接入号，不能同时选择。", "Choose a queue or a number, not both.")
        raise Invalid("queue_or_number", both, errors=[FieldError("number_id", both)])
    queue = one(routing.queues(actor).filter(id=queue_id)) if queue_id else None
    number = one(queries.numbers(actor).filter(id=number_id)) if number_id else None
    kept = RecordingRule.objects.for_actor(actor).filter(queue=queue, number=number).first()
    before = {field: getattr(kept, field) for field in FIELDS} if kept else {}
    after = {"records": records, "keep_days": keep_days, "locale": locale, "transcribes": transcribes}
    saved, _ = RecordingRule.objects.for_actor(actor).update_or_create(
        queue=queue, number=number, organization_id=actor.organization_id, defaults=after
    )
    audit.record(
        actor,
        action="recording_rule.saved",
        target_type="recording_rule",
        target_id=saved.id,
        target_label=_whose(saved),
        before=before,
        after=after,
    )
    return saved


@transaction.atomic
def delete_rule(actor: Actor, rule_id: UUID) -> None:
    """From now on what holds for all others holds here too."""
    actor.require(permissions.MANAGE)
    kept = one(queries.recording_rules(actor).filter(id=rule_id))
    before = {field: getattr(kept, field) for field in FIELDS}
    audit.record(
        actor,
        action="recording_rule.deleted",
        target_type="recording_rule",
        target_id=kept.id,
        target_label=_whose(kept),
        before=before,
    )
    kept.delete()


def _whose(rule: RecordingRule) -> str:
    return rule.queue.name if rule.queue else rule.number.digits if rule.number else ""


@transaction.atomic
def hold(actor: Actor, call_id: UUID, *, reason: str) -> LegalHold:
    """Keep what was said in this call until the hold is released. Raises Invalid without a reason."""
    actor.require(permissions.HOLD)
    assert actor.id is not None
    call = queries.call(actor, call_id)
    written = text.storable(reason).strip()[:200]
    if not written:
        missing = Text("请填写保全原因。", "Say why it is kept.")
        raise Invalid("reason_missing", missing, errors=[FieldError("reason", missing)])
    kept, _ = LegalHold.objects.for_actor(actor).update_or_create(
        call=call, defaults={"organization_id": call.organization_id, "reason": written, "user_id": actor.id}
    )
    audit.record(
        actor,
        action="call.held",
        target_type="call",
        target_id=call.id,
        target_label=call.caller,
        after={"reason": written},
    )
    return kept


@transaction.atomic
def release(actor: Actor, call_id: UUID) -> None:
    """From now on the rule holds again. Without a hold nothing happens."""
    actor.require(permissions.HOLD)
    call = queries.call(actor, call_id)
    found = LegalHold.objects.for_actor(actor).filter(call=call)
    if found.exists():
        found.delete()
        audit.record(actor, action="call.released", target_type="call", target_id=call.id, target_label=call.caller)


def forget(now: datetime) -> None:
    """Delete what was said longer ago than its rule keeps it: files and text; the record of the call stays."""
    with_file = Recording.objects.across_organizations("what was said is kept for a time").filter(file__isnull=False)
    for organization_id in with_file.order_by().values_list("organization_id", flat=True).distinct():
        me = system(organization_id, "telephony")
        for call in _candidates(me):
            days = queries.rule_of(call).keep_days
            if transcripts.is_over(call.started_at, days, now):
                _forget(me, call, days)


def _candidates(me: Actor) -> QuerySet[Call]:
    """Calls with something that was said and no hold, oldest first: a rule can differ by queue, so each is looked at."""
    said = Recording.objects.for_actor(me).filter(call=OuterRef("id"), file__isnull=False)
    held = LegalHold.objects.for_actor(me).filter(call=OuterRef("id"))
    rows = Call.objects.for_actor(me).filter(Exists(said), ~Exists(held), phase=Call.Phase.ENDED)
    return rows.order_by("started_at")


@transaction.atomic
def _forget(me: Actor, call: Call, days: int) -> None:
    if not Call.objects.for_actor(me).filter(id=call.id).select_for_update(of=("self",)).exists():
        return
    if LegalHold.objects.for_actor(me).filter(call=call).exists():
        return
    rows = Recording.objects.for_actor(me).filter(call=call, file__isnull=False).select_related("file")
    files = [row.file for row in rows if row.file is not None]
    rows.update(file=None)
    Transcript.objects.for_actor(me).filter(call=call).delete()
    transcribing.make_findable(call)
    for file in files:
        file.delete()
    audit.record(
        me,
        action="call.recording_expired",
        target_type="call",
        target_id=call.id,
        after={"days": days, "files": len(files)},
    )
    keys = [file.key for file in files]
    transaction.on_commit(partial(_delete, keys))


def _delete(keys: list[str]) -> None:
    for key in keys:
        default_storage.delete(key)
