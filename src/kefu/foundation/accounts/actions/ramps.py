"""Starting mode (新人模式): a new agent's load grows by steps, until its last day or until a leader ends it."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from kefu.kernel import audit, clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import FieldError, Forbidden, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import events, permissions, rules
from ..models import Ramp, User


@transaction.atomic
def begin_ramp(
    actor: Actor, user_id: UUID, *, steps: Sequence[Mapping[str, int]], begins_on: date | None = None
) -> Ramp:
    """Let somebody in the actor's scope start with less: `steps` of {"days": 1..90, "capacity": 1..100}, from today.

    Begun again it is changed. Raises Invalid for steps that do not grow.
    """
    user = _theirs(actor, user_id)
    problem = rules.wrong_steps(steps)
    if problem:
        raise Invalid("wrong_steps", problem, errors=[FieldError("steps", problem)])
    before = Ramp.objects.for_actor(actor).filter(user=user).first()
    ramp, _ = Ramp.objects.for_actor(actor).update_or_create(
        organization_id=actor.organization_id,
        user=user,
        defaults={
            "begins_on": begins_on or localdate(clock.now()),
            "steps": [{"days": step["days"], "capacity": step["capacity"]} for step in steps],
            "begun_by_id": actor.id if actor.kind == "user" else None,
        },
    )
    _record(actor, user, "user.ramp_set", before, ramp)
    return ramp


@transaction.atomic
def end_ramp(actor: Actor, user_id: UUID) -> None:
    """Let them have their own capacity from now on; does nothing where they have it."""
    user = _theirs(actor, user_id)
    ramp = Ramp.objects.for_actor(actor).filter(user=user).first()
    if ramp:
        ramp.delete()
        _record(actor, user, "user.ramp_ended", ramp, None)


def _theirs(actor: Actor, user_id: UUID) -> User:
    actor.require(permissions.SKILLS_MANAGE)
    user = one(User.objects.for_actor(actor).filter(id=user_id, is_active=True).select_for_update())
    if actor.user_ids is not None and user.id not in actor.user_ids:
        raise Forbidden(
            "out_of_scope", Text("该员工不在您的管理范围内。", "This member of staff is outside of your scope.")
        )
    return user


def _record(actor: Actor, user: User, action: str, before: Ramp | None, after: Ramp | None) -> None:
    old, new = (
        {"begins_on": ramp.begins_on.isoformat(), "steps": ramp.steps} if ramp else None for ramp in (before, after)
    )
    audit.record(
        actor, action=action, target_type="user", target_id=user.id, target_label=user.name, before=old, after=new
    )
    events.announce_user(user)
