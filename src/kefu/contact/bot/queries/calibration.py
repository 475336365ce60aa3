"""Labelled turns, and the bands in use that were fitted to them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import structlog
from django.db.models import Count, Q, QuerySet

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import Brand
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.tenancy import one

from .. import permissions
from ..engine.calibrator import Calibrator, shipped
from ..engine.tuning import LABELS_NEEDED, Label
from ..models import Calibration, Tuning, Turn
from ..thought import LEXICAL

log = structlog.get_logger(__name__)

LOOK_BACK = timedelta(days=180)
MOST_LABELS = 5000
MOST_OF_A_VISITOR = 5
CANDIDATE_RANKED = ~Q(candidates=[]) & ~Q(ranked_by__in=["", LEXICAL])
LABELLED = (CANDIDATE_RANKED & ~Q(reason="written")) & (
    Q(corrected__isnull=False) | Q(picked__isnull=False) | Q(is_helpful__isnull=False)
)


@dataclass
class Labels:
    """The labels of one profile, the newest first, and where they come from: corrected, picked, marked."""

    profile: str = ""
    items: list[Label] = field(default_factory=list)
    sources: Counter[str] = field(default_factory=Counter)


def labels(actor: Actor, brand_id: UUID) -> Labels:
    """The brand's labelled turns of LOOK_BACK that the same rankers made, of the rankers with the most."""
    actor.require(permissions.READ)
    rows = (
        Turn.objects.for_actor(actor)
        .filter(LABELLED, conversation__brand_id=brand_id, created_at__gte=clock.now() - LOOK_BACK)
        .order_by("-id")
        .values_list(
            "ranked_by", "candidates", "corrected_id", "picked_id", "is_helpful", "conversation__visitor_id", named=True
        )[:MOST_LABELS]
    )
    found: dict[str, Labels] = {}
    of_visitor: Counter[UUID] = Counter()
    for row in rows:
        if not _has_shipped(row.ranked_by) or of_visitor[row.conversation__visitor_id] >= MOST_OF_A_VISITOR:
            continue
        of_visitor[row.conversation__visitor_id] += 1
        first = row.candidates[0]
        answer, source = (row.corrected_id, "corrected") if row.corrected_id else (row.picked_id, "picked")
        is_right = str(answer) == first["article_id"] if answer else bool(row.is_helpful)
        group = found.setdefault(row.ranked_by, Labels(row.ranked_by))
        group.items.append(Label(first.get("features", {}), is_right, str(row.conversation__visitor_id)))
        group.sources[source if answer else "marked"] += 1
    return max(found.values(), key=lambda group: len(group.items), default=Labels())


def tuning(actor: Actor, brand_id: UUID) -> Tuning:
    """What is set for the brand, unsaved defaults when nothing is; NotFound for a foreign one."""
    actor.require(permissions.READ)
    brand: Brand = one(accounts.brands(actor).filter(id=brand_id))
    found = Tuning.objects.for_actor(actor).select_related("in_use").filter(brand=brand).first()
    return found or Tuning(organization_id=actor.organization_id, brand=brand)


def calibrations(actor: Actor, brand_id: UUID) -> QuerySet[Calibration]:
    """Every attempt for the brand, newest first."""
    actor.require(permissions.READ)
    return Calibration.objects.for_actor(actor).filter(brand_id=brand_id).order_by("-id")


def calibrator(organization_id: UUID, brand_id: UUID, profile: str) -> Calibrator:
    """The brand's own calibrator if one is in use for these rankers, else the shipped one. One small read a question."""
    tunings = Tuning.objects.across_organizations("a question names its organization").filter(
        organization_id=organization_id, brand_id=brand_id, is_on=True, in_use__profile=profile
    )
    own = tunings.values_list("in_use__coefficients", flat=True).first()
    if own:
        try:
            return Calibrator.from_dict(own)
        except (KeyError, TypeError, ValueError) as error:
            log.warning("bot.calibration_unreadable", brand=str(brand_id), error=str(error))
    return shipped(profile)


def brands_with_labels() -> list[tuple[UUID, UUID]]:
    """(organization, brand) of everybody who may have enough labels."""
    rows = (
        Turn.objects.across_organizations("every brand's own bands")
        .filter(LABELLED, created_at__gte=clock.now() - LOOK_BACK)
        .values("organization_id", "conversation__brand_id")
        .annotate(count=Count("id"))
        .filter(count__gte=LABELS_NEEDED)
        .order_by()
    )
    return [(row["organization_id"], row["conversation__brand_id"]) for row in rows]


def _has_shipped(profile: str) -> bool:
    try:
        shipped(profile)
    except KeyError:
        return False
    return True
