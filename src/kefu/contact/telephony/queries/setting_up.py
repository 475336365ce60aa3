"""Reads of what the telephone is set up with, and what numbers mean."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from kefu.foundation.customers import queries as customers
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions
from ..models import (
    Branch,
    Call,
    CallFlow,
    CallMoment,
    Extension,
    FlowVersion,
    PhoneNumber,
    Prompt,
    Trunk,
)
from ..rules import numbers as numbering
from ..rules import regions, spoken
from ..rules import trunks as lines_rules
from ..rules.flow import Fault, Flow, check, nodes


def read_caller(trunk: Trunk | None, written: str) -> str | None:
    """A caller's number in the spelling in which customers are known by it; None for one that says nothing (anonymous)."""
    number, _ = numbering.came_in(written, trunk.rules_in if trunk else [], trunk.area if trunk else "")
    return customers.read_phone(number)


def caller_number(call: Call) -> str | None:
    """As `read_caller`, of a call."""
    return read_caller(call.trunk, call.caller)


def to_dial(trunk: Trunk, number: str) -> str:
    """What the trunk is asked for, for a number in any spelling (外呼号码规则)."""
    known = customers.read_phone(number)
    written = known or numbering.plain(number)
    dialled, _ = numbering.goes_out(written, trunk.rules_out, trunk.area, zero_before_far=trunk.zero_before_far)
    return dialled


def prompts(actor: Actor) -> QuerySet[Prompt]:
    """For whoever sets up the telephone, and whoever chooses one for an emergency."""
    _require_any(actor)
    return Prompt.objects.for_actor(actor)


def flows(actor: Actor) -> QuerySet[CallFlow]:
    actor.require(permissions.MANAGE)
    return CallFlow.objects.for_actor(actor).select_related("published")


def trunks(actor: Actor) -> QuerySet[Trunk]:
    actor.require(permissions.MANAGE)
    return Trunk.objects.for_actor(actor)


def numbers(actor: Actor) -> QuerySet[PhoneNumber]:
    _require_any(actor)
    return PhoneNumber.objects.for_actor(actor).select_related("flow")


def branches(actor: Actor) -> QuerySet[Branch]:
    actor.require(permissions.MANAGE)
    return Branch.objects.for_actor(actor)


def agents_extensions(actor: Actor) -> QuerySet[Extension]:
    actor.require(permissions.MANAGE)
    return Extension.objects.for_actor(actor).select_related("user")


def versions(actor: Actor, flow_id: UUID) -> QuerySet[FlowVersion]:
    """A flow as it was published each time."""
    flow = one(flows(actor).filter(id=flow_id))
    return FlowVersion.objects.for_actor(actor).filter(flow=flow)


def paths(actor: Actor, flow_id: UUID, *, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """How many calls left each node of a flow by each way, of the calls that began in the period; in whatever version."""
    flow = one(flows(actor).filter(id=flow_id))
    rows = CallMoment.objects.for_actor(actor).filter(
        kind="node", call__version__flow=flow, call__started_at__gte=since, call__started_at__lt=until
    )
    kinds = {
        id: node["kind"] for id, node in nodes(flow.published.definition if flow.published else flow.draft).items()
    }
    keyed = [id for id, kind in kinds.items() if kind == "digits"]  # what somebody typed concerns nobody here
    by = Case(When(~Q(way="otherwise"), name__in=keyed, then=Value("next")), default="way")
    found = rows.values(node=F("name"), by=by).annotate(calls=Count("call_id", distinct=True), passes=Count("id"))
    return [
        {"node": each["node"], "way": each["by"], "calls": each["calls"], "passes": each["passes"]}
        for each in found.order_by("node", "-calls", "by")
    ]


def flow(actor: Actor, flow_id: UUID) -> CallFlow:
    return one(flows(actor).filter(id=flow_id))


def flow_faults(actor: Actor, draft: Flow) -> list[Fault]:
    """What keeps a draft from being walked."""
    actor.require(permissions.MANAGE)
    return check(draft)


def presets(actor: Actor) -> dict[str, dict[str, Any]]:
    actor.require(permissions.MANAGE)
    return numbering.PRESETS


def rules_trial(
    actor: Actor, *, direction: str, number: str, area: str, zero_before_far: bool, rules: list[dict[str, Any]]
) -> dict[str, Any]:
    """What rules make of a number, where it is at home, and whom it opens. Raises Invalid for rules that are none."""
    actor.require(permissions.MANAGE)
    for fault in numbering.faults(rules):
        told = Text(f"第 {fault.at + 1} 条：{fault.text.zh}", f"Rule {fault.at + 1}: {fault.text.en}")
        raise Invalid("wrong_rule", told, errors=[FieldError("rules", told)])
    if direction == "in":
        made, used = numbering.came_in(number, rules, area)
        known = customers.read_phone(made) or ""
        found = customers.with_phone(actor, known) if known else []
        shown = known or made
    else:
        known = customers.read_phone(number) or ""
        shown, used = numbering.goes_out(known or numbering.plain(number), rules, area, zero_before_far=zero_before_far)
        found = []
    home = regions.place(known)
    return {
        "number": shown,
        "rule": None if used is None else used + 1,
        "region": "" if home is None else home.city if home.city == home.province else f"{home.province} {home.city}",
        "customers": [{"id": each.id, "name": each.name} for each in found],
    }


def ready_sound(name: str) -> tuple[str, bytes]:
    """What a ready sound (`zh-CN/closed`) says, and its file. Raises KeyError for one that does not exist."""
    return spoken.words()[name], spoken.place(name).with_suffix(".wav").read_bytes()


def _require_any(actor: Actor) -> None:
    if not actor.may(permissions.EMERGENCY):
        actor.require(permissions.MANAGE)


def trunk_state(trunk: Trunk) -> str:
    """How the line is, as rules.trunks.STATES names it: `away` where the telephony role has not told for a while."""
    told = trunk.state_at or trunk.created_at
    return "away" if told < clock.now() - lines_rules.STALE else trunk.state or "unknown"
