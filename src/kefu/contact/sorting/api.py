"""HTTP of sorting: where reasons lead, what tells a reason, and a trial."""

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.contact.routing import queries as routing
from kefu.foundation.accounts import queries as accounts
from kefu.kernel.actor import Actor
from kefu.kernel.http import ActorRequest, Page, page

from . import actions, permissions, queries, rules
from .models import SortingRoute, SortingRule

router = Router(tags=["sorting"])


class SortedReasonOut(Schema):
    id: UUID
    path: list[str]


class SortedQueueOut(Schema):
    id: UUID
    name: str


class RouteOut(Schema):
    id: UUID
    brand_id: UUID
    disposition: SortedReasonOut
    queue: SortedQueueOut
    is_choice: bool
    position: int


class RouteIn(Schema):
    brand_id: UUID
    disposition_id: UUID
    queue_id: UUID
    is_choice: bool = False
    position: int = Field(0, ge=0, le=10_000)


class RouteChanges(Schema):
    queue_id: UUID | None = None
    is_choice: bool = False
    position: int = Field(0, ge=0, le=10_000)


def _route(actor: Actor, row: SortingRoute, paths: dict[UUID, list[str]] | None = None) -> dict[str, Any]:
    paths = paths or routing.disposition_paths(actor)
    return {
        "id": row.id,
        "brand_id": row.brand_id,
        "disposition": {"id": row.disposition_id, "path": paths[row.disposition_id]},
        "queue": {"id": row.queue_id, "name": row.queue.name},
        "is_choice": row.is_choice,
        "position": row.position,
    }


@router.get("/sorting-routes", response=Page[RouteOut])
def list_routes(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    rows, following = page(queries.routes(request.auth), after=after, limit=limit, order=("position", "id"))
    paths = routing.disposition_paths(request.auth)
    return {"items": [_route(request.auth, row, paths) for row in rows], "next": following}


@router.post("/sorting-routes", response={201: RouteOut})
def create_route(request: ActorRequest, data: RouteIn) -> Status[Any]:
    """Send contacts of a reason, and of those below it, to a queue of the same brand."""
    return Status(201, _route(request.auth, actions.create_route(request.auth, data.model_dump())))


@router.patch("/sorting-routes/{route_id}", response=RouteOut)
def update_route(request: ActorRequest, route_id: UUID, data: RouteChanges) -> Any:
    changes = {key: value for key, value in data.model_dump(exclude_unset=True).items() if value is not None}
    return _route(request.auth, actions.update_route(request.auth, route_id, changes))


@router.delete("/sorting-routes/{route_id}", response={204: None})
def delete_route(request: ActorRequest, route_id: UUID) -> Status[None]:
    actions.delete(request.auth, SortingRoute, route_id)
    return Status(204, None)


RuleKind = Literal["page", "product", "category", "knowledge"]


class RuleOut(Schema):
    id: UUID
    brand_id: UUID
    kind: RuleKind
    value: str
    disposition: SortedReasonOut
    position: int


class RuleIn(Schema):
    brand_id: UUID
    kind: RuleKind
    value: str = Field(min_length=1, max_length=300)
    disposition_id: UUID
    position: int = Field(0, ge=0, le=10_000)


class RuleChanges(Schema):
    value: str = Field("", min_length=1, max_length=300)
    disposition_id: UUID | None = None
    position: int = Field(0, ge=0, le=10_000)


def _rule(actor: Actor, row: SortingRule, paths: dict[UUID, list[str]] | None = None) -> dict[str, Any]:
    paths = paths or routing.disposition_paths(actor)
    return {
        "id": row.id,
        "brand_id": row.brand_id,
        "kind": row.kind,
        "value": row.value,
        "disposition": {"id": row.disposition_id, "path": paths[row.disposition_id]},
        "position": row.position,
    }


@router.get("/sorting-rules", response=Page[RuleOut])
def list_rules(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    rows, following = page(queries.routing_rules(request.auth), after=after, limit=limit, order=("position", "id"))
    paths = routing.disposition_paths(request.auth)
    return {"items": [_rule(request.auth, row, paths) for row in rows], "next": following}


@router.post("/sorting-rules", response={201: RuleOut})
def create_rule(request: ActorRequest, data: RuleIn) -> Status[Any]:
    """Tell the reason of contacts by page, product, the entry's category, or the category of the bot's article."""
    return Status(201, _rule(request.auth, actions.create_rule(request.auth, data.model_dump())))


@router.patch("/sorting-rules/{rule_id}", response=RuleOut)
def update_rule(request: ActorRequest, rule_id: UUID, data: RuleChanges) -> Any:
    changes = {key: value for key, value in data.model_dump(exclude_unset=True).items() if value is not None}
    return _rule(request.auth, actions.update_rule(request.auth, rule_id, changes))


@router.delete("/sorting-rules/{rule_id}", response={204: None})
def delete_rule(request: ActorRequest, rule_id: UUID) -> Status[None]:
    actions.delete(request.auth, SortingRule, rule_id)
    return Status(204, None)


class TrialOut(Schema):
    source: Literal["entry", "choice", "intent", "text", "default"]
    disposition: SortedReasonOut | None
    queue: SortedQueueOut | None
    evidence: dict[str, Any]


@router.get("/sorting-trial", response=TrialOut)
def try_sorting(
    request: ActorRequest,
    text: str = "",
    brand: UUID | None = None,
    page: str = "",
    product_id: str = "",
    category: str = "",
) -> Any:
    """Where a contact with this entry and these first words would go; nothing happens to anybody."""
    actor = request.auth
    actor.require(permissions.READ)
    brand_id = brand or accounts.default_brand(actor).id
    entry = {"page": page, "product_id": product_id, "category": category}
    found = queries.look(actor, brand_id, rules.Clues(entry=entry, text=text[:500]))
    if found is None:
        return {"source": "default", "disposition": None, "queue": None, "evidence": {}}
    paths = routing.disposition_paths(actor)
    names = dict(queries.routes(actor).values_list("queue_id", "queue__name"))
    return {
        "source": found.source,
        "disposition": {"id": found.disposition_id, "path": paths[found.disposition_id]},
        "queue": {"id": found.queue_id, "name": names.get(found.queue_id, "")},
        "evidence": dict(found.evidence),
    }
