"""What is edited as a draft and followed as a published version: dialogue flows, call flows, scripts.

A kept row has `name`, `draft` and `published`, which is one of its `Version`s.
"""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Max, QuerySet

from . import text
from .actor import Actor
from .errors import Conflict, FieldError, Invalid
from .i18n import Text
from .tenancy import TenantModel


class Version(TenantModel):
    """A draft as it was published; never altered, so that what began with it ends with it. `number` counts from 1."""

    number = models.PositiveIntegerField()
    definition = models.JSONField()
    publisher_id = models.UUIDField(null=True)

    class Meta:
        abstract = True


def free_name(written: str, others: QuerySet[Any]) -> str:
    """The name as it is kept, at most 60 characters. Raises Invalid for a blank one, Conflict for one that `others` have."""
    name = text.storable(written).strip()[:60]
    if not name:
        missing = Text("请填写名称。", "Give it a name.")
        raise Invalid("name_missing", missing, errors=[FieldError("name", missing)])
    if others.filter(name=name).exists():
        taken = Text("已有同名的，请换一个名称。", "There is one with this name already.")
        raise Conflict("name_taken", taken, errors=[FieldError("name", taken)])
    return name


def publish(actor: Actor, kept: Any, owner: str, faults: Sequence[FieldError], **told: Any) -> None:
    """Make the draft the next version and follow it. `owner` is the version's field for what it is a version of, `told` what
    else the version tells. Raises Invalid with `faults` where there are any.
    """
    if faults:
        unsound = Text("还不能发布，请改正标出的地方。", "It cannot be published yet; mend what is named below.")
        raise Invalid("draft_unsound", unsound, errors=faults)
    version: Any = kept._meta.get_field("published").related_model
    past = version.objects.for_actor(actor).filter(**{owner: kept})
    values: dict[str, Any] = {
        "organization_id": actor.organization_id,
        "number": (past.aggregate(last=Max("number"))["last"] or 0) + 1,
        "definition": kept.draft,
        "publisher_id": actor.id,
        owner: kept,
        **told,
    }
    kept.published = version.objects.create(**values)
    kept.save(update_fields=["published"])


def withdraw(kept: Any) -> None:
    """Nobody begins with it any more; who has begun goes on."""
    kept.published = None
    kept.save(update_fields=["published"])


def standing(kept: Any) -> dict[str, Any]:
    """Which version is followed, and whether the draft says something else."""
    published = kept.published
    return {
        "published_version": published.number if published else None,
        "is_changed": published is None or published.definition != kept.draft,
    }
