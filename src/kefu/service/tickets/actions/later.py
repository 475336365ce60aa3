"""What was put off comes back, and what was planned is called off. Both on the locked ticket; the caller saves nothing."""

from collections.abc import Iterable

from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Text

from .. import queries
from ..models import PlannedAnswer, Ticket
from . import record

SNOOZE = ("snoozed_until", "snoozes_for_word", "snooze_note", "is_woken")
CALLED_OFF = {
    "customer_wrote": Text(
        "客户先回复了，定时回复已取消", "the customer wrote first; the answer for later was called off"
    ),
    "not_served": Text("您已不能处理，定时回复已取消", "is out of your hands; your answer for later was called off"),
    "ticket_over": Text("已办结或合并，定时回复已取消", "is done or merged; the answer for later was called off"),
}


def wake(ticket: Ticket, *, on_top: bool) -> bool:
    """End putting off; with `on_top` it stands first in its owner's list, else it does not any more.

    False when it was not put off.
    """
    was_put_off = ticket.snoozed_until is not None
    if was_put_off or (ticket.is_woken and not on_top):
        ticket.snoozed_until, ticket.snoozes_for_word, ticket.is_woken = None, False, on_top
        ticket.save(update_fields=SNOOZE)
    return was_put_off


def took_up(actor: Actor, ticket: Ticket) -> None:
    """Its owner has done something with it: it need not stand on top any more."""
    if ticket.is_woken and actor.id == ticket.owner_id:
        ticket.is_woken = False
        ticket.save(update_fields=["is_woken"])


def call_off(actor: Actor, ticket: Ticket, why: str, planned: Iterable[PlannedAnswer] | None = None) -> None:
    """Give up these answers for later, or all of the ticket; the history keeps the words, whoever planned them is told."""
    for each in queries.planned(actor, ticket) if planned is None else planned:
        each.state = PlannedAnswer.State.CALLED_OFF
        each.save(update_fields=["state"])
        data = {"why": why, "by": str(each.user_id)}
        record.note(actor, ticket, "plan_called_off", text=each.text, data=data, attachments=each.attachments)
        record.tell(actor, ticket, [each.user_id], "ticket_plan_off", CALLED_OFF[why], fact=f"off {each.id}")
