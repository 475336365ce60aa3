"""HTTP of scripts as they are kept; walking one is the conversation's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.contact.routing import queries as routing
from kefu.kernel import drafting
from kefu.kernel.actor import Actor
from kefu.kernel.http import ActorRequest, Page, page

from . import actions, queries, rules
from .models import Script

router = Router(tags=["scripts"])


class ScriptOptionIn(Schema):
    label: str = Field("", max_length=60)
    next: str | None = Field(None, max_length=40)


class ScriptStepIn(Schema):
    id: str = Field(min_length=1, max_length=40)
    kind: Literal["say", "ask", "end"]
    text: str = Field("", max_length=2000)
    answer: Literal["yes_no", "choice", "text"] | None = None
    options: list[ScriptOptionIn] = Field([], max_length=10)
    is_required: bool = False
    next: str | None = Field(None, max_length=40)


class ScriptDraftIn(Schema):
    steps: list[ScriptStepIn] = Field([], max_length=60)


class ScriptIn(Schema):
    brand_id: UUID
    name: str = Field(min_length=1, max_length=60)
    disposition_id: UUID | None = None
    queue_id: UUID | None = None
    is_mandatory: bool = False
    draft: ScriptDraftIn = ScriptDraftIn(steps=[])


class ScriptPatch(Schema):
    name: str = Field("", max_length=60)
    disposition_id: UUID | None = None
    queue_id: UUID | None = None
    is_mandatory: bool = False
    draft: ScriptDraftIn = ScriptDraftIn(steps=[])


class ScriptFaultOut(Schema):
    step: str
    number: int | None
    message: str


class ScriptOut(Schema):
    id: UUID
    brand_id: UUID
    name: str
    disposition_id: UUID | None
    disposition_path: list[str]
    queue_id: UUID | None
    queue_name: str | None
    is_mandatory: bool
    draft: ScriptDraftIn
    published_version: int | None
    is_changed: bool
    wrong: list[ScriptFaultOut]
    updated_at: datetime


class ScriptAnswerIn(Schema):
    step: str = Field(max_length=40)
    answer: str | None = Field(None, max_length=500)


class ScriptTrialIn(Schema):
    """`answers` are those given so far, in order; null passes a step."""

    draft: ScriptDraftIn
    answers: list[ScriptAnswerIn] = Field([], max_length=200)


class TriedStepOut(Schema):
    id: str
    kind: str
    text: str
    answer: str | None
    options: list[str]
    is_required: bool
    number: int


class TriedAnswerOut(Schema):
    step: str
    kind: str
    text: str
    answer: str | None
    answer_kind: str | None


class ScriptTriedOut(Schema):
    wrong: list[ScriptFaultOut]
    path: list[TriedAnswerOut]
    step: TriedStepOut | None


@router.get("/scripts", response=Page[ScriptOut])
def list_scripts(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    found, following = page(queries.scripts(request.auth), after=after, limit=limit, order=("name", "id"))
    return {"items": _shown(request.auth, found), "next": following}


@router.post("/scripts", response={201: ScriptOut})
def create_script(request: ActorRequest, data: ScriptIn) -> Status[Any]:
    """A draft; agents meet it when it is published."""
    changes = {**data.model_dump(exclude={"draft"}), "draft": data.draft.model_dump(exclude_none=True)}
    return Status(201, _shown(request.auth, [actions.create_script(request.auth, changes)])[0])


@router.post("/scripts/tries", response=ScriptTriedOut)
def try_script(request: ActorRequest, data: ScriptTrialIn) -> dict[str, Any]:
    """Walk a draft as an agent would, without a contact; nothing is kept. `step` is null at the end and of a faulty draft."""
    draft = data.draft.model_dump(exclude_none=True)
    wrong, path, step = queries.tried(request.auth, draft, [(one.step, one.answer) for one in data.answers])
    return {"wrong": _named(draft, wrong), "path": path, "step": step}


@router.get("/scripts/{script_id}", response=ScriptOut)
def get_script(request: ActorRequest, script_id: UUID) -> Any:
    return _shown(request.auth, [queries.script(request.auth, script_id)])[0]


@router.patch("/scripts/{script_id}", response=ScriptOut)
def update_script(request: ActorRequest, script_id: UUID, data: ScriptPatch) -> Any:
    """Save the draft; `wrong` says what keeps it from being published."""
    changes = data.model_dump(exclude_unset=True)
    if "draft" in changes:
        changes["draft"] = data.draft.model_dump(exclude_none=True)
    return _shown(request.auth, [actions.update_script(request.auth, script_id, changes)])[0]


@router.delete("/scripts/{script_id}", response={204: None})
def delete_script(request: ActorRequest, script_id: UUID) -> Status[None]:
    """Only one that is not published; what was walked by it stays."""
    actions.delete_script(request.auth, script_id)
    return Status(204, None)


@router.post("/scripts/{script_id}/publish", response=ScriptOut)
def publish_script(request: ActorRequest, script_id: UUID) -> Any:
    """Agents begin with the draft from now on; 422 names each wrong step."""
    return _shown(request.auth, [actions.publish_script(request.auth, script_id)])[0]


@router.post("/scripts/{script_id}/withdraw", response=ScriptOut)
def withdraw_script(request: ActorRequest, script_id: UUID) -> Any:
    """Nobody begins it any more; walks under way go on."""
    return _shown(request.auth, [actions.withdraw_script(request.auth, script_id)])[0]


def _shown(actor: Actor, scripts: list[Script]) -> list[dict[str, Any]]:
    paths = routing.disposition_paths(actor)
    return [
        {
            **{name: getattr(row, name) for name in ("id", "brand_id", "name", "draft", "is_mandatory", "updated_at")},
            "disposition_id": row.disposition_id,
            "disposition_path": paths.get(row.disposition_id, []) if row.disposition_id else [],
            "queue_id": row.queue_id,
            "queue_name": row.queue.name if row.queue else None,
            **drafting.standing(row),
            "wrong": _named(row.draft, rules.check(row.draft)),
        }
        for row in scripts
    ]


def _named(draft: Mapping[str, Any], wrong: Sequence[rules.Wrong]) -> list[dict[str, Any]]:
    numbers = {step["id"]: number for number, step in enumerate(draft.get("steps", []), start=1)}
    return [
        {"step": fault.step, "number": numbers.get(fault.step), "message": fault.text.in_language()} for fault in wrong
    ]
