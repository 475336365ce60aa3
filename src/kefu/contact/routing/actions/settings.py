"""Queues and the reason tree, as supervisors set them up."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.foundation.calendars.models import Calendar
from kefu.kernel import audit, text
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, rules
from ..events import QueueChanged
from ..models import Disposition, Queue, WorkItem

QUEUE_FIELDS = [
    "name",
    "assignment",
    "offer_timeout_seconds",
    "priority",
    "skills",
    "member_ids",
    "team_ids",
    "calendar_id",
    "max_waiting",
    "max_wait_seconds",
    "overflow",
    "overflow_queue_id",
    "silence_prompt_seconds",
    "silence_end_seconds",
    "remind_seconds",
    "escalate_seconds",
    "reassign_seconds",
    "owner_wait_seconds",
    "answers_calls",
    "serves_messages_after_hours",
    "texts",
    "is_active",
    "brand_id",
]
DEEPEST_LEVEL = 3
Use = Callable[[Actor, UUID], Text | None]
_uses: list[Use] = []


def ask_before_retiring(use: Use) -> None:
    """Have another module say why a queue cannot be switched off, in words that say what to do first; None: it can."""
    _uses.append(use)


@transaction.atomic
def create_queue(actor: Actor, *, brand_id: UUID, name: str, **settings: Any) -> Queue:
    """A new line of work; `settings` are fields of Queue. Raises Conflict when the brand has one of this name."""
    actor.require(permissions.QUEUES_MANAGE)
    one(accounts.brands(actor).filter(id=brand_id))
    queue = Queue(organization_id=actor.organization_id, brand_id=brand_id, name=text.storable(name).strip())
    return _save_queue(actor, queue, settings, before=None)


@transaction.atomic
def update_queue(actor: Actor, queue_id: UUID, changes: Mapping[str, Any]) -> Queue:
    actor.require(permissions.QUEUES_MANAGE)
    queue = one(Queue.objects.for_actor(actor).filter(id=queue_id).select_for_update())
    return _save_queue(actor, queue, changes, before=_queue_values(queue))


@transaction.atomic
def set_memberships(actor: Actor, user_id: UUID, queue_ids: Collection[UUID]) -> None:
    """Make somebody in scope a named member of exactly these queues.

    Queues that name nobody are everybody's and stay so; membership through a team stays, too. Raises Conflict where
    leaving would empty a queue's list, since everybody would then serve it.
    """
    actor.require(permissions.QUEUES_MANAGE)
    if actor.user_ids is not None and user_id not in actor.user_ids:
        raise Forbidden(
            "out_of_scope", Text("该员工不在您的管理范围内。", "This member of staff is outside of your scope.")
        )
    one(User.objects.for_actor(actor).filter(id=user_id, is_active=True))
    queues = {queue.id: queue for queue in Queue.objects.for_actor(actor).select_for_update().order_by("id")}
    if unknown := set(queue_ids) - queues.keys():
        raise Invalid("unknown_queue", Text("技能组不存在。", f"There are no such queues: {len(unknown)}."))
    for queue in queues.values():
        names_people = bool(queue.member_ids or queue.team_ids)
        is_member, is_wanted = user_id in queue.member_ids, queue.id in queue_ids
        if is_member == is_wanted or not names_people:
            continue
        left = [id for id in queue.member_ids if id != user_id]
        if not is_wanted and not left and not queue.team_ids:
            raise Conflict(
                "last_member",
                Text(
                    f"“{queue.name}”只剩这一位成员，移出后将由所有人接待；请先添加其他成员。",
                    f"“{queue.name}” has no other member; without any, everybody would serve it. Add another one first.",
                ),
            )
        _save_queue(actor, queue, {"member_ids": [*left, user_id] if is_wanted else left}, before=_queue_values(queue))


def _save_queue(actor: Actor, queue: Queue, changes: Mapping[str, Any], before: dict[str, Any] | None) -> Queue:
    if changes.get("calendar_id"):
        Calendar.objects.get_for(actor, changes["calendar_id"])
    rules.ensure_texts(changes.get("texts") or {})
    for field, value in changes.items():
        setattr(queue, field, value)
    _ensure_overflow(actor, queue)
    if before and before["is_active"] and not queue.is_active:
        _ensure_unused(actor, queue)
    try:
        with transaction.atomic():
            queue.save()
    except IntegrityError as error:
        raise Conflict(
            "queue_name_taken", Text("该品牌下已有同名技能组。", "The brand has a queue of this name already.")
        ) from error
    audit.record(
        actor,
        action="queue.updated" if before else "queue.created",
        target_type="queue",
        target_id=queue.id,
        target_label=queue.name,
        before=before,
        after=_queue_values(queue),
    )
    publish(QueueChanged(organization_id=actor.organization_id, queue_id=queue.id))
    return queue


def _ensure_unused(actor: Actor, queue: Queue) -> None:
    """Raise Conflict while somebody waits in the queue or something leads there: nobody would ever serve them."""
    everything = system(actor.organization_id)
    waits = WorkItem.objects.for_actor(everything).filter(
        queue=queue, state__in=[WorkItem.State.WAITING, WorkItem.State.OFFERED]
    )
    if count := waits.count():
        raise Conflict(
            "queue_in_use",
            Text(
                f"“{queue.name}”还有 {count} 个会话在排队，请先接待或转走。",
                f"{count} conversations wait in “{queue.name}”; serve or move them first.",
            ),
        )
    for use in _uses:
        if why := use(everything, queue.id):
            raise Conflict("queue_in_use", why)


def _ensure_overflow(actor: Actor, queue: Queue) -> None:
    """Raise Invalid unless the queue behind this one exists, is another, and is its brand's."""
    if queue.overflow != Queue.Overflow.QUEUE:
        return
    behind_id = queue.overflow_queue_id
    others = Queue.objects.for_actor(actor).filter(brand_id=queue.brand_id).exclude(id=queue.id)
    if behind_id is None or not others.filter(id=behind_id).exists():
        text = Text("请选择同一品牌的另一个技能组。", "Choose another queue of the same brand.")
        raise Invalid("wrong_overflow_queue", text, errors=[FieldError("overflow_queue_id", text)])


