"""What one may take away, and what one has asked for."""

from typing import Any

from django.db.models import QuerySet

from kefu.kernel.actor import Actor

from .. import permissions
from ..models import Export


def exports(actor: Actor) -> QuerySet[Export]:
    """The actor's own exports."""
    actor.require(permissions.EXPORT)
    return Export.objects.for_actor(actor).filter(user_id=actor.user_id)


def export_kinds(actor: Actor) -> list[dict[str, Any]]:
    """The kinds of rows that the actor may read, besides contacts, with their columns in the reader's language."""
    from ..subjects import SUBJECTS  # its sheets are built upon these queries

    actor.require(permissions.EXPORT)
    return [
        {
            "code": one.code,
            "name": one.name.in_language(),
            "is_dated": bool(one.dated),
            "columns": [
                {"code": column.code, "name": column.name.in_language(), "means": column.means.in_language()}
                for column in one.columns(actor)
            ],
        }
        for one in SUBJECTS.values()
        if one.is_open_to(actor)
    ]
