"""Targets of figures: an organization's own, and back to those of the dictionary."""

from django.db import transaction

from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.errors import FieldError, Invalid, NotFound

from .. import permissions, rules
from ..models import Target


@transaction.atomic
def set_target(actor: Actor, code: str, value: float | None) -> tuple[rules.Figure, float | None]:
    """From now on the figure is held against `value`, in its unit (a share is 0 to 1); None goes back to the dictionary's.

    Raises NotFound for a figure without a target, Invalid for a value out of the range of its unit.
    """
    actor.require(permissions.TARGETS_MANAGE)
    figure = rules.FIGURES.get(code)
    if figure is None or not rules.may_have_target(figure):
        raise NotFound()
    if value is not None and (fault := rules.target_fault(figure, value)):
        raise Invalid("wrong_target", fault, errors=[FieldError("target", fault)])
    own = Target.objects.for_actor(actor).select_for_update().filter(code=code)
    before = own.first()
    if value is None:
        own.delete()
    else:
        own.update_or_create(
            code=code,
            defaults={"value": value},
            create_defaults={"organization_id": actor.organization_id, "value": value},
        )
    was = figure.target if before is None else before.value
    now = figure.target if value is None else value
    audit.record(
        actor,
        action="target.updated" if value is not None else "target.reset",
        target_type="figure",
        target_id=code,
        target_label=figure.name.in_language(),
        before={"target": was},
        after={"target": now},
    )
    return figure, value
