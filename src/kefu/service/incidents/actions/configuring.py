"""What finds and grades incidents, what they come of, and which plans there are."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import ProtectedError

from kefu.contact.telephony import queries as telephony
from kefu.foundation.accounts import queries as accounts
from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Language, Text
from kefu.kernel.tenancy import one
from kefu.service.automations import actions as automations

from .. import permissions, queries
from ..models import DetectionRule, EmergencyPlan, IncidentCause, IncidentPolicy, Source
from ..rules import grading, kinds, standard

MOST = 100
Changes = Mapping[str, Any]
M = TypeVar("M", DetectionRule, IncidentCause, EmergencyPlan)
RULE_FIELDS = ("name", "is_enabled", "source", "by", "count", "minutes", "likeness")
CAUSE_FIELDS = ("name_zh", "name_en", "position", "is_active")
POLICY_FIELDS = ("grade_1", "grade_2", "grade_3", "important_percent", "paged_grades", "confirm_minutes")
PLAN_FIELDS = (
    "name", "brand_id", "grades", "banner_zh", "banner_en", "answer_zh", "answer_en", "keywords", "prompt_id", "number_id",
    "then", "macro_name", "actions", "is_active",
)  # fmt: skip


def plant_standard(actor: Actor, *, locale: Language) -> None:
    """What every organization begins with: one rule and the usual causes."""
    DetectionRule.objects.create(
        organization_id=actor.organization_id, name=standard.RULE.in_language(locale), source=Source.ALL
    )
    IncidentCause.objects.bulk_create(
        IncidentCause(organization_id=actor.organization_id, name_zh=cause.zh, name_en=cause.en, position=position)
        for position, cause in enumerate(standard.CAUSES)
    )


@transaction.atomic
def create_rule(actor: Actor, changes: Changes) -> DetectionRule:
    return _create(actor, DetectionRule(organization_id=actor.organization_id), RULE_FIELDS, changes, _check_rule)


@transaction.atomic
def update_rule(actor: Actor, rule_id: UUID, changes: Changes) -> DetectionRule:
    return _update(actor, queries.rules(actor), rule_id, RULE_FIELDS, changes, _check_rule)


@transaction.atomic
def delete_rule(actor: Actor, rule_id: UUID) -> None:
    """What it has found stays."""
    _delete(actor, queries.rules(actor), rule_id, RULE_FIELDS)


@transaction.atomic
def create_cause(actor: Actor, changes: Changes) -> IncidentCause:
    made = IncidentCause(organization_id=actor.organization_id, position=queries.causes(actor).count())
    return _create(actor, made, CAUSE_FIELDS, changes, _check_cause)


@transaction.atomic
def update_cause(actor: Actor, cause_id: UUID, changes: Changes) -> IncidentCause:
    return _update(actor, queries.causes(actor), cause_id, CAUSE_FIELDS, changes, _check_cause)


@transaction.atomic
def delete_cause(actor: Actor, cause_id: UUID) -> None:
    """Raises Conflict where an incident came of it; it can be switched off."""
    _delete(actor, queries.causes(actor), cause_id, CAUSE_FIELDS)


@transaction.atomic
def set_policy(actor: Actor, changes: Changes) -> IncidentPolicy:
    """Change fields of the policy. Raises Invalid where a graver grade takes fewer."""
    actor.require(permissions.CONFIGURE)
    kept = queries.policy(actor)
    before = _told(kept, POLICY_FIELDS)
    for name, value in changes.items():
        setattr(kept, name, value)
    kept.paged_grades = sorted(set(kept.paged_grades))
    if not grading.are_in_order((kept.grade_1, kept.grade_2, kept.grade_3)):
        text = Text("级别越高，所需件数应越多。", "The graver the grade, the more it takes.")
        raise Invalid("wrong_policy", text, errors=[FieldError("grade_1", text)])
    kept.save()
    _record(actor, "updated", kept, before, _told(kept, POLICY_FIELDS))
    return kept


@transaction.atomic
def create_plan(actor: Actor, changes: Changes) -> EmergencyPlan:
    return _create(actor, EmergencyPlan(organization_id=actor.organization_id), PLAN_FIELDS, changes, _check_plan)


@transaction.atomic
def update_plan(actor: Actor, plan_id: UUID, changes: Changes) -> EmergencyPlan:
    """What it has switched stays as it was switched."""
    return _update(actor, queries.plans(actor), plan_id, PLAN_FIELDS, changes, _check_plan)


@transaction.atomic
def delete_plan(actor: Actor, plan_id: UUID) -> None:
    """Raises Conflict while it is on; the record of what it switched stays."""
    actor.require(permissions.CONFIGURE)
    if queries.activations(actor, is_on=True).filter(plan_id=plan_id).exists():
        raise Conflict("plan_is_on", Text("预案正在启用，请先恢复。", "This plan is on; restore it first."))
    _delete(actor, queries.plans(actor), plan_id, PLAN_FIELDS)


def _check_rule(actor: Actor, kept: DetectionRule) -> None:
    if not kinds.looked_at(kept.source, kept.by):
        text = Text("该来源不能按此项判断相似。", "What comes from there cannot be compared by this.")
        raise Invalid("wrong_rule", text, errors=[FieldError("by", text)])


def _check_cause(actor: Actor, kept: IncidentCause) -> None:
    kept.name_en = kept.name_en or kept.name_zh


def _check_plan(actor: Actor, kept: EmergencyPlan) -> None:
    """Whatever it names is there, and there is something to switch."""
    errors = []
    if kept.brand_id:
        one(accounts.brands(actor).filter(id=kept.brand_id))
    if kept.prompt_id:
        prompt = one(telephony.prompts(actor).filter(id=kept.prompt_id))
        if kept.brand_id not in (None, prompt.brand_id):
            errors.append(FieldError("prompt_id", Text("该语音属于其他品牌。", "This prompt is another brand's.")))
    if kept.number_id:
        one(telephony.numbers(actor).filter(id=kept.number_id))
    kept.keywords = [word for word in dict.fromkeys(" ".join(one.split()) for one in kept.keywords) if word]
    kept.grades = sorted(set(kept.grades))
    if bool(kept.macro_name) != bool(kept.actions):
        name = "actions" if kept.macro_name else "macro_name"
        text = Text("快捷操作需要名称和动作。", "A shortcut needs a name and what it does.")
        errors.append(FieldError(name, text))
    if kept.actions:
        automations.check_acts(actor, kept.actions)
    if not any((kept.banner_zh, kept.banner_en, kept.answer_zh, kept.answer_en, kept.prompt_id, kept.macro_name)):
        text = Text("预案至少要切换一项。", "A plan switches one thing at least.")
        errors.append(FieldError("banner_zh", text))
    if errors:
        raise Invalid("wrong_plan", Text("请检查标出的位置。", "Check the places named below."), errors=errors)


def _create(actor: Actor, made: M, fields: Sequence[str], changes: Changes, check: Callable[[Actor, M], None]) -> M:
    actor.require(permissions.CONFIGURE)
    actor.require(permissions.READ)
    if type(made).objects.for_actor(actor).count() >= MOST:
        raise Conflict("too_many", Text(f"最多 {MOST} 条。", f"There may be at most {MOST}."))
    _take(actor, made, changes, check)
    made.save(force_insert=True)
    _record(actor, "created", made, None, _told(made, fields))
    return made


def _update(
    actor: Actor,
    rows: "models.QuerySet[M]",
    found_id: UUID,
    fields: Sequence[str],
    changes: Changes,
    check: Callable[[Actor, M], None],
) -> M:
    actor.require(permissions.CONFIGURE)
    kept = one(rows.select_for_update(of=("self",)).filter(id=found_id))
    before = _told(kept, fields)
    _take(actor, kept, changes, check)
    kept.save()
    _record(actor, "updated", kept, before, _told(kept, fields))
    return kept


def _delete(actor: Actor, rows: "models.QuerySet[M]", found_id: UUID, fields: Sequence[str]) -> None:
    actor.require(permissions.CONFIGURE)
    kept = one(rows.select_for_update(of=("self",)).filter(id=found_id))
    _record(actor, "deleted", kept, _told(kept, fields), None)
    try:
        kept.delete()
    except ProtectedError as error:
        raise Conflict("in_use", Text("已被使用，可停用。", "It is in use; switch it off instead.")) from error


def _take(actor: Actor, kept: M, changes: Changes, check: Callable[[Actor, M], None]) -> None:
    key = "name_zh" if isinstance(kept, IncidentCause) else "name"
    for name, value in changes.items():
        if value is None and name in EMPTY_TEXTS:
            value = ""
        setattr(kept, name, value.strip() if isinstance(value, str) else value)
    if not getattr(kept, key):
        text = Text("请填写名称。", "Give it a name.")
        raise Invalid("wrong_name", text, errors=[FieldError(key, text)])
    others = type(kept).objects.for_actor(actor).exclude(id=kept.id)
    if others.filter(**{key: getattr(kept, key)}).exists():
        text = Text("已有同名的条目。", "There is one of this name.")
        raise Conflict("name_taken", text, errors=[FieldError(key, text)])
    check(actor, kept)


EMPTY_TEXTS = ("name_en", "banner_zh", "banner_en", "answer_zh", "answer_en", "macro_name")


def _told(kept: Any, fields: Sequence[str]) -> dict[str, Any]:
    found = {name: getattr(kept, name) for name in fields}
    return {name: str(value) if isinstance(value, UUID) else value for name, value in found.items()}


TARGETS = {
    DetectionRule: "detection_rule",
    IncidentCause: "incident_cause",
    IncidentPolicy: "incident_policy",
    EmergencyPlan: "emergency_plan",
}


def _record(actor: Actor, act: str, kept: Any, before: Changes | None, after: Changes | None) -> None:
    target = TARGETS[type(kept)]
    audit.record(
        actor,
        action=f"{target}.{act}",
        target_type=target,
        target_id=kept.id,
        target_label=str(kept),
        before=before,
        after=after,
    )
