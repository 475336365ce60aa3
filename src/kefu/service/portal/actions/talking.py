"""What a customer does on the page of their ticket. Whoever calls this has made sure that it is they."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from kefu.kernel import clock, files
from kefu.kernel.actor import system
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable
from kefu.service.tickets import actions as tickets
from kefu.service.tickets.models import Ticket

from .. import queries, rules
from ..models import PortalTicket
from . import submitting

NOT_NOW = Text("工单状态已变化，请刷新页面。", "The ticket has changed; load the page anew.")


@transaction.atomic
def say(mine: PortalTicket, *, text: str, uploads: Sequence[files.Upload] = ()) -> None:
    """Write about it, with files. Raises Invalid for nothing, TooLarge for files, Conflict when it is closed."""
    if len(text) > rules.LONGEST_TEXT:
        fault = Text(f"最多 {rules.LONGEST_TEXT} 个字。", f"At most {rules.LONGEST_TEXT} characters.")
        raise Invalid("too_long", fault, errors=[FieldError("text", fault)])
    submitting.check(uploads)
    if not storable(text).strip() and not uploads:
        fault = Text("请写下要补充的内容。", "Write something.")
        raise Invalid("nothing_said", fault, errors=[FieldError("text", fault)])
    actor = queries.helper(mine.organization_id)
    kept = [files.store(actor, upload) for upload in uploads]
    said = [files.described(file) for file in kept]
    tickets.hear(actor, mine.ticket_id, text=text, author_name=mine.name, attachments=said)


@transaction.atomic
def close(mine: PortalTicket) -> None:
    """It is solved. Raises Conflict when that is not theirs to say now."""
    ticket, is_foreign = queries.current(mine)
    _ensure(rules.acts(ticket.category, is_foreign=is_foreign, score=mine.score).close)
    said = Text("客户在帮助中心确认已解决", "The customer closed it in the help centre").in_language()
    tickets.settle(queries.helper(mine.organization_id), ticket.id, text=said)


@transaction.atomic
def reopen(mine: PortalTicket, *, reason: str) -> None:
    """It is not solved. Raises Conflict when it is being worked on."""
    ticket, is_foreign = queries.current(mine)
    _ensure(rules.acts(ticket.category, is_foreign=is_foreign, score=mine.score).reopen)
    said = Text("客户在帮助中心重新打开", "The customer opened it again in the help centre").in_language()
    actor = queries.helper(mine.organization_id)
    tickets.reopen(actor, ticket.id, reason=said)
    if reason.strip():
        tickets.hear(actor, ticket.id, text=reason[: rules.LONGEST_TEXT], author_name=mine.name)


@transaction.atomic
def urge(mine: PortalTicket) -> None:
    """They ask where it stays (催单). Raises Conflict while it is their turn, and within an hour of the last time."""
    actor = queries.helper(mine.organization_id)
    ticket, is_foreign = queries.current(mine)
    ticket = one(Ticket.objects.for_actor(actor).select_for_update(of=("self",)).filter(id=ticket.id))
    _ensure(rules.may_urge(ticket.category, is_foreign=is_foreign, urged_at=ticket.urged_at, now=clock.now()))
    tickets.urge(
        actor, ticket.id, text=Text("客户在帮助中心催单", "The customer urged in the help centre").in_language()
    )


@transaction.atomic
def rate(mine: PortalTicket, score: int) -> None:
    """One to five, once; the score stands in the ticket as a note. Raises Invalid and Conflict."""
    if not 1 <= score <= 5:
        fault = Text("请选择 1 到 5 分。", "Choose one to five.")
        raise Invalid("wrong_score", fault, errors=[FieldError("score", fault)])
    rows = PortalTicket.objects.for_actor(system(mine.organization_id)).select_for_update(of=("self",))
    locked = one(rows.select_related("ticket__merged_into").filter(id=mine.id))
    ticket, is_foreign = queries.current(locked)
    _ensure(rules.acts(ticket.category, is_foreign=is_foreign, score=locked.score).rate)
    locked.score, locked.scored_at = score, clock.now()
    locked.save(update_fields=["score", "scored_at"])
    said = Text(f"客户评价：{score} 分（满分 5 分）", f"The customer's rating: {score} of 5").in_language()
    tickets.comment(queries.helper(mine.organization_id), ticket.id, text=said, is_public=False)


def _ensure(may: bool) -> None:
    if not may:
        raise Conflict("not_now", NOT_NOW)
