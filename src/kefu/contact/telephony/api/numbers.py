"""HTTP of numbers: trunks with their rules and a tester, numbers that customers dial, branches."""

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.kernel.http import ActorRequest, Page, page

from .. import actions, queries
from ..models import Branch, PhoneNumber, Trunk
from ..rules import numbers, regions, trunks

router = Router(tags=["telephony"])


class NumberRule(Schema):
    """Of a number that fits `pattern` the first `strip` characters go, and `add` comes before the rest (rules/numbers.py)."""

    pattern: str = Field(max_length=numbers.MAX_PATTERN)
    strip: int = Field(0, ge=0, le=numbers.MAX_STRIP)
    add: str = Field("", max_length=numbers.MAX_ADD)


class TrunkIn(Schema):
    name: str = Field(min_length=1, max_length=60)
    host: str = Field(min_length=1, max_length=253)
    port: int = Field(5060, ge=1, le=65535)
    addresses: list[str] = Field([], max_length=20)
    user: str = Field("", max_length=80)
    password: str = Field("", max_length=80)
    area: str = Field("", max_length=5)
    zero_before_far: bool = False
    rules_in: list[NumberRule] = Field([], max_length=numbers.MAX_RULES)
    rules_out: list[NumberRule] = Field([], max_length=numbers.MAX_RULES)


class TrunkPatch(Schema):
    """What is absent stays."""

    name: str = Field("", min_length=1, max_length=60)
    host: str = Field("", min_length=1, max_length=253)
    port: int = Field(5060, ge=1, le=65535)
    addresses: list[str] = Field([], max_length=20)
    user: str = Field("", max_length=80)
    password: str = Field("", max_length=80)
    area: str = Field("", max_length=5)
    zero_before_far: bool = False
    rules_in: list[NumberRule] = Field([], max_length=numbers.MAX_RULES)
    rules_out: list[NumberRule] = Field([], max_length=numbers.MAX_RULES)


class TrunkOut(Schema):
    id: UUID
    name: str
    host: str
    port: int
    addresses: list[str]
    user: str
    area: str
    zero_before_far: bool
    rules_in: list[NumberRule]
    rules_out: list[NumberRule]
    state: Literal["online", "offline", "refused", "unknown", "away"]
    state_text: str


class RulesTrialIn(Schema):
    """A number, and the rules to try: `in` as it comes from the carrier, `out` as somebody dials it. For `in` a brand tells whose
    customers are looked up."""

    direction: Literal["in", "out"]
    number: str = Field(min_length=1, max_length=numbers.MAX_NUMBER)
    area: str = Field("", max_length=5)
    zero_before_far: bool = False
    rules: list[NumberRule] = Field([], max_length=numbers.MAX_RULES)


class FoundCustomer(Schema):
    id: UUID
    name: str


class RulesTrialOut(Schema):
    """`number` is what Kefu makes of it, "" when it is none; `rule` counts the rule that was used from 1."""

    number: str
    rule: int | None
    region: str
    customers: list[FoundCustomer]


class PresetOut(Schema):
    name: str
    rules_in: list[NumberRule]
    rules_out: list[NumberRule]


class PresetsOut(Schema):
    items: list[PresetOut]


class PhoneNumberIn(Schema):
    brand_id: UUID
    digits: str = Field(min_length=1, max_length=40)
    name: str = Field("", max_length=60)
    flow_id: UUID | None = None
    calendar_id: UUID | None = None
    takes_blocked: bool = False
    may_be_shown: bool = True
    away_prompt_id: UUID | None = None


class PhoneNumberPatch(Schema):
    """What is absent stays."""

    name: str = Field("", max_length=60)
    flow_id: UUID | None = None
    calendar_id: UUID | None = None
    takes_blocked: bool = False
    may_be_shown: bool = True
    away_prompt_id: UUID | None = None
    is_active: bool = True


class PhoneNumberOut(Schema):
    id: UUID
    brand_id: UUID
    digits: str
    name: str
    flow_id: UUID | None
    flow_name: str
    is_led: bool
    calendar_id: UUID | None
    takes_blocked: bool
    may_be_shown: bool
    away_prompt_id: UUID | None
    is_active: bool


class BranchIn(Schema):
    brand_id: UUID
    name: str = Field(min_length=1, max_length=30)
    queue_id: UUID
    code: str = Field("", max_length=20)
    coverage: list[str] = Field([], max_length=100)
    calendar_id: UUID | None = None
    backup_id: UUID | None = None
    is_headquarters: bool = False


class BranchPatch(Schema):
    """What is absent stays."""

    name: str = Field("", max_length=30)
    queue_id: UUID | None = None
    code: str = Field("", max_length=20)
    coverage: list[str] = Field([], max_length=100)
    calendar_id: UUID | None = None
    backup_id: UUID | None = None
    is_headquarters: bool = False


class BranchOut(Schema):
    id: UUID
    brand_id: UUID
    name: str
    code: str
    coverage: list[str]
    queue_id: UUID
    queue_name: str
    calendar_id: UUID | None
    backup_id: UUID | None
    is_headquarters: bool


class RegionOut(Schema):
    province: str
    cities: list[str]


class RegionsOut(Schema):
    items: list[RegionOut]


