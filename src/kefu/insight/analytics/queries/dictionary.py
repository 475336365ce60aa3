"""The dictionary as an organization has it: every figure with the target that holds there."""

from collections.abc import Mapping
from dataclasses import replace

from kefu.kernel.actor import Actor

from .. import permissions, rules
from ..models import Target
from ..rules import Figure


def dictionary(actor: Actor) -> Mapping[str, Figure]:
    """All figures by code, with the organization's own targets in place of the dictionary's."""
    own = dict(Target.objects.for_actor(actor).values_list("code", "value"))
    return {
        code: replace(figure, target=own[code]) if code in own and rules.may_have_target(figure) else figure
        for code, figure in rules.FIGURES.items()
    }


def targets(actor: Actor) -> list[tuple[Figure, float | None]]:
    """Every figure that has a target, as the dictionary knows it, with the organization's own; None where there is none."""
    actor.require(permissions.TARGETS_MANAGE)
    own = dict(Target.objects.for_actor(actor).values_list("code", "value"))
    return [(figure, own.get(code)) for code, figure in rules.FIGURES.items() if rules.may_have_target(figure)]
