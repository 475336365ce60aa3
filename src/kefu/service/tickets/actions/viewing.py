"""Views of the list under a name: kept by agents for themselves, by leaders for teams and for all."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.database import lock_for_transaction
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from .. import permissions, queries
from ..models import SavedView
from ..rules import views as rules

MOST_OF_ONE = 20
ORDER_LOCK = 7_304_050


@transaction.atomic
def create_view(actor: Actor, changes: Mapping[str, Any]) -> SavedView:
    """One's own, a team's (`scope` "team" with `team_id`) or everybody's ("shared"). Raises Invalid naming each fault,
    Conflict for a name in use and beyond 20 of one owner."""
    actor.require(permissions.READ)
    made = SavedView(organization_id=actor.organization_id)
    _belong(actor, made, changes.get("scope", "own"), changes.get("team_id"))
    _hold_order(actor)
    found = list(_beside(actor, made).values_list("position", flat=True))
    if len(found) >= MOST_OF_ONE:
        raise Conflict("too_many_views", Text(f"最多保存 {MOST_OF_ONE} 个视图。", f"At most {MOST_OF_ONE} views."))
    made.position = max(found, default=0) + 1
    _take(actor, made, changes)
    made.save(force_insert=True)
    _record(actor, "ticket_view.created", made, None)
    return made


@transaction.atomic
def update_view(actor: Actor, view_id: UUID, changes: Mapping[str, Any]) -> SavedView:
    """Another name, another filter; whose it is stays."""
    kept = _locked(actor, view_id)
    before = _told(kept)
    _take(actor, kept, changes)
    kept.save(update_fields=["name", "filter"])
    _record(actor, "ticket_view.updated", kept, before)
    return kept


@transaction.atomic
def shift_view(actor: Actor, view_id: UUID, *, by: int) -> None:
    """Show it one place earlier (-1) or later (1) among those of its owner; at the end it stays."""
    kept = _locked(actor, view_id)
    _hold_order(actor)
    found = list(_beside(actor, kept).select_for_update().order_by("position", "id"))
    at = next(index for index, other in enumerate(found) if other.id == view_id)
    moved = found.pop(at)
    found.insert(max(0, min(at + by, len(found))), moved)
    for position, other in enumerate(found, start=1):
        if other.position != position:
            other.position = position
            other.save(update_fields=["position"])
    _record(actor, "ticket_view.updated", moved, {**_told(kept), "place": at + 1}, place=found.index(moved) + 1)


@transaction.atomic
def delete_view(actor: Actor, view_id: UUID) -> None:
    kept = _locked(actor, view_id)
    _record(actor, "ticket_view.deleted", kept, _told(kept))
    kept.delete()


def _belong(actor: Actor, made: SavedView, scope: str, team_id: UUID | None) -> None:
    if scope == "own":
        made.owner_id = actor.user_id
        return
    actor.require(permissions.VIEWS)
    if scope == "team":
        if team_id is None:
            text = Text("请选择班组。", "Choose a team.")
            raise Invalid("no_team", text, errors=[FieldError("team_id", text)])
        made.team = one(accounts.teams(actor).filter(id=team_id))


def _take(actor: Actor, kept: SavedView, changes: Mapping[str, Any]) -> None:
    if "name" in changes:
        kept.name = " ".join(storable(changes["name"]).split())
    if not kept.name:
        text = Text("请填写名称。", "Give it a name.")
        raise Invalid("wrong_name", text, errors=[FieldError("name", text)])
    if _beside(actor, kept).filter(name=kept.name).exclude(id=kept.id).exists():
        text = Text("已有同名视图。", "There is a view of this name.")
        raise Conflict("name_taken", text, errors=[FieldError("name", text)])
    if "filter" in changes:
        given = changes["filter"]
        plain = {name: value for name, value in given.items() if value not in (None, "")}
        if wrong := rules.faults(plain, queries.known_to_views(actor)):
            raise Invalid(
                "wrong_filter",
                Text("筛选条件有误，请按提示修改。", "The filter has faults; mend them as told."),
                errors=[FieldError(f"filter.{fault.field}".rstrip("."), fault.text) for fault in wrong],
            )
        kept.filter = plain


def _beside(actor: Actor, view: SavedView) -> Any:
    return SavedView.objects.for_actor(actor).filter(owner=view.owner_id, team=view.team_id)


def _locked(actor: Actor, view_id: UUID) -> SavedView:
    if queries.saved_view(actor, view_id).owner_id is None:
        actor.require(permissions.VIEWS)
    return one(queries.saved_views(actor).select_for_update(of=("self",)).filter(id=view_id))


def _hold_order(actor: Actor) -> None:
    lock_for_transaction(ORDER_LOCK, str(actor.organization_id))


def _told(kept: SavedView) -> dict[str, Any]:
    return {"name": kept.name, "filter": kept.filter}


def _record(actor: Actor, action: str, kept: SavedView, before: Mapping[str, Any] | None, **more: Any) -> None:
    """What is for others is in the audit log; one's own is not."""
    if kept.owner_id is None:
        audit.record(
            actor,
            action=action,
            target_type="ticket_view",
            target_id=kept.id,
            target_label=kept.name,
            before=before,
            after=None if action.endswith("deleted") else {**_told(kept), **more},
        )
