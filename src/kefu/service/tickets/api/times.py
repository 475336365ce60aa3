"""HTTP of time spent on tickets, over a period."""

import io
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema

from kefu.kernel import masking, tables
from kefu.kernel.http import ActorRequest
from kefu.kernel.http.openapi import binary

from .. import queries, sheets
from ..rules import spending

router = Router()


class TicketTimeAsked(Schema):
    """The days are both included; without them it is this month so far."""

    by: queries.By = "customer"
    first_day: date | None = None
    last_day: date | None = None

    def days(self) -> tuple[date, date]:
        return spending.days(self.first_day, self.last_day, queries.today())


class TicketTimeLine(Schema):
    """`id` is of the customer, agent or type; None for tickets without a customer."""

    id: UUID | None
    label: str
    minutes: int
    entries: int
    tickets: int


class TicketTimeReport(Schema):
    """`minutes` is the sum of all lines, and of all entries; `means` says what counts."""

    first_day: date
    last_day: date
    minutes: int
    means: str
    items: list[TicketTimeLine]


@router.get("/ticket-time", response=TicketTimeReport)
def report_ticket_time(request: ActorRequest, asked: Query[TicketTimeAsked]) -> Any:
    """Time by customer, agent or type, of those whose records the caller sees."""
    first, last = asked.days()
    lines = queries.time_report(request.auth, first, last, asked.by)
    return {
        "first_day": first,
        "last_day": last,
        "minutes": sum(line.minutes for line in lines),
        "means": queries.MEANS.in_language(),
        "items": [
            {
                "id": line.id,
                "label": line.label,
                "minutes": line.minutes,
                "entries": line.entries,
                "tickets": line.tickets,
            }
            for line in lines
        ],
    }


@router.get("/ticket-time.xlsx", openapi_extra=binary(tables.XLSX))
def download_ticket_time(request: ActorRequest, asked: Query[TicketTimeAsked]) -> HttpResponse:
    """The same as a workbook, with every entry and the definition."""
    first, last = asked.days()
    lines = queries.time_report(request.auth, first, last, asked.by)
    entries = queries.spent(request.auth, first, last).select_related("user", "ticket__type", "ticket__customer")
    target = io.BytesIO()
    hides = masking.hides_from(request.auth)
    tables.write_book(target, sheets.time_book(lines, entries.order_by("worked_at", "id"), first, last, hides=hides))
    response = HttpResponse(target.getvalue(), content_type=tables.XLSX)
    response["Content-Disposition"] = 'attachment; filename="ticket-time.xlsx"'
    return response
