"""Which conversations are due for something that happens by itself.

Nothing is planned ahead: what is due follows from what is true now (who spoke last, since when, what the queue allows), so
nothing can be forgotten, come twice or outlive its cause, and a changed setting holds at once. Only open ones are looked at.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, DateTimeField, DurationField, ExpressionWrapper, F, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest

from kefu.kernel import clock

from .. import rules
from ..models import Conversation

BATCH = 200
Due = tuple[UUID, UUID]  # organization, conversation
Status = Conversation.Status


def overdue() -> Iterator[Due]:
    """An agent owes an answer, and a stage of alarm is reached that nobody has been told of."""
    now = clock.now()
    rows = _open(Status.ACTIVE).filter(unanswered_since__isnull=False).exclude(channel=rules.MAIL)  # in hours: `mail`
    rows = rows.annotate(
        owed=Greatest("unanswered_since", "taken_at"),
        reached=Case(
            When(owed__lte=_before(now, "queue__reassign_seconds"), then=Value(rules.Alarm.LATE)),
            When(owed__lte=_before(now, "queue__escalate_seconds"), then=Value(rules.Alarm.ESCALATED)),
            When(owed__lte=_before(now, "queue__remind_seconds"), then=Value(rules.Alarm.REMINDED)),
            default=Value(rules.Alarm.NONE),
        ),
        told=Case(When(alarm_since=F("owed"), then="alarm_stage"), default=Value(rules.Alarm.NONE)),
    )
    again = Q(reached=rules.Alarm.LATE, told=rules.Alarm.LATE, alarmed_at__lte=now - rules.RETRY_AFTER)
    return _due(rows.filter(Q(reached__gt=F("told")) | again))


def silent() -> Iterator[Due]:
    """The visitor has said nothing since an agent's last word, or since they were asked about it.

    With the bot alone it is the same whoever spoke last: an answer that has not come by now does not come any more.
    """
    now = clock.now()
    of_agents = _open(Status.ACTIVE).filter(last_sender="agent", unanswered_since=None, snoozed_until=None)
    of_agents = of_agents.exclude(channel__in=rules.APART)  # an answer by mail or SMS may take days
    # whose agent put it off owes the next step since it came back
    of_agents = of_agents.filter(Q(woken_at=None) | Q(woken_at__lt=F("last_message_at")))
    for rows, queue in ((of_agents, "queue"), (_open(Status.BOT), "site__queue")):
        rows = rows.annotate(quiet=Greatest(Coalesce("last_message_at", "created_at"), "taken_at"))
        unasked = Q(prompted_at=None) | Q(prompted_at__lte=F("quiet"))
        to_ask = unasked & Q(quiet__lte=_before(now, f"{queue}__silence_prompt_seconds"))
        to_end = Q(prompted_at__gt=F("quiet"), prompted_at__lte=_before(now, f"{queue}__silence_end_seconds"))
        yield from _due(rows.filter(to_ask | to_end))


def snooze_over() -> Iterator[Due]:
    """It was put off until now."""
    return _due(_open(Status.ACTIVE).filter(snoozed_until__lte=clock.now()))


def left() -> Iterator[Due]:
    """The visitor's page has been closed for as long as one may be silent, while they waited in the line."""
    now = clock.now()
    rows = _open(Status.QUEUED).filter(
        channel="chat", visitor__is_online=False, queue__silence_prompt_seconds__isnull=False
    )
    rows = rows.annotate(gone=Greatest("visitor__left_at", "last_message_at"))
    rows = rows.annotate(patience=F("queue__silence_prompt_seconds") + F("queue__silence_end_seconds"))
    return _due(rows.filter(visitor__left_at__isnull=False, gone__lte=_before(now, "patience")))


def waited_too_long() -> Iterator[Due]:
    """The visitor has waited in the line beyond the queue's longest wait."""
    now = clock.now()
    rows = _open(Status.QUEUED).filter(channel="chat", overflowed_at=None)
    return _due(rows.filter(queued_at__lte=_before(now, "queue__max_wait_seconds")))


def _open(status: str) -> QuerySet[Conversation]:
    return Conversation.objects.across_organizations("deadlines of every organization").filter(status=status)


def _before(now: datetime, seconds: str) -> Combinable:
    """The moment as many seconds ago as that column says; NULL, which nothing is before, where it says never."""
    length = ExpressionWrapper(F(seconds) * Value(timedelta(seconds=1)), output_field=DurationField())
    return ExpressionWrapper(Value(now) - length, output_field=DateTimeField())


def _due(rows: QuerySet[Conversation]) -> Iterator[Due]:
    return iter(rows.order_by("id").values_list("organization_id", "id")[:BATCH])
