"""HTTP of automation rules and shortcuts."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status
from pydantic import ConfigDict

from kefu.kernel.http import ActorRequest, Page, page

from . import actions, permissions, queries
from .actions import keeping
from .models import RuleFiring
from .rules import definitions

router = Router(tags=["automations"])
Name = Annotated[str, Field(min_length=1, max_length=60)]


class RuleTriggerIn(Schema):
    """`hours` and, for hours of work, `calendar_id` are of time rules; `percent` is of `alarmed`, `type_id` of `customer_spoke`."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=20)
    hours: float | None = None
    calendar_id: str | None = Field(None, max_length=40)
    percent: int | None = None
    type_id: str | None = Field(None, max_length=40)


class RuleConditionIn(Schema):
    model_config = ConfigDict(extra="forbid")

    field: str = Field(max_length=20)
    operator: str = Field("is", max_length=10)
    values: list[Annotated[str, Field(max_length=200)]] = Field([], max_length=100)


class RuleActionIn(Schema):
    """`kind` says which of the others it needs."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=20)
    stage: str | None = Field(None, max_length=40)
    priority: str | None = Field(None, max_length=2)
    team_id: str | None = Field(None, max_length=40)
    owner_id: str | None = Field(None, max_length=40)
    user_ids: list[Annotated[str, Field(max_length=40)]] | None = Field(None, max_length=30)
    tags: list[Annotated[str, Field(max_length=100)]] | None = Field(None, max_length=50)
    to: str | None = Field(None, max_length=10)
    text: str | None = Field(None, max_length=5000)


class RuleDefinition(Schema):
    model_config = ConfigDict(extra="forbid")

    trigger: RuleTriggerIn
    match: str = Field("all", max_length=5)
    conditions: list[RuleConditionIn] = Field([], max_length=100)
    actions: list[RuleActionIn] = Field([], max_length=100)


class AutomationRuleIn(Schema):
    name: Name
    is_enabled: bool = False
    stops_after: bool = False
    definition: RuleDefinition


class AutomationRulePatch(Schema):
    """What is absent stays."""

    name: str = Field("", max_length=60)
    is_enabled: bool = False
    stops_after: bool = False
    definition: RuleDefinition | None = None


class AutomationRuleOut(Schema):
    id: UUID
    name: str
    position: int
    is_enabled: bool
    stops_after: bool
    definition: dict[str, Any]
    off_reason: Literal["", "looped"]
    created_at: datetime


class RuleShiftIn(Schema):
    by: Literal[-1, 1]


class RuleTrialIn(Schema):
    definition: RuleDefinition


class TouchedTicketOut(Schema):
    id: UUID
    number: str
    subject: str
    held: list[dict[str, Any]]


class RuleTrialOut(Schema):
    """`looked_at` tickets (of `customer_spoke`: conversations) of the last 30 days, 1,000 at most; `count` of them would be
    touched, the first 50 are shown."""

    looked_at: int
    count: int
    kind: Literal["ticket", "conversation"]
    tickets: list[TouchedTicketOut]


class FiredTicketOut(Schema):
    id: UUID
    number: str
    subject: str


class RuleFiringOut(Schema):
    id: UUID
    ticket: FiredTicketOut
    fact: str
    is_chained: bool
    state: Literal["done", "failed", "stopped"]
    held: list[dict[str, Any]]
    done: list[dict[str, Any]]
    error: str
    created_at: datetime


class MacroTeamOut(Schema):
    id: UUID
    name: str


class MacroIn(Schema):
    name: Name
    scope: Literal["own", "team", "shared"] = "own"
    team_id: UUID | None = None
    actions: list[RuleActionIn] = Field(max_length=100)


class MacroPatch(Schema):
    name: str = Field("", max_length=60)
    actions: list[RuleActionIn] = Field([], max_length=100)


class MacroOut(Schema):
    id: UUID
    name: str
    scope: Literal["own", "team", "shared"]
    team: MacroTeamOut | None
    actions: list[dict[str, Any]]


class MacroAppliedOut(Schema):
    """`answer` is for the composer; it is not sent."""

    answer: str


@router.get("/automation-rules", response=list[AutomationRuleOut])
def list_automation_rules(request: ActorRequest) -> Any:
    """In the order in which they run."""
    return [queries.rule_view(one) for one in queries.rules(request.auth)]


@router.post("/automation-rules", response={201: AutomationRuleOut})
def create_automation_rule(request: ActorRequest, data: AutomationRuleIn) -> Status[Any]:
    """Faults are told at their places, as in `definition.actions.1.stage`."""
    body = {**data.dict(exclude={"definition"}), "definition": _plain(data.definition)}
    return Status(201, queries.rule_view(actions.create_rule(request.auth, body)))


@router.post("/automation-rules/tries", response=RuleTrialOut)
def try_automation_rule(request: ActorRequest, data: RuleTrialIn) -> Any:
    """What a draft would have touched; nothing is done."""
    request.auth.require(permissions.MANAGE)
    definition = _plain(data.definition)
    keeping.refuse(definitions.faults(definition, queries.known(request.auth)), within="definition")
    return queries.tried(request.auth, definition)


@router.patch("/automation-rules/{automation_rule_id}", response=AutomationRuleOut)
def update_automation_rule(request: ActorRequest, automation_rule_id: UUID, data: AutomationRulePatch) -> Any:
    body = data.dict(exclude_unset=True, exclude={"definition"})
    if data.definition is not None:
        body["definition"] = _plain(data.definition)
    return queries.rule_view(actions.update_rule(request.auth, automation_rule_id, body))


@router.delete("/automation-rules/{automation_rule_id}", response={204: None})
def delete_automation_rule(request: ActorRequest, automation_rule_id: UUID) -> Status[None]:
    actions.delete_rule(request.auth, automation_rule_id)
    return Status(204, None)


@router.post("/automation-rules/{automation_rule_id}/shift", response=list[AutomationRuleOut])
def shift_automation_rule(request: ActorRequest, automation_rule_id: UUID, data: RuleShiftIn) -> Any:
    """Run it one place earlier (-1) or later (1); answers with all of them."""
    return [queries.rule_view(one) for one in actions.shift_rule(request.auth, automation_rule_id, by=data.by)]


@router.get("/automation-rules/{automation_rule_id}/firings", response=Page[RuleFiringOut])
def list_rule_firings(
    request: ActorRequest, automation_rule_id: UUID, after: str | None = None, limit: int = 20
) -> dict[str, object]:
    """What it did and why, newest first."""
    rows = queries.firings(request.auth, automation_rule_id)
    found, following = page(rows, after=after, limit=limit, order=("-id",))
    return {"items": [_firing(one) for one in found], "next": following}


@router.get("/macros", response=list[MacroOut])
def list_macros(request: ActorRequest) -> Any:
    """One's own, one's teams' and everybody's."""
    return [queries.macro_view(one) for one in queries.macros(request.auth)]


@router.post("/macros", response={201: MacroOut})
def create_macro(request: ActorRequest, data: MacroIn) -> Status[Any]:
    body = {**data.dict(exclude={"actions"}), "actions": [_part(one) for one in data.actions]}
    return Status(201, queries.macro_view(actions.create_macro(request.auth, body)))


@router.patch("/macros/{macro_id}", response=MacroOut)
def update_macro(request: ActorRequest, macro_id: UUID, data: MacroPatch) -> Any:
    body = data.dict(exclude_unset=True, exclude={"actions"})
    if "actions" in data.model_fields_set:
        body["actions"] = [_part(one) for one in data.actions]
    return queries.macro_view(actions.update_macro(request.auth, macro_id, body))


@router.delete("/macros/{macro_id}", response={204: None})
def delete_macro(request: ActorRequest, macro_id: UUID) -> Status[None]:
    actions.delete_macro(request.auth, macro_id)
    return Status(204, None)


@router.post("/tickets/{ticket_id}/macros/{macro_id}", response=MacroAppliedOut)
def apply_macro(request: ActorRequest, ticket_id: UUID, macro_id: UUID) -> Any:
    """Do at once all but the answer; `POST …/undo` takes back stage, owner, team and priority."""
    return {"answer": actions.apply_macro(request.auth, ticket_id, macro_id)}


def _plain(definition: RuleDefinition) -> dict[str, Any]:
    return {
        "trigger": _part(definition.trigger),
        "match": definition.match,
        "conditions": [one.dict() for one in definition.conditions],
        "actions": [_part(one) for one in definition.actions],
    }


def _part(one: Schema) -> dict[str, Any]:
    return one.dict(exclude_none=True)


def _firing(one: RuleFiring) -> dict[str, Any]:
    return queries.firing_view(one)
