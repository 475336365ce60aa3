"""Telephone calls that did not wait in a line: an agent calls out, or is drawn into a colleague's call."""

from uuid import UUID

from django.db import transaction

from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict
from kefu.kernel.i18n import Text

from .. import queries, rules
from ..models import Queue, WorkItem
from .work import explain, give, lock


@transaction.atomic
def engage(actor: Actor, *, user_id: UUID, queue: Queue, subject_id: UUID, customer_id: UUID | None = None) -> WorkItem:
    """The agent is on the telephone from now on, until the work ends. Raises Conflict when they are already."""
    lock(actor.organization_id)
    if queries.calls(actor.organization_id).get(user_id):
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
