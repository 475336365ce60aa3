"""Telling people what the floor does to them: forced presence, breaks decided, breaks over time."""

from uuid import UUID

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.events import BreakAsked, BreakDecided, BreakOverrun, PresenceForced
from kefu.foundation.accounts.models import PresenceReason
from kefu.foundation.notices import actions as notices
from kefu.kernel.actor import system
from kefu.kernel.events import reacts_to
from kefu.kernel.i18n import Text

STATES = {
    "online": Text("示闲", "online"),
    "busy": Text("示忙", "busy"),
    "offline": Text("签出", "signed out"),
}


@reacts_to(PresenceForced)
def on_forced(event: PresenceForced) -> None:
    state = STATES[event.status]
    by = Text(event.by or "系统", event.by or "The system")
    notices.notify(
        system(event.organization_id),
        user_ids=[event.user_id],
        kind="presence_forced",
        text=Text(
            f"{by.zh}已将您{state.zh}" + (f"：{event.note}" if event.note else ""),
            f"{by.en} set you {state.en}" + (f": {event.note}" if event.note else ""),
        ),
        fact=str(event.interval_id),
    )


@reacts_to(BreakAsked)
def on_asked(event: BreakAsked) -> None:
    actor = system(event.organization_id)
    reason, name = _reason(event.organization_id, event.reason_id), _name(event.organization_id, event.user_id)
    notices.notify(
        actor,
        user_ids=accounts.leaders_of(actor, event.user_id),
        kind="break_asked",
        text=Text(f"{name}申请{reason.zh}", f"{name} asks for a break: {reason.en}"),
        link="/live",
        fact=str(event.request_id),
    )


@reacts_to(BreakDecided)
def on_decided(event: BreakDecided) -> None:
    reason = _reason(event.organization_id, event.reason_id)
    granted = event.state == "granted"
    notices.notify(
        system(event.organization_id),
        user_ids=[event.user_id],
        kind="break_decided",
        text=Text(f"{reason.zh}已开始", f"Your break has begun: {reason.en}")
        if granted
        else Text(f"{reason.zh}申请未通过", f"Your break was refused: {reason.en}"),
        fact=f"{event.request_id} {event.state}",
    )


@reacts_to(BreakOverrun)
def on_overrun(event: BreakOverrun) -> None:
    actor = system(event.organization_id)
    reason, name = _reason(event.organization_id, event.reason_id), _name(event.organization_id, event.user_id)
    notices.notify(
        actor,
        user_ids=[event.user_id],
        kind="break_overrun",
        text=Text(f"{reason.zh}已超时，请尽快示闲", f"Your break is over time: {reason.en}. Please come back"),
        fact=str(event.interval_id),
    )
    notices.notify(
        actor,
        user_ids=accounts.leaders_of(actor, event.user_id),
        kind="break_overrun",
        text=Text(f"{name}{reason.zh}超时", f"{name} is over time on a break: {reason.en}"),
        link="/live",
        fact=str(event.interval_id),
    )


def _reason(organization_id: UUID, reason_id: UUID) -> Text:
    return PresenceReason.objects.get_for(system(organization_id), reason_id).text


def _name(organization_id: UUID, user_id: UUID) -> str:
    return accounts.display_names(system(organization_id), {user_id}).get(user_id, "")
