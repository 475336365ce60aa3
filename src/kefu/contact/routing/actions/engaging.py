"""Telephone calls that did not wait in a line: an agent calls out, or is drawn into a colleague's call."""

from uuid import UUID

from django.db import transaction

from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict
from kefu.kernel.i18n import Text

from .. import queries, rules
from ..models import Queue, WorkItem
from .work import ensure_open, explain, give, lock, locked


@transaction.atomic
def engage(
    actor: Actor,
    *,
    user_id: UUID,
    queue: Queue,
    subject_id: UUID,
    customer_id: UUID | None = None,
    must_be_ready: bool = False,
) -> WorkItem:
    """The agent is on the telephone from now on, until the work ends. Raises Conflict when they are already.

    One who did not ask for it `must_be_ready`: online, and taking calls.
    """
    lock(actor.organization_id)
    if must_be_ready:
        seat = next((one for one in queries.seats(actor.organization_id) if one.user_id == user_id), None)
        if seat is None or seat.status != "online" or rules.PHONE not in seat.channels or seat.calls:
            raise Conflict(
                "agent_unavailable",
                Text(
                    "该同事不在线、不接电话或正在通话，请换一位或转给技能组。",
                    "That colleague is not online, takes no calls or is on the phone; choose another or a queue.",
                ),
            )
    elif queries.calls(actor.organization_id).get(user_id):
        raise Conflict(
            "on_the_phone",
            Text(
                "正在通话、振铃或话后处理中，请先结束。",
                "A call is ringing, going on or being wrapped up; finish it first.",
            ),
        )
    work = WorkItem.objects.create(
        organization_id=actor.organization_id,
        brand_id=queue.brand_id,
        queue=queue,
        channel=rules.PHONE,
        subject_id=subject_id,
        customer_id=customer_id,
        priority=queue.priority,
        queued_at=clock.now(),
    )
    give(work, user_id, offer=False)
    explain(work, "assigned", "called_out", None, chosen=user_id)
    return work


@transaction.atomic
def hand_over(actor: Actor, work_item_id: UUID, user_id: UUID) -> None:
    """A call that goes on is this agent's from now on, whoever they are: they are on it already."""
    lock(actor.organization_id)
    work = locked(actor, work_item_id)
    ensure_open(work)
    give(work, user_id, offer=False)
    explain(work, "assigned", "transferred", None, chosen=user_id)
