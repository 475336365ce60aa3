"""A brand's own bands: fitted, put to use, taken back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..engine.calibrator import shipped
from ..engine.tuning import LABELS_NEEDED, Figures, Verdict, fit
from ..models import Calibration, Tuning

NEWS = 50
"""Labels more or less than at the last attempt from which the nightly job tries again."""


@transaction.atomic
def calibrate(actor: Actor, brand_id: UUID) -> Calibration:
    """Fit to the labels there are now. Only better bands are put to use; any other verdict puts the shipped ones back.

    Raises Conflict too_few_labels.
    """
    actor.require(permissions.MANAGE)
    tuning = _locked(actor, brand_id)
    labels = queries.labels(actor, brand_id)
    if len(labels.items) < LABELS_NEEDED:
        text = Text(
            f"已标注 {len(labels.items)} 轮，满 {LABELS_NEEDED} 轮后可以校准。",
            f"{len(labels.items)} turns are labelled; {LABELS_NEEDED} are needed.",
        )
        raise Conflict("too_few_labels", text)
    found = fit(labels.items, shipped(labels.profile), tuning.aim)
    row = Calibration.objects.create(
        organization_id=actor.organization_id,
        brand_id=brand_id,
        profile=labels.profile,
        aim=tuning.aim,
        labels=len(labels.items),
        before=_told(found.before),
        after=_told(found.after),
        verdict=found.verdict,
        coefficients=found.calibrator.to_dict() if found.calibrator else None,
        fitted_by_name=actor.name if actor.kind == "user" else "",
    )
    before = _described(tuning)
    tuning.in_use = row if found.verdict == Verdict.BETTER else None
    tuning.save(update_fields=["in_use"])
    _record(actor, "bot.calibrated", tuning, before, {"labels": row.labels, "verdict": row.verdict})
    return row


def calibrate_if_new(actor: Actor, brand_id: UUID) -> Calibration | None:
    """What the nightly job does: nothing where it is switched off, and nothing before there are NEWS labels of news."""
    if not queries.tuning(actor, brand_id).is_on:
        return None
    count = len(queries.labels(actor, brand_id).items)
    last = queries.calibrations(actor, brand_id).first()
    if count < LABELS_NEEDED or (last and abs(count - last.labels) < NEWS):
        return None
    return calibrate(actor, brand_id)


@transaction.atomic
def update_tuning(actor: Actor, brand_id: UUID, changes: Mapping[str, Any]) -> Tuning:
    """Switch `is_on`, set `aim` (0.5..0.98), or put the fit with id `in_use` to use (None: the shipped bands)."""
    actor.require(permissions.MANAGE)
    tuning = _locked(actor, brand_id)
    before = _described(tuning)
    tuning.is_on = changes.get("is_on", tuning.is_on)
    tuning.aim = changes.get("aim", tuning.aim)
    if "in_use" in changes:
        tuning.in_use = _usable(actor, brand_id, changes["in_use"]) if changes["in_use"] else None
    tuning.save()
    _record(actor, "bot.tuning_updated", tuning, before, {})
    return tuning


def _usable(actor: Actor, brand_id: UUID, calibration_id: UUID) -> Calibration:
    found = one(queries.calibrations(actor, brand_id).filter(id=calibration_id))
    if found.coefficients is None:
        text = Text("这次校准没有更好，不能启用。", "This fit was no better and cannot be used.")
        raise Invalid("not_usable", text, errors=[FieldError("in_use", text)])
    return found


def _locked(actor: Actor, brand_id: UUID) -> Tuning:
    brand = queries.tuning(actor, brand_id).brand
    Tuning.objects.for_actor(actor).get_or_create(brand=brand, defaults={"organization_id": actor.organization_id})
    return one(Tuning.objects.for_actor(actor).select_for_update().filter(brand=brand))


def _told(figures: Figures) -> dict[str, Any]:
    return {
        "n": figures.n,
        "answered": figures.answered,
        "right": figures.right,
        "precision": None if figures.precision is None else round(figures.precision, 4),
        "coverage": round(figures.coverage, 4),
    }


def _described(tuning: Tuning) -> dict[str, Any]:
    return {
        "is_on": tuning.is_on,
        "aim": tuning.aim,
        "in_use": str(tuning.in_use_id) if tuning.in_use_id else None,
    }


def _record(actor: Actor, action: str, tuning: Tuning, before: Mapping[str, Any], also: Mapping[str, Any]) -> None:
    audit.record(
        actor,
        action=action,
        target_type="brand",
        target_id=tuning.brand_id,
        target_label=tuning.brand.name,
        before=dict(before),
        after={**_described(tuning), **also},
    )
