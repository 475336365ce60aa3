"""Dialogue flows: edited, tried out, published."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.kernel import drafting
from kefu.kernel.http import ActorRequest, Page, page
from kefu.kernel.i18n import current

from .. import actions, queries
from ..flows import Wrong, check
from ..models import Flow

router = Router(tags=["bot"])
Pattern = Literal["order_number", "phone", "email", "digits", "text"]


class OptionIn(Schema):
    label: str = Field(max_length=60)
    next: str | None = Field(None, max_length=40)


class StepIn(Schema):
    id: str = Field(min_length=1, max_length=40)
    kind: Literal["say", "ask", "look_up", "choose", "hand_over", "end"]
    text: str = Field("", max_length=2000)
    save_as: str | None = Field(None, max_length=40)
    pattern: Pattern | None = None
    retry: str | None = Field(None, max_length=2000)
    tries: int = Field(2, ge=1, le=5)
    by: str | None = Field(None, max_length=40)
    missing: str | None = Field(None, max_length=40)
    options: list[OptionIn] = Field([], max_length=10)
    next: str | None = Field(None, max_length=40)


class DefinitionIn(Schema):
    phrases: list[str] = Field([], max_length=50)
    steps: list[StepIn] = Field([], max_length=60)


class FlowIn(Schema):
    brand_id: UUID
    name: str = Field(min_length=1, max_length=60)
    draft: DefinitionIn = DefinitionIn(phrases=[], steps=[])


class FlowPatch(Schema):
    name: str = Field("", max_length=60)
    draft: DefinitionIn = DefinitionIn(phrases=[], steps=[])


class WrongOut(Schema):
    step: str
    message: str


class FlowOut(Schema):
    id: UUID
    brand_id: UUID
    name: str
    draft: DefinitionIn
    published_version: int | None
    is_changed: bool
    wrong: list[WrongOut]
    updated_at: datetime


class TryIn(Schema):
    draft: DefinitionIn | None = None
    messages: list[str] = Field([], max_length=40)


class SaidOut(Schema):
    sender: Literal["bot", "visitor"]
    text: str
    choices: list[str]


class TriedOut(Schema):
    said: list[SaidOut]
    outcome: Literal["waiting", "done", "hand_over", "left", "unsound"]
    path: list[str]
    wrong: list[WrongOut]


@router.get("/bot/flows", response=Page[FlowOut])
def list_flows(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    found, following = page(queries.flows(request.auth), after=after, limit=limit, order=("name", "id"))
    return {"items": [_shown(flow) for flow in found], "next": following}


@router.post("/bot/flows", response={201: FlowOut})
def create_flow(request: ActorRequest, data: FlowIn) -> Status[Any]:
    flow = actions.create_flow(
        request.auth, brand_id=data.brand_id, name=data.name, draft=data.draft.model_dump(exclude_none=True)
    )
    return Status(201, _shown(flow))


@router.get("/bot/flows/{flow_id}", response=FlowOut)
def get_flow(request: ActorRequest, flow_id: UUID) -> Any:
    return _shown(queries.flow(request.auth, flow_id))


@router.patch("/bot/flows/{flow_id}", response=FlowOut)
def update_flow(request: ActorRequest, flow_id: UUID, data: FlowPatch) -> Any:
    """Save the draft; `wrong` says what keeps it from being published."""
    changes = data.model_dump(exclude_unset=True)
    if "draft" in changes:
        changes["draft"] = data.draft.model_dump(exclude_none=True)
    return _shown(actions.update_flow(request.auth, flow_id, changes))


@router.delete("/bot/flows/{flow_id}", response={204: None})
def delete_flow(request: ActorRequest, flow_id: UUID) -> Status[None]:
    """Only one that is not published."""
    actions.delete_flow(request.auth, flow_id)
    return Status(204, None)


@router.post("/bot/flows/{flow_id}/publish", response=FlowOut)
def publish_flow(request: ActorRequest, flow_id: UUID) -> Any:
    """Visitors meet the draft from now on; 422 names each wrong step."""
    return _shown(actions.publish_flow(request.auth, flow_id))


@router.post("/bot/flows/{flow_id}/withdraw", response=FlowOut)
def withdraw_flow(request: ActorRequest, flow_id: UUID) -> Any:
    """No new conversation meets the flow."""
    return _shown(actions.withdraw_flow(request.auth, flow_id))


@router.post("/bot/flows/{flow_id}/tries", response=TriedOut)
def try_flow(request: ActorRequest, flow_id: UUID, data: TryIn) -> Any:
    """What a visitor who writes these messages would be told; looks up for real, keeps nothing."""
    said, outcome, path, wrong = actions.try_flow(
        request.auth,
        flow_id,
        draft=data.draft.model_dump(exclude_none=True) if data.draft else None,
        messages=data.messages,
    )
    return {
        "said": [
            {
                "sender": who,
                "text": one.text
                or " · ".join([str(one.card["title"]), *one.card.get("lines", [])] if one.card else []),
                "choices": list(one.choices),
            }
            for who, one in said
        ],
        "outcome": outcome,
        "path": path,
        "wrong": _named(wrong),
    }


def _shown(flow: Flow) -> dict[str, Any]:
    return {
        "id": flow.id,
        "brand_id": flow.brand_id,
        "name": flow.name,
        "draft": flow.draft,
        **drafting.standing(flow),
        "wrong": _named(check(flow.draft)),
        "updated_at": flow.updated_at,
    }


def _named(wrong: list[Wrong]) -> list[dict[str, str]]:
    return [{"step": fault.step, "message": fault.text.in_language(current())} for fault in wrong]
