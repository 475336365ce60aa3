"""HTTP of what the telephone is set up with: prompts, flows, numbers, trunks, extensions."""

from typing import Any, Literal
from uuid import UUID

from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from kefu.kernel import files
from kefu.kernel.http import ActorRequest, Page, page
from kefu.kernel.i18n import Text

from .. import actions, queries
from ..models import CallFlow, PhoneNumber, Prompt, Trunk
from ..rules import flow as flows

router = Router(tags=["telephony"])


class PromptOut(Schema):
    id: UUID
    brand_id: UUID
    name: str
    words: str
    state: Literal["pending", "ready", "failed"]
    reason: str
    url: str | None


class PromptIn(Schema):
    brand_id: UUID
    name: str = Field(min_length=1, max_length=60)
    words: str = Field("", max_length=1000)
    locale: Literal["zh-CN", "en"] = "zh-CN"


class CallFlowFaultOut(Schema):
    node: str
    message: str


class CallNodeIn(Schema):
    """A node of a flow; which fields it needs, its kind says (docs: contact/telephony/rules/flow.py)."""

    kind: Literal["play", "menu", "digits", "hours", "queue", "voicemail", "end"]
    prompt: UUID | None = None
    keys: dict[str, str] | None = Field(None, max_length=12)
    next: str | None = Field(None, max_length=40)
    otherwise: str | None = Field(None, max_length=40)
    open: str | None = Field(None, max_length=40)
    closed: str | None = Field(None, max_length=40)
    full: str | None = Field(None, max_length=40)
    long_wait: str | None = Field(None, max_length=40)
    max_seconds: int | None = Field(None, ge=5, le=flows.MAX_MESSAGE)
    seconds: int | None = Field(None, ge=1, le=flows.MAX_SECONDS)
    tries: int | None = Field(None, ge=1, le=flows.MAX_TRIES)
    length: int | None = Field(None, ge=1, le=flows.MAX_LENGTH)
    queue_id: UUID | None = None
    calendar_id: UUID | None = None


class CallDraftIn(Schema):
    start: str = Field("", max_length=40)
    nodes: dict[str, CallNodeIn] = Field({}, max_length=flows.MAX_NODES)


class CallFlowIn(Schema):
    brand_id: UUID
    name: str = Field(min_length=1, max_length=60)
    draft: CallDraftIn = CallDraftIn(start="", nodes={})

    def changes(self) -> dict[str, Any]:
        """As the actions take them: a draft as JSON, without what is not said."""
        return {**self.model_dump(exclude={"draft"}), "draft": self.draft.model_dump(mode="json", exclude_none=True)}


class CallFlowOut(Schema):
    id: UUID
    brand_id: UUID
    name: str
    draft: CallDraftIn
    published_version: int | None
    wrong: list[CallFlowFaultOut]


class PhoneNumberIn(Schema):
    brand_id: UUID
    digits: str = Field(min_length=1, max_length=40)
    name: str = Field("", max_length=60)
    flow_id: UUID | None = None
    calendar_id: UUID | None = None
    takes_blocked: bool = False


class PhoneNumberOut(Schema):
    id: UUID
    brand_id: UUID
    digits: str
    name: str
    flow_id: UUID | None
    calendar_id: UUID | None
    takes_blocked: bool
    is_active: bool


class TrunkIn(Schema):
    name: str = Field(min_length=1, max_length=60)
    host: str = Field(min_length=1, max_length=253)
    port: int = Field(5060, ge=1, le=65535)
    addresses: list[str] = Field([], max_length=20)
    user: str = Field("", max_length=80)
    password: str = Field("", max_length=80)


class TrunkOut(Schema):
    id: UUID
    name: str
    host: str
    port: int
    addresses: list[str]
    user: str


class ExtensionIn(Schema):
    user_id: UUID
    kind: Literal["browser", "telephone"] = "browser"
    shown_number_id: UUID | None = None  # what customers see whom this agent calls (外显号码)


class ExtensionOut(Schema):
    account: str
    secret: str


