"""HTTP of call flows: drafts, what is wrong with them, versions, a walk without a telephone, and which ways calls took."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.kernel import drafting
from kefu.kernel.http import ActorRequest, Page, page

from .. import actions, queries
from ..models import CallFlow
from ..rules import flow as flows
from ..rules import walk

router = Router(tags=["telephony"])


class CallFlowFaultOut(Schema):
    node: str
    message: str


class CallCaseIn(Schema):
    places: list[str] = Field(max_length=60)
    to: str = Field("", max_length=40)


class CallNodeIn(Schema):
    """A node of a flow; which fields it needs, its kind says (docs: contact/telephony/rules/flow.py)."""

    kind: Literal[
        "play",
        "menu",
        "digits",
        "hours",
        "vip",
        "region",
        "lookup",
        "branch",
        "queue",
        "callback",
        "transfer",
        "voicemail",
        "end",
    ]
    title: str | None = Field(None, max_length=40)
    prompt: UUID | None = None
    keys: dict[str, str] | None = Field(None, max_length=12)
    cases: list[CallCaseIn] | None = Field(None, max_length=flows.MAX_CASES)
    next: str | None = Field(None, max_length=40)
    otherwise: str | None = Field(None, max_length=40)
    open: str | None = Field(None, max_length=40)
    closed: str | None = Field(None, max_length=40)
    yes: str | None = Field(None, max_length=40)
    no: str | None = Field(None, max_length=40)
    found: str | None = Field(None, max_length=40)
    none: str | None = Field(None, max_length=40)
    unknown: str | None = Field(None, max_length=40)
    choice: str | None = Field(None, max_length=40)
    full: str | None = Field(None, max_length=40)
    long_wait: str | None = Field(None, max_length=40)
    max_seconds: int | None = Field(None, ge=5, le=flows.MAX_MESSAGE)
    number: str | None = Field(None, max_length=40)
    seconds: int | None = Field(None, ge=1, le=flows.MAX_SECONDS)
    tries: int | None = Field(None, ge=1, le=flows.MAX_TRIES)
    length: int | None = Field(None, ge=1, le=flows.MAX_LENGTH)
    queue_id: UUID | None = None
    calendar_id: UUID | None = None


class CallDraftIn(Schema):
    start: str = Field("", max_length=40)
    nodes: dict[str, CallNodeIn] = Field({}, max_length=flows.MAX_NODES)

    def plain(self) -> dict[str, Any]:
        """As JSON, without what is not said."""
        return self.model_dump(mode="json", exclude_none=True)


class CallFlowIn(Schema):
    brand_id: UUID
    name: str = Field(min_length=1, max_length=60)
    draft: CallDraftIn = CallDraftIn(start="", nodes={})

    def changes(self) -> dict[str, Any]:
        """As the actions take them."""
        return {**self.model_dump(exclude={"draft"}), "draft": self.draft.plain()}


class CallFlowOut(Schema):
    id: UUID
    brand_id: UUID
    name: str
    draft: CallDraftIn
    published_version: int | None
    is_changed: bool
    wrong: list[CallFlowFaultOut]


class CallFlowVersionOut(Schema):
    id: UUID
    number: int
    created_at: datetime
    definition: CallDraftIn


class CallWalkIn(Schema):
    """Keys (0 to 9, *, #, or `quiet` for none) in order, and the way out of nodes that ask, by their id."""

    draft: CallDraftIn
    presses: list[Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#", "quiet"]] = Field(
        [], max_length=walk.MAX_PRESSES
    )
    answers: dict[str, str] = Field({}, max_length=flows.MAX_NODES)


class CallWalkEvent(Schema):
    """What was said at a node (`prompt`), or the way by which it was left (`way`)."""

    node: str
    prompt: str = ""
    way: str = ""


class CallWalkOut(Schema):
    events: list[CallWalkEvent]
    node: str
    waits: bool
    is_over: bool
    queue_id: str
    wrong: list[CallFlowFaultOut]


class CallPathOut(Schema):
    node: str
    way: str
    calls: int
    passes: int


class CallPathsOut(Schema):
    items: list[CallPathOut]


@router.get("/call-flows", response=Page[CallFlowOut])
def list_flows(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    found, following = page(queries.flows(request.auth), after=after, limit=limit, order=("name", "id"))
    return {"items": [_flow(one) for one in found], "next": following}


@router.post("/call-flows", response={201: CallFlowOut})
def create_flow(request: ActorRequest, data: CallFlowIn) -> Status[Any]:
    """A draft; calls follow it when it is published. `wrong` says what keeps it from that."""
    return Status(201, _flow(actions.save_flow(request.auth, **data.changes())))


@router.get("/call-flows/{call_flow_id}", response=CallFlowOut)
def get_flow(request: ActorRequest, call_flow_id: UUID) -> Any:
    return _flow(queries.flow(request.auth, call_flow_id))


@router.put("/call-flows/{call_flow_id}", response=CallFlowOut)
def save_flow(request: ActorRequest, call_flow_id: UUID, data: CallFlowIn) -> Any:
    return _flow(actions.save_flow(request.auth, flow_id=call_flow_id, **data.changes()))


@router.delete("/call-flows/{call_flow_id}", response={204: None})
def delete_flow(request: ActorRequest, call_flow_id: UUID) -> Status[None]:
    """409 while it is published, or a number leads to it."""
    actions.delete_flow(request.auth, call_flow_id)
    return Status(204, None)


@router.post("/call-flows/{call_flow_id}/publish", response=CallFlowOut)
def publish_flow(request: ActorRequest, call_flow_id: UUID) -> Any:
    """Calls follow the draft from now on; 422 names each wrong node."""
    return _flow(actions.publish_flow(request.auth, call_flow_id))


@router.post("/call-flows/{call_flow_id}/withdraw", response=CallFlowOut)
def withdraw_flow(request: ActorRequest, call_flow_id: UUID) -> Any:
    """No call begins with it any more; 409 while a number leads to it."""
    return _flow(actions.withdraw_flow(request.auth, call_flow_id))


@router.get("/call-flows/{call_flow_id}/versions", response=Page[CallFlowVersionOut])
def list_versions(request: ActorRequest, call_flow_id: UUID, after: str | None = None, limit: int = 20) -> Any:
    """Newest first."""
    rows = queries.versions(request.auth, call_flow_id)
    found, following = page(rows, after=after, limit=limit, order=("-number",))
    items = [
        {"id": one.id, "number": one.number, "created_at": one.created_at, "definition": one.definition}
        for one in found
    ]
    return {"items": items, "next": following}


@router.get("/call-flows/{call_flow_id}/paths", response=CallPathsOut)
def list_paths(request: ActorRequest, call_flow_id: UUID, since: datetime, until: datetime) -> Any:
    """How many calls left each node by each way, of those that began in the period."""
    return {"items": queries.paths(request.auth, call_flow_id, since=since, until=until)}


@router.post("/call-flow-walk", response=CallWalkOut)
def walk_flow(request: ActorRequest, data: CallWalkIn) -> Any:
    """Walk a draft without a telephone; one that is not sound is not walked, and `wrong` says why."""
    draft = data.draft.plain()
    faults = queries.flow_faults(request.auth, draft)
    if faults:
        wrong = [{"node": one.node, "message": one.text.in_language()} for one in faults]
        return {"events": [], "node": "", "waits": False, "is_over": False, "queue_id": "", "wrong": wrong}
    made = walk.walk(draft, data.presses, data.answers)
    events = [
        {"node": one.node, "prompt": one.prompt} if isinstance(one, walk.Said) else {"node": one.node, "way": one.way}
        for one in made.events
    ]
    told = {"node": made.node, "waits": made.waits, "is_over": made.is_over, "queue_id": made.queue_id}
    return {**told, "events": events, "wrong": []}


def _flow(flow: CallFlow) -> dict[str, Any]:
    return {
        "id": flow.id,
        "brand_id": flow.brand_id,
        "name": flow.name,
        "draft": flow.draft,
        **drafting.standing(flow),
        "wrong": [{"node": one.node, "message": one.text.in_language()} for one in flows.check(flow.draft)],
    }
