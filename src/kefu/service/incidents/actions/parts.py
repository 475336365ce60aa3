"""What each part of a plan switches, by the door of the module that owns it. Each door may be knocked at again."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from kefu.contact.bulletins import actions as bulletins
from kefu.contact.bulletins.models import Bulletin
from kefu.contact.telephony import actions as telephony
from kefu.kernel.actor import Actor
from kefu.service.automations import actions as automations

from ..models import EmergencyPlan, PlanActivation
from ..rules import parts


class Switch(NamedTuple):
    """`on` returns a reference by which `off` finds what was switched."""

    on: Callable[[Actor, PlanActivation, parts.Part], str]
    off: Callable[[Actor, PlanActivation, parts.Part], None]


def of_plan(plan: EmergencyPlan) -> list[parts.Part]:
    """What the plan switches, as it stands now."""
    found = []
    if plan.prompt:
        says = {
            "prompt_id": str(plan.prompt_id),
            "prompt": plan.prompt.name,
            "words": plan.prompt.words,
            "number_id": str(plan.number_id) if plan.number_id else None,
            "number": plan.number.digits if plan.number else None,
            "then": plan.then,
        }
        found.append(parts.part("phone", says))
    if banner := parts.in_languages(plan.banner_zh, plan.banner_en):
        found.append(parts.part("banner", {"words": banner}))
    if answer := parts.in_languages(plan.answer_zh, plan.answer_en):
        found.append(parts.part("answer", {"words": answer, "keywords": plan.keywords}))
    if plan.macro_name:
        found.append(parts.part("macro", {"name": plan.macro_name, "actions": plan.actions}))
    return found


def _phone_on(actor: Actor, activation: PlanActivation, part: parts.Part) -> str:
    says = part["says"]
    begun = telephony.begin_emergency(
        actor,
        prompt_id=UUID(says["prompt_id"]),
        number_id=UUID(says["number_id"]) if says["number_id"] else None,
        then=says["then"],
        source_id=activation.id,
    )
    return str(begun.id)


def _phone_off(actor: Actor, activation: PlanActivation, part: parts.Part) -> None:
    telephony.end_emergency(actor, UUID(part["ref"]))


def _bulletin_on(actor: Actor, activation: PlanActivation, part: parts.Part) -> str:
    begun = bulletins.begin_bulletin(
        actor,
        kind=Bulletin.Kind(part["kind"]),
        source_id=activation.id,
        brand_id=activation.brand_id,
        words=part["says"]["words"],
        keywords=part["says"].get("keywords", ()),
    )
    return str(begun.id)


def _bulletin_off(actor: Actor, activation: PlanActivation, part: parts.Part) -> None:
    bulletins.end_bulletin(actor, kind=Bulletin.Kind(part["kind"]), source_id=activation.id)


def _macro_on(actor: Actor, activation: PlanActivation, part: parts.Part) -> str:
    return str(automations.lend_macro(actor, name=part["says"]["name"], acts=part["says"]["actions"]).id)


def _macro_off(actor: Actor, activation: PlanActivation, part: parts.Part) -> None:
    automations.take_back_macro(actor, UUID(part["ref"]))


SWITCHES = {
    "phone": Switch(_phone_on, _phone_off),
    "banner": Switch(_bulletin_on, _bulletin_off),
    "answer": Switch(_bulletin_on, _bulletin_off),
    "macro": Switch(_macro_on, _macro_off),
}
