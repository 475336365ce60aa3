"""HTTP of scripts in a conversation."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema

from kefu.kernel.http import ActorRequest

from .. import actions, queries

router = Router()
AnswerKind = Literal["yes_no", "choice", "text"]


class OfferedScriptOut(Schema):
    id: UUID
    name: str
    is_suggested: bool
    is_mandatory: bool


class ScriptStepOut(Schema):
    id: str
    kind: Literal["say", "ask", "end"]
    text: str
    answer: AnswerKind | None
    options: list[str]
    is_required: bool
    number: int


class PassedStepOut(Schema):
    step: str
    kind: str
    text: str
    answer: str | None
    answer_kind: AnswerKind | None


class ScriptRunOut(Schema):
    id: UUID
    script_id: UUID | None
    name: str
    version: int
    agent: str
    state: Literal["open", "done", "dropped"]
    step: ScriptStepOut | None
    path: list[PassedStepOut]
    missing: list[str]
    reason: str
    started_at: datetime


class ScriptViewOut(Schema):
    offered: list[OfferedScriptOut]
    runs: list[ScriptRunOut]


class BeginScriptIn(Schema):
    script_id: UUID


class StepAnswerIn(Schema):
    step: str = Field(max_length=40)
    answer: str | None = Field(None, max_length=500)


@router.get("/conversations/{conversation_id}/script", response=ScriptViewOut)
def get_script(request: ActorRequest, conversation_id: UUID) -> Any:
    """Scripts that may be begun, those that fit first, and what was walked so far."""
    return queries.script_view(request.auth, conversation_id)


@router.post("/conversations/{conversation_id}/script", response=ScriptViewOut)
def begin_script(request: ActorRequest, conversation_id: UUID, data: BeginScriptIn) -> Any:
    """Begin a script; one under way is dropped, with its answers kept."""
    actions.begin_script(request.auth, conversation_id, data.script_id)
    return queries.script_view(request.auth, conversation_id)


@router.post("/conversations/{conversation_id}/script/steps", response=ScriptViewOut)
def answer_step(request: ActorRequest, conversation_id: UUID, data: StepAnswerIn) -> Any:
    """Leave the current step with its answer; null passes what need not be answered."""
    actions.answer_script(request.auth, conversation_id, step_id=data.step, answer=data.answer)
    return queries.script_view(request.auth, conversation_id)


@router.post("/conversations/{conversation_id}/script/back", response=ScriptViewOut)
def step_back(request: ActorRequest, conversation_id: UUID) -> Any:
    """Take the last step and its answer back."""
    actions.step_script_back(request.auth, conversation_id)
    return queries.script_view(request.auth, conversation_id)
