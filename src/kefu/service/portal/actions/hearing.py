"""What customers answer to the mail or the SMS that told them of their ticket is said on it, as on its page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.contact.mail.actions import Answer
from kefu.kernel import files
from kefu.kernel.errors import Problem
from kefu.kernel.i18n import Text
from kefu.kernel.text import storable
from kefu.service.tickets import actions as tickets

from .. import queries, rules
from ..models import PortalTicket


def hear(organization_id: UUID, answer: Answer) -> UUID | None:
    """Say it on the ticket that it is about. None where there is none, or its page takes no words, so that it becomes a conversation."""
    mine = queries.written_about(organization_id, answer)
    if mine is None:
        return None
    is_theirs = answer.sender == mine.contact
    return _said(
        mine,
        storable(answer.text).strip(),
        author_name=mine.name if is_theirs else answer.sender,
        attachments=answer.attachments,
        is_verified=answer.is_proven or mine.id in answer.named,
    )


def hear_sms(organization_id: UUID, brand_id: UUID, number: str, text: str) -> UUID | None:
    """The same of an SMS, from a number that was lately told of one ticket alone."""
    mine = queries.told_by_sms(organization_id, brand_id, number)
    return None if mine is None else _said(mine, text, author_name=mine.name, attachments=[], is_verified=True)


def note_return(organization_id: UUID, mine_id: UUID, reason: str) -> bool:
    """Whoever works on the ticket learns that its customer was not reached; whether it is one."""
    mine = queries.told_of(organization_id, mine_id)
    if mine is None:
        return False
    tickets.note_unreached(
        queries.helper(organization_id), queries.current(mine)[0].id, way="mail", contact=mine.contact, reason=reason
    )
    return True


def note_no_sms(organization_id: UUID, fact: str, *, state: str, error: str) -> None:
    """The same of an SMS, once. Their number stands with the customer, hidden from whoever may see none."""
    mine = queries.told_of(organization_id, rules.told_in(fact))
    if mine is None:
        return
    wants_none = Text("客户已退订短信", "The customer wants no short messages").in_language()
    tickets.note_unreached(
        queries.helper(organization_id),
        queries.current(mine)[0].id,
        way="sms",
        reason=wants_none if state == "refused" else error,
        fact=fact,
    )


def _said(
    mine: PortalTicket, text: str, *, author_name: str, attachments: list[dict[str, Any]], is_verified: bool
) -> UUID | None:
    actor = queries.helper(mine.organization_id)
    try:
        with transaction.atomic():
            if len(text) > rules.LONGEST_TEXT:
                whole = files.keep(actor, name=f"{mine.number}.txt", content=text.encode(), type="text/plain")
                attachments = [*attachments, files.described(whole)]
            tickets.hear(
                actor,
                mine.ticket_id,
                text=text[: rules.LONGEST_TEXT],
                author_name=author_name,
                attachments=attachments,
                is_verified=is_verified,
            )
    except Problem:  # closed, withdrawn, or nothing was said
        return None
    return mine.id
