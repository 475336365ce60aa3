"""What happened with tickets last, and since when nothing did: what automations wait for."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Literal

from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from kefu.kernel.actor import Actor

from ..models import Ticket, TicketClock, TicketEntry
from .access import UNFINISHED, whole

Silence = Literal["unanswered", "customer_silent", "stage_unchanged"]
Happening = Literal["opened", "customer_wrote", "answered", "moved", "urged", "alarmed"]
NEVER = Value(datetime(1970, 1, 1, tzinfo=UTC), output_field=DateTimeField())
MOVES = ("moved", "reopened", "undone")
SOUGHT = 2_000
SAID: dict[str, Any] = {"kind": "comment", "is_public": True}


def silent(actor: Actor, kind: Silence, *, before: datetime) -> QuerySet[Ticket]:
    """Tickets in which nothing has happened since before that moment, with that moment as `since`, the longest first.

    `unanswered`: the customer waits for a person's answer; `customer_silent`: a person has answered, and the customer has
    not written since; `stage_unchanged`: it lies where it is. What automations say or note is no answer and no word.
    Tickets of another system's past with which nobody has done anything here are silent to nobody.
    """
    rows = whole(Ticket.objects.for_actor(actor)).filter(withdrawn_at=None, merged_into=None)
    rows = rows.exclude(source=Ticket.Source.IMPORT, version=1)
    if kind == "stage_unchanged":
        moved = _latest(actor, kind__in=MOVES)
        rows = rows.exclude(category=Ticket.Category.CLOSED).annotate(since=Coalesce(moved, F("created_at")))
        return rows.filter(since__lte=before).order_by("since", "id")
    rows = rows.filter(category__in=UNFINISHED).annotate(answered=_latest(actor, author_kind="user", **SAID))
    if kind == "customer_silent":
        later = _said(actor, author_kind="customer", created_at__gte=OuterRef("answered"))
        rows = rows.annotate(since=F("answered")).filter(since__lte=before)
        return rows.exclude(Exists(later)).order_by("since", "id")
    rows = rows.annotate(answered_or_never=Coalesce("answered", NEVER))
    word = _said(actor, author_kind="customer", created_at__gt=OuterRef("answered_or_never")).order_by("id")
    rows = rows.annotate(word=Subquery(word.values("created_at")[:1]))
    rows = rows.filter(Q(answered=None) | Q(word__isnull=False))
    first = Case(When(answered=None, then=F("created_at")), default=F("word"), output_field=DateTimeField())
    return rows.annotate(since=first).filter(since__lte=before).order_by("since", "id")


def happened(actor: Actor, rows: QuerySet[Ticket], kind: Happening, *, percent: int = 0) -> QuerySet[Ticket]:
    """Of these tickets those with which this happened at some time."""
    tests: dict[Happening, Callable[[], QuerySet[Ticket]]] = {
        "opened": lambda: rows,
        "customer_wrote": lambda: rows.filter(Exists(_said(actor, author_kind="customer"))),
        "answered": lambda: rows.filter(Exists(_said(actor, author_kind="user"))),
        "moved": lambda: rows.filter(Exists(_of(actor).filter(kind__in=MOVES))),
        "urged": lambda: rows.filter(urges__gt=0),
        "alarmed": lambda: rows.filter(
            Exists(TicketClock.objects.for_actor(actor).filter(ticket=OuterRef("pk"), told__gte=percent))
        ),
    }
    return tests[kind]()


def said(actor: Actor, ticket: Ticket) -> str:
    """The ticket's subject and the customer's last word about it, of which keywords are looked for."""
    rows = TicketEntry.objects.for_actor(actor).filter(ticket=ticket, author_kind="customer", **SAID)
    last = rows.order_by("-id").values_list("text", flat=True).first()
    return "\n".join([ticket.subject, ticket.description if last is None else last])[:SOUGHT]


def _of(actor: Actor) -> QuerySet[TicketEntry]:
    return TicketEntry.objects.for_actor(actor).filter(ticket=OuterRef("pk"))


def _said(actor: Actor, **filters: Any) -> QuerySet[TicketEntry]:
    return _of(actor).filter(**SAID, **filters)


def _latest(actor: Actor, **filters: Any) -> Subquery:
    return Subquery(_of(actor).filter(**filters).order_by("-id").values("created_at")[:1])
