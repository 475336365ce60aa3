"""A brand's own bands."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.kernel.http import ActorRequest

from .. import actions, queries
from ..engine.tuning import LABELS_NEEDED
from ..models import Calibration, Tuning

router = Router(tags=["bot"])
HISTORY = 10


class TuningFiguresOut(Schema):
    """Of `n` labelled turns `answered` would be answered, `right` of them rightly; precision and coverage are 0..1."""

    n: int
    answered: int
    right: int
    precision: float | None
    coverage: float


class TuningFitOut(Schema):
    """`before` and `after` are measured on labels that the fit has not seen."""

    id: UUID
    at: datetime
    by: str
    labels: int
    aim: float
    verdict: Literal["better", "not_better", "one_sided", "contradicted", "out_of_reach"]
    before: TuningFiguresOut
    after: TuningFiguresOut
    answer_threshold: float | None
    offer_threshold: float | None


class LabelSourcesOut(Schema):
    marked: int
    picked: int
    corrected: int


class TuningOut(Schema):
    is_on: bool
    aim: float
    labels: int
    needed: int
    sources: LabelSourcesOut
    in_use: UUID | None
    history: list[TuningFitOut]


class TuningPatch(Schema):
    is_on: bool = True
    aim: float = Field(0.9, ge=0.5, le=0.98)
    in_use: UUID | None = None


@router.get("/bot/tuning", response=TuningOut)
def get_tuning(request: ActorRequest, brand: UUID) -> Any:
    """How the brand's bands came about: the labels there are, the attempts, and the one in use."""
    return _shown(request, queries.tuning(request.auth, brand))


@router.patch("/bot/tuning", response=TuningOut)
def update_tuning(request: ActorRequest, brand: UUID, data: TuningPatch) -> Any:
    """Switch on or off, set the wanted precision, put an attempt to use or (null) the shipped bands."""
    return _shown(request, actions.update_tuning(request.auth, brand, data.model_dump(exclude_unset=True)))


@router.post("/bot/tuning/fits", response={201: TuningOut})
def fit(request: ActorRequest, brand: UUID) -> Status[Any]:
    """Fit now; 409 below the labels needed."""
    actions.calibrate(request.auth, brand)
    return Status(201, _shown(request, queries.tuning(request.auth, brand)))


def _shown(request: ActorRequest, tuning: Tuning) -> dict[str, Any]:
    labels = queries.labels(request.auth, tuning.brand_id)
    return {
        "is_on": tuning.is_on,
        "aim": tuning.aim,
        "labels": len(labels.items),
        "needed": LABELS_NEEDED,
        "sources": {name: labels.sources[name] for name in LabelSourcesOut.model_fields},
        "in_use": tuning.in_use_id,
        "history": [_attempt(row) for row in queries.calibrations(request.auth, tuning.brand_id)[:HISTORY]],
    }


def _attempt(row: Calibration) -> dict[str, Any]:
    thresholds = (row.coefficients or {}).get("thresholds", {})
    return {
        "id": row.id,
        "at": row.created_at,
        "by": row.fitted_by_name,
        "labels": row.labels,
        "aim": row.aim,
        "verdict": row.verdict,
        "before": row.before,
        "after": row.after,
        "answer_threshold": thresholds.get("answer"),
        "offer_threshold": thresholds.get("offer"),
    }
