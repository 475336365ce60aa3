"""Plans go on, are rehearsed, and everything is put back."""

import time
from collections.abc import Callable
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, transaction

from kefu.foundation.notices import actions as notices
from kefu.kernel import audit, clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, Problem
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..models import PlanActivation
from ..rules import parts
from . import history
from .parts import SWITCHES, of_plan

log = structlog.get_logger(__name__)


@transaction.atomic
def activate(actor: Actor, plan_id: UUID, *, incident_id: UUID | None = None) -> PlanActivation:
    """Switch all parts on at once. One that fails says why, the others go on, and it is tried again.

    Raises Conflict where the plan is on already or out of use.
    """
    pressed = time.monotonic()
    activation = _begun(actor, plan_id, incident_id)
    activation.save(force_insert=True)
    _switch(activation, on=True, pressed=pressed)
    activation.save(update_fields=["parts", "retry_at"])
    _remember(actor, activation, "plan_on")
    return queries.activation(actor, activation.id)


@transaction.atomic
def rehearse(actor: Actor, plan_id: UUID, *, incident_id: UUID | None = None) -> PlanActivation:
    """Walk through all of it, on and off, and take it back before anybody could see it; what was measured stays.

    Raises Conflict where the plan is on.
    """
    pressed = time.monotonic()
    activation = _begun(actor, plan_id, incident_id)
    activation.is_rehearsal = True
    with transaction.atomic():
        _switch(activation, on=True, pressed=pressed)
        walked = [part for part in activation.parts if part["state"] == parts.ON]
        for part in walked:
            _turn_off(activation, part)
        transaction.set_rollback(True)
    activation.restored_at, activation.restored_by_id, activation.retry_at = clock.now(), actor.user_id, None
    activation.save(force_insert=True)
    _remember(actor, activation, "rehearsed")
    return queries.activation(actor, activation.id)


@transaction.atomic
def restore(actor: Actor, activation_id: UUID) -> PlanActivation:
    """Put everything back; what lies below is as it was. Raises Conflict when that was done."""
    actor.require(permissions.READ)
    actor.require(permissions.SWITCH)
    rows = queries.activations(actor).select_for_update(of=("self",))
    activation = one(rows.filter(id=activation_id))
    if activation.restored_at:
        raise Conflict("plan_restored", Text("该预案已恢复。", "This plan was restored already."))
    activation.restored_at, activation.restored_by_id = clock.now(), actor.user_id
    _switch(activation, on=False)
    activation.save()
    _remember(actor, activation, "plan_off")
    return queries.activation(actor, activation.id)


@transaction.atomic
def try_again(organization_id: UUID, activation_id: UUID) -> None:
    """The parts that failed, or could not be put back, once more."""
    rows = PlanActivation.objects.across_organizations("parts of plans that failed")
    activation = rows.select_for_update().filter(id=activation_id, retry_at__lte=clock.now()).first()
    if activation:
        _switch(activation, on=activation.restored_at is None)
        activation.save()
        history.show(organization_id, activation.incident_id)


def _begun(actor: Actor, plan_id: UUID, incident_id: UUID | None) -> PlanActivation:
    actor.require(permissions.READ)
    actor.require(permissions.SWITCH)
    plan = one(queries.plans(actor).select_for_update(of=("self",)).filter(id=plan_id))
    if not plan.is_active:
        raise Conflict("plan_out_of_use", Text("该预案已停用。", "This plan is out of use."))
    if PlanActivation.objects.for_actor(actor).filter(plan=plan, restored_at=None).exists():
        raise Conflict("plan_is_on", Text("该预案正在启用。", "This plan is on already."))
    return PlanActivation(
        organization_id=actor.organization_id,
        plan=plan,
        plan_name=plan.name,
        brand_id=plan.brand_id,
        incident=queries.incident(actor, incident_id) if incident_id else None,
        begun_by_id=actor.user_id,
        created_at=clock.now(),
        parts=of_plan(plan),
    )


def _doer(activation: PlanActivation) -> Actor:
    """In the name and under the id of the activation: the parts belong to it, whoever pressed."""
    return Actor(kind="system", organization_id=activation.organization_id, id=activation.id, name=activation.plan_name)


def _switch(activation: PlanActivation, *, on: bool, pressed: float | None = None) -> None:
    """Each part that is not yet as it should be, each on its own."""
    for part in activation.parts:
        if on and part["state"] in (parts.WAITING, parts.FAILED):
            _turn_on(activation, part, pressed)
        elif not on and part["state"] in (parts.ON, parts.STUCK):
            _turn_off(activation, part)
        elif not on:
            part["state"] = parts.OFF
    more = parts.are_to_retry(activation.parts, is_over=not on)
    activation.retry_at = clock.now() + parts.RETRY_AFTER if more else None


def _turn_on(activation: PlanActivation, part: parts.Part, pressed: float | None) -> None:
    def act() -> None:
        part["ref"] = SWITCHES[part["kind"]].on(_doer(activation), activation, part)

    if _try(part, act, parts.FAILED):
        passed = (clock.now() - activation.created_at).total_seconds()
        part["seconds"] = round(passed if pressed is None else time.monotonic() - pressed, 3)
        part["state"], part["at"] = parts.ON, clock.now().isoformat()


def _turn_off(activation: PlanActivation, part: parts.Part) -> None:
    if _try(part, lambda: SWITCHES[part["kind"]].off(_doer(activation), activation, part), parts.STUCK):
        part["state"] = parts.OFF


def _try(part: parts.Part, act: Callable[[], None], failed: str) -> bool:
    """Do it in a savepoint of its own. Without a database nothing can go on."""
    part["tries"] = part["tries"] + 1 if part["state"] == failed else 1
    try:
        with transaction.atomic():
            act()
    except (OperationalError, InterfaceError):
        raise
    except Problem as problem:
        part["error"] = {"zh-CN": problem.text.zh, "en": problem.text.en}
    except Exception as error:
        log.exception("plan.part_failed", part=part["kind"])
        part["error"] = {"zh-CN": f"内部错误：{type(error).__name__}", "en": f"Internal error: {type(error).__name__}"}
    else:
        part["error"] = {}
        return True
    part["state"] = failed
    return False


def _remember(actor: Actor, activation: PlanActivation, act: str) -> None:
    """Who and when, in the audit log and with the incident; whoever may switch plans hears of it."""
    told = {part["kind"]: part["state"] for part in activation.parts}
    audit.record(
        actor,
        action=f"emergency_plan.{act}",
        target_type="emergency_plan",
        target_id=activation.plan_id or activation.id,
        target_label=activation.plan_name,
        after={"parts": told, "seconds": {part["kind"]: part["seconds"] for part in activation.parts}},
    )
    if activation.incident:
        data = {"name": activation.plan_name, "parts": told}
        history.note(actor, activation.incident, act, data=data)
    if broken := [part["kind"] for part in activation.parts if part["state"] in (parts.FAILED, parts.STUCK)]:
        notices.notify(
            actor,
            user_ids=[actor.user_id],
            kind="incident",
            text=Text(
                f"预案“{activation.plan_name}”有 {len(broken)} 项未完成切换，系统会自动重试",
                f"{len(broken)} parts of the plan “{activation.plan_name}” were not switched; they are tried again",
            ),
            link="/incidents",
        )
    history.show(activation.organization_id, activation.incident_id)