@router.get("/trunks", response=Page[TrunkOut])
def list_trunks(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    """With what the engine says of each."""
    found, following = page(queries.trunks(request.auth), after=after, limit=limit, order=("name", "id"))
    return {"items": [_trunk(one) for one in found], "next": following}


@router.post("/trunks", response={201: TrunkOut})
def create_trunk(request: ActorRequest, data: TrunkIn) -> Status[Any]:
    """A line to the telephone network: with a `user` it registers, without calls come from its `addresses`."""
    return Status(201, _trunk(actions.create_trunk(request.auth, **data.model_dump())))


@router.patch("/trunks/{trunk_id}", response=TrunkOut)
def update_trunk(request: ActorRequest, trunk_id: UUID, data: TrunkPatch) -> Any:
    """A blank password leaves the one that is kept."""
    return _trunk(actions.update_trunk(request.auth, trunk_id, data.model_dump(exclude_unset=True)))


@router.delete("/trunks/{trunk_id}", response={204: None})
def delete_trunk(request: ActorRequest, trunk_id: UUID) -> Status[None]:
    """Calls that are going on stay up."""
    actions.delete_trunk(request.auth, trunk_id)
    return Status(204, None)


@router.get("/number-rule-presets", response=PresetsOut)
def list_presets(request: ActorRequest) -> Any:
    """Rules to begin with, as carriers in China want them."""
    return {"items": [{"name": name, **rules} for name, rules in queries.presets(request.auth).items()]}


@router.post("/number-rule-trial", response=RulesTrialOut)
def try_rules(request: ActorRequest, data: RulesTrialIn) -> Any:
    """What these rules make of a number; nothing is kept."""
    return queries.rules_trial(request.auth, **data.model_dump())


@router.get("/phone-numbers", response=Page[PhoneNumberOut])
def list_numbers(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    found, following = page(queries.numbers(request.auth), after=after, limit=limit, order=("digits", "id"))
    return {"items": [_number(one) for one in found], "next": following}


@router.post("/phone-numbers", response={201: PhoneNumberOut})
def create_number(request: ActorRequest, data: PhoneNumberIn) -> Status[Any]:
    """A number that customers dial, as the trunk says it, and the flow that leads its callers; `takes_blocked` ones are for complaints.
    `away_prompt_id` is said before a message is taken while no calls can be led."""
    return Status(201, _number(actions.create_number(request.auth, **data.model_dump())))


@router.patch("/phone-numbers/{phone_number_id}", response=PhoneNumberOut)
def update_number(request: ActorRequest, phone_number_id: UUID, data: PhoneNumberPatch) -> Any:
    """The next call follows; its digits stay."""
    return _number(actions.update_number(request.auth, phone_number_id, data.model_dump(exclude_unset=True)))


@router.get("/branches", response=Page[BranchOut])
def list_branches(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    rows = queries.branches(request.auth).select_related("queue")
    found, following = page(rows, after=after, limit=limit, order=("name", "id"))
    return {"items": [_branch(one) for one in found], "next": following}


@router.post("/branches", response={201: BranchOut})
def create_branch(request: ActorRequest, data: BranchIn) -> Status[Any]:
    """A local outlet; `coverage` are provinces and cities of GET /regions."""
    changes = data.model_dump(exclude={"brand_id"})
    return Status(201, _branch(actions.create_branch(request.auth, brand_id=data.brand_id, changes=changes)))


@router.patch("/branches/{branch_id}", response=BranchOut)
def update_branch(request: ActorRequest, branch_id: UUID, data: BranchPatch) -> Any:
    return _branch(actions.update_branch(request.auth, branch_id, data.model_dump(exclude_unset=True)))


@router.delete("/branches/{branch_id}", response={204: None})
def delete_branch(request: ActorRequest, branch_id: UUID) -> Status[None]:
    actions.delete_branch(request.auth, branch_id)
    return Status(204, None)


@router.get("/regions", response=RegionsOut)
def list_regions(request: ActorRequest) -> Any:
    """The provinces and cities that a Chinese number can be at home in."""
    return {"items": [{"province": province, "cities": cities} for province, cities in regions.names().items()]}


def _trunk(trunk: Trunk) -> dict[str, Any]:
    state = queries.trunk_state(trunk)
    return {
        "id": trunk.id,
        "name": trunk.name,
        "host": trunk.host,
        "port": trunk.port,
        "addresses": trunk.addresses,
        "user": trunk.user,
        "area": trunk.area,
        "zero_before_far": trunk.zero_before_far,
        "rules_in": trunk.rules_in,
        "rules_out": trunk.rules_out,
        "state": state,
        "state_text": trunks.STATES[state].in_language(),
    }


def _number(number: PhoneNumber) -> dict[str, Any]:
    return {
        "id": number.id,
        "brand_id": number.brand_id,
        "digits": number.digits,
        "name": number.name,
        "flow_id": number.flow_id,
        "flow_name": number.flow.name if number.flow else "",
        "is_led": bool(number.flow and number.flow.published_id),
        "calendar_id": number.calendar_id,
        "takes_blocked": number.takes_blocked,
        "may_be_shown": number.may_be_shown,
        "away_prompt_id": number.away_prompt_id,
        "is_active": number.is_active,
    }


def _branch(branch: Branch) -> dict[str, Any]:
    return {
        "id": branch.id,
        "brand_id": branch.brand_id,
        "name": branch.name,
        "code": branch.code,
        "coverage": branch.coverage,
        "queue_id": branch.queue_id,
        "queue_name": branch.queue.name,
        "calendar_id": branch.calendar_id,
        "backup_id": branch.backup_id,
        "is_headquarters": branch.is_headquarters,
    }
