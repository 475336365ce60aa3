"""HTTP of targets."""

from typing import Any, Literal

from ninja import Router, Schema

from kefu.kernel.http import ActorRequest, Page

from .. import actions, queries, rules

router = Router()


class TargetOut(Schema):
    """A figure's target in its unit; `own` is the organization's, null where the dictionary's `default` holds."""

    id: str
    name: str
    formula: str
    unit: Literal["count", "seconds", "share", "score", "ratio"]
    better: Literal["higher", "lower", "none"]
    default: float
    own: float | None
    least: float
    most: float


class TargetPatch(Schema):
    target: float | None


def _out(figure: rules.Figure, own: float | None) -> dict[str, Any]:
    least, most, _ = rules.TARGET_RANGES[figure.unit]
    return {
        "id": figure.code,
        "name": figure.name.in_language(),
        "formula": figure.means.in_language(),
        "unit": figure.unit,
        "better": figure.better,
        "default": figure.target,
        "own": own,
        "least": least,
        "most": most,
    }


@router.get("/analytics/targets", response=Page[TargetOut])
def list_targets(request: ActorRequest) -> dict[str, Any]:
    """Every figure that has a target, in the dictionary's order, on one page."""
    return {"items": [_out(figure, own) for figure, own in queries.targets(request.auth)], "next": None}


@router.patch("/analytics/targets/{figure}", response=TargetOut)
def change_target(request: ActorRequest, figure: str, data: TargetPatch) -> dict[str, Any]:
    """Set the organization's own target, in the figure's unit (a share is 0 to 1); null goes back to the default."""
    return _out(*actions.set_target(request.auth, figure, data.target))