def _queue_values(queue: Queue) -> dict[str, Any]:
    values = {field: getattr(queue, field) for field in QUEUE_FIELDS}
    return {
        k: [str(x) for x in v] if isinstance(v, list) else str(v) if isinstance(v, UUID) else v
        for k, v in values.items()
    }


@transaction.atomic
def create_disposition(
    actor: Actor, *, code: str, name_zh: str, name_en: str, parent_id: UUID | None = None, position: int = 0
) -> Disposition:
    """A new node of the reason tree, at most three levels deep."""
    actor.require(permissions.DISPOSITIONS_MANAGE)
    parent = Disposition.objects.get_for(actor, parent_id) if parent_id else None
    depth = 1
    ancestor = parent
    while ancestor:
        depth, ancestor = depth + 1, ancestor.parent
    if depth > DEEPEST_LEVEL:
        raise Invalid("too_deep", Text("咨询分类最多三级。", "The reason tree has at most three levels."))
    try:
        with transaction.atomic():
            disposition = Disposition.objects.create(
                organization_id=actor.organization_id,
                parent=parent,
                code=code,
                name_zh=text.storable(name_zh),
                name_en=text.storable(name_en),
                pinyin=text.pinyin_key(name_zh),
                position=position,
            )
    except IntegrityError as error:
        raise Conflict("disposition_code_taken", Text("编码已被使用。", "The code is in use.")) from error
    audit.record(
        actor,
        action="disposition.created",
        target_type="disposition",
        target_id=disposition.id,
        target_label=name_zh,
        after={"code": code},
    )
    return disposition


@transaction.atomic
def update_disposition(actor: Actor, disposition_id: UUID, changes: Mapping[str, Any]) -> Disposition:
    """Rename, move within its level or retire; a retired one stays on the contacts that carry it."""
    actor.require(permissions.DISPOSITIONS_MANAGE)
    disposition = one(Disposition.objects.for_actor(actor).filter(id=disposition_id).select_for_update())
    fields: Sequence[str] = ("name_zh", "name_en", "position", "is_active")
    before = {field: getattr(disposition, field) for field in fields}
    for field in fields:
        if field in changes:
            setattr(disposition, field, changes[field])
    disposition.pinyin = text.pinyin_key(disposition.name_zh)
    disposition.save()
    audit.record(
        actor,
        action="disposition.updated",
        target_type="disposition",
        target_id=disposition.id,
        target_label=disposition.name_zh,
        before=before,
        after={field: getattr(disposition, field) for field in fields},
    )
    return disposition