@router.get("/prompts", response=Page[PromptOut])
def list_prompts(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    found, following = page(queries.prompts(request.auth), after=after, limit=limit, order=("name", "id"))
    return {"items": [_prompt(one) for one in found], "next": following}


@router.post("/prompts", response={201: PromptOut})
def create_prompt(request: ActorRequest, data: Form[PromptIn], file: File[UploadedFile | None] = None) -> Status[Any]:
    """A WAV file, mono, 16 bit, 8 or 16 kHz, of at most three minutes; without one the words are spoken, in `locale`."""
    made = actions.create_prompt(
        request.auth,
        brand_id=data.brand_id,
        name=data.name,
        words=data.words,
        locale=data.locale,
        content=file.read() if file else None,
    )
    return Status(201, _prompt(made))


@router.get("/call-flows", response=Page[CallFlowOut])
def list_flows(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    found, following = page(queries.flows(request.auth), after=after, limit=limit, order=("name", "id"))
    return {"items": [_flow(one) for one in found], "next": following}


@router.post("/call-flows", response={201: CallFlowOut})
def create_flow(request: ActorRequest, data: CallFlowIn) -> Status[Any]:
    """A draft; calls follow it when it is published. `wrong` says what keeps it from that."""
    return Status(201, _flow(actions.save_flow(request.auth, **data.changes())))


@router.put("/call-flows/{call_flow_id}", response=CallFlowOut)
def save_flow(request: ActorRequest, call_flow_id: UUID, data: CallFlowIn) -> Any:
    return _flow(actions.save_flow(request.auth, flow_id=call_flow_id, **data.changes()))


@router.post("/call-flows/{call_flow_id}/publish", response=CallFlowOut)
def publish_flow(request: ActorRequest, call_flow_id: UUID) -> Any:
    """Calls follow the draft from now on; 422 names each wrong node."""
    return _flow(actions.publish_flow(request.auth, call_flow_id))


@router.get("/phone-numbers", response=Page[PhoneNumberOut])
def list_numbers(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    found, following = page(queries.numbers(request.auth), after=after, limit=limit, order=("digits", "id"))
    return {"items": [_number(one) for one in found], "next": following}


@router.post("/phone-numbers", response={201: PhoneNumberOut})
def create_number(request: ActorRequest, data: PhoneNumberIn) -> Status[Any]:
    """A number that customers dial, as the trunk says it, and the flow that leads its callers; `takes_blocked` ones are for complaints."""
    return Status(201, _number(actions.create_number(request.auth, **data.model_dump())))


@router.get("/trunks", response=Page[TrunkOut])
def list_trunks(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    found, following = page(queries.trunks(request.auth), after=after, limit=limit, order=("name", "id"))
    return {"items": [_trunk(one) for one in found], "next": following}


@router.post("/trunks", response={201: TrunkOut})
def create_trunk(request: ActorRequest, data: TrunkIn) -> Status[Any]:
    """A line to the telephone network: with a `user` it registers, without calls come from its `addresses`."""
    return Status(201, _trunk(actions.create_trunk(request.auth, **data.model_dump())))


@router.delete("/trunks/{trunk_id}", response={204: None})
def delete_trunk(request: ActorRequest, trunk_id: UUID) -> Status[None]:
    """Calls that are going on stay up."""
    actions.delete_trunk(request.auth, trunk_id)
    return Status(204, None)


@router.post("/extensions", response={201: ExtensionOut})
def assign_extension(request: ActorRequest, data: ExtensionIn) -> Status[Any]:
    """Give an agent a telephone, or a new secret for theirs; the secret is shown once."""
    kept, secret = actions.assign_extension(request.auth, **data.model_dump())
    return Status(201, {"account": kept.account, "secret": secret})


def _prompt(prompt: Prompt) -> dict[str, Any]:
    state = "ready" if prompt.file_id else "failed" if prompt.failure else "pending"
    return {
        "id": prompt.id,
        "brand_id": prompt.brand_id,
        "name": prompt.name,
        "words": prompt.words,
        "state": state,
        "reason": Text(**prompt.failure).in_language() if state == "failed" else "",
        "url": files.link(prompt.file_id) if prompt.file_id else None,
    }


def _flow(flow: CallFlow) -> dict[str, Any]:
    return {
        "id": flow.id,
        "brand_id": flow.brand_id,
        "name": flow.name,
        "draft": flow.draft,
        "published_version": flow.published.number if flow.published else None,
        "wrong": [{"node": one.node, "message": one.text.in_language()} for one in flows.check(flow.draft)],
    }


def _trunk(trunk: Trunk) -> dict[str, Any]:
    return {
        "id": trunk.id,
        "name": trunk.name,
        "host": trunk.host,
        "port": trunk.port,
        "addresses": trunk.addresses,
        "user": trunk.user,
    }


def _number(number: PhoneNumber) -> dict[str, Any]:
    return {
        "id": number.id,
        "brand_id": number.brand_id,
        "digits": number.digits,
        "name": number.name,
        "flow_id": number.flow_id,
        "calendar_id": number.calendar_id,
        "takes_blocked": number.takes_blocked,
        "is_active": number.is_active,
    }
