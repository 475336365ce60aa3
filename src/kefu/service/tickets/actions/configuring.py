"""Types of tickets and promises, for whoever sets up the house."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.calendars import queries as calendars
from kefu.kernel import audit, forms
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Language, Text
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..models import SlaPolicy, Ticket, TicketType
from ..rules import promises, stages, standard


@transaction.atomic
def save_type(actor: Actor, type_id: UUID | None, changes: Mapping[str, Any]) -> TicketType:
    """Make or change a type: code, name_zh, name_en, definition, policy_id, team_id, is_active, position, as far as named.

    Raises Invalid with every fault of the definition, and Conflict when a stage would go in which tickets still are.
    """
    actor.require(permissions.READ)
    actor.require(permissions.CONFIGURE)
    kind = TicketType(organization_id=actor.organization_id, position=_last(actor) + 1)
    if type_id:
        kind = one(queries.types(actor).select_for_update(of=("self",)).filter(id=type_id))
    before = _audited(kind) if type_id else None
    for name in ("code", "name_zh", "name_en", "is_active", "position"):
        if name in changes:
            setattr(kind, name, changes[name].strip() if isinstance(changes[name], str) else changes[name])
    _name(kind)
    if "definition" in changes:
        _define(actor, kind, changes["definition"], is_known=type_id is not None)
    if "policy_id" in changes:
        kind.policy = one(queries.policies(actor).filter(id=changes["policy_id"])) if changes["policy_id"] else None
    if "team_id" in changes:
        kind.team = one(accounts.teams(actor).filter(id=changes["team_id"])) if changes["team_id"] else None
    if not kind.definition:
        raise _faulty([forms.Wrong("", Text("请定义字段和阶段。", "Define its fields and stages."))])
    _store(kind, Text("该代码已存在。", "A type with this code exists."), "code")
    _note(
        actor,
        "ticket_type.updated" if type_id else "ticket_type.created",
        kind.id,
        kind.name_zh,
        before,
        _audited(kind),
    )
    return kind


def _last(actor: Actor) -> int:
    return max(queries.types(actor).values_list("position", flat=True), default=0)


def _name(kind: TicketType) -> None:
    kind.name_zh, kind.name_en = kind.name_zh or kind.name_en, kind.name_en or kind.name_zh
    errors = []
    if not kind.name_zh:
        errors.append(FieldError("name_zh", Text("请填写名称。", "Give it a name.")))
    if not forms.is_code(kind.code):
        text = Text("代码只能用小写字母、数字和下划线。", "A code has lower-case letters, digits and underscores only.")
        errors.append(FieldError("code", text))
    if errors:
        raise Invalid("wrong_type", Text("请检查标出的字段。", "Check the fields named below."), errors=errors)


def _define(actor: Actor, kind: TicketType, definition: Any, *, is_known: bool) -> None:
    if wrong := stages.faults(definition):
        raise _faulty(wrong)
    if is_known:
        codes = {stage["code"]: stage["category"] for stage in definition["stages"]}
        rows = Ticket.objects.for_actor(actor).filter(type=kind, withdrawn_at=None)
        used = rows.order_by().values_list("stage", "category").distinct()
        gone = sorted({stage for stage, category in used if codes.get(stage) != category and stage in _own(kind)})
        if gone:
            raise Conflict(
                "stage_in_use",
                Text(
                    f"仍有工单处于：{'、'.join(gone)}。请先转走，再删除阶段或改变其类别。",
                    f"Tickets are still in: {', '.join(gone)}. Move them first, then remove the stage or change its kind.",
                ),
            )
    kind.definition = definition


def _own(kind: TicketType) -> set[str]:
    return {stage["code"] for stage in kind.definition["stages"]}


def _faulty(wrong: list[forms.Wrong]) -> Invalid:
    text = Text("流程定义有误，请按提示修改。", "The definition has faults; mend them as told.")
    return Invalid(
        "wrong_definition",
        text,
        errors=[FieldError(f"definition.{one_.place}".rstrip("."), one_.text) for one_ in wrong],
    )


@transaction.atomic
def delete_type(actor: Actor, type_id: UUID) -> None:
    """Raises Conflict while a ticket is of it; switch it off instead."""
    actor.require(permissions.READ)
    actor.require(permissions.CONFIGURE)
    kind = one(queries.types(actor).select_for_update(of=("self",)).filter(id=type_id))
    _remove(
        kind, Text("已有该类型的工单，无法删除，可停用。", "There are tickets of this type; switch it off instead.")
    )
    _note(actor, "ticket_type.deleted", type_id, kind.name_zh, _audited(kind), None)


@transaction.atomic
def save_policy(actor: Actor, policy_id: UUID | None, changes: Mapping[str, Any]) -> SlaPolicy:
    """Make or change promises: name, calendar_id (None: around the clock), targets. Open tickets follow when next touched.

    Raises Invalid, naming each wrong limit.
    """
    actor.require(permissions.READ)
    actor.require(permissions.CONFIGURE)
    policy = SlaPolicy(organization_id=actor.organization_id, targets={})
    if policy_id:
        policy = one(queries.policies(actor).select_for_update(of=("self",)).filter(id=policy_id))
    before = _promised(policy) if policy_id else None
    policy.name = str(changes.get("name", policy.name)).strip()
    if not policy.name:
        fault = Text("请填写名称。", "Give it a name.")
        raise Invalid("wrong_name", fault, errors=[FieldError("name", fault)])
    if "calendar_id" in changes:
        found = changes["calendar_id"]
        policy.calendar = one(calendars.calendars(actor).filter(id=found)) if found else None
    policy.targets = promises.checked(changes.get("targets", policy.targets))
    _store(policy, Text("该名称已存在。", "Promises of this name exist."), "name")
    _note(
        actor,
        "sla_policy.updated" if policy_id else "sla_policy.created",
        policy.id,
        policy.name,
        before,
        _promised(policy),
    )
    return policy


@transaction.atomic
def delete_policy(actor: Actor, policy_id: UUID) -> None:
    """Raises Conflict while a type keeps to it."""
    actor.require(permissions.READ)
    actor.require(permissions.CONFIGURE)
    policy = one(queries.policies(actor).select_for_update(of=("self",)).filter(id=policy_id))
    _remove(policy, Text("仍有工单类型使用该承诺。", "A type of tickets keeps to these promises."))
    _note(actor, "sla_policy.deleted", policy_id, policy.name, _promised(policy), None)


@transaction.atomic
def plant_standard(actor: Actor, *, calendar_id: UUID | None, locale: Language) -> None:
    """The usual types and promises for a new organization, whose promises are named in `locale`; what is there stays."""
    policy = SlaPolicy.objects.for_actor(actor).order_by("id").first() or SlaPolicy.objects.create(
        organization_id=actor.organization_id,
        name=Text(*standard.PROMISE).in_language(locale),
        calendar_id=calendar_id,
        targets=standard.TARGETS,
    )
    known = set(TicketType.objects.for_actor(actor).values_list("code", flat=True))
    TicketType.objects.bulk_create(
        TicketType(
            organization_id=actor.organization_id,
            code=kind.code,
            name_zh=kind.zh,
            name_en=kind.en,
            definition=kind.definition,
            policy=policy,
            position=position,
        )
        for position, kind in enumerate(standard.TYPES)
        if kind.code not in known
    )


def _store(row: TicketType | SlaPolicy, text: Text, field: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict("name_taken", text, errors=[FieldError(field, text)]) from error


def _remove(row: TicketType | SlaPolicy, text: Text) -> None:
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as error:
        raise Conflict("in_use", text) from error


def _note(
    actor: Actor, action: str, target_id: UUID, label: str, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    target = action.split(".")[0]
    audit.record(
        actor, action=action, target_type=target, target_id=target_id, target_label=label, before=before, after=after
    )


def _audited(kind: TicketType) -> dict[str, Any]:
    return {
        "code": kind.code,
        "name": kind.name_zh,
        "definition": kind.definition,
        "policy": kind.policy.name if kind.policy else None,
        "team": kind.team.name if kind.team else None,
        "is_active": kind.is_active,
    }


def _promised(policy: SlaPolicy) -> dict[str, Any]:
    return {
        "name": policy.name,
        "calendar": policy.calendar.name if policy.calendar else None,
        "targets": policy.targets,
    }
