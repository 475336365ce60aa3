"""Mailboxes, for people and for the reader."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.tenancy import one

from .. import permissions
from ..models import Mailbox, MailThread

MINUTE = timedelta(minutes=1)


def mailboxes(actor: Actor) -> QuerySet[Mailbox]:
    actor.require(permissions.MANAGE)
    return Mailbox.objects.for_actor(actor)


def mailbox(actor: Actor, mailbox_id: UUID) -> Mailbox:
    return one(mailboxes(actor).filter(id=mailbox_id))


def active_mailboxes() -> list[Mailbox]:
    """Those that are read, of every organization."""
    return list(Mailbox.objects.across_organizations("the reader reads them all").filter(is_active=True).order_by("id"))


def outgoing(actor: Actor, brand_id: UUID) -> Mailbox | None:
    """The mailbox from which the brand writes on its own account: its first that is in use."""
    return Mailbox.objects.for_actor(actor).filter(brand_id=brand_id, is_active=True).order_by("id").first()


def silent() -> Iterator[tuple[UUID, UUID]]:
    """Organization and id of mailboxes that were not read for longer than they may be, and of which nobody heard yet."""
    longest = ExpressionWrapper(F("silent_minutes") * Value(MINUTE), output_field=DurationField())
    rows = Mailbox.objects.across_organizations("mailboxes that are not read").filter(is_active=True)
    rows = rows.annotate(seen=Coalesce("read_at", "created_at"), due=F("seen") + longest)
    yield from rows.filter(due__lte=clock.now(), alarmed_at=None).values_list("organization_id", "id")


def overdue_threads() -> Iterator[tuple[UUID, UUID]]:
    """Organization and id of threads whose last mail nobody has answered in time, and nobody heard of it yet."""
    longest = ExpressionWrapper(F("mailbox__reply_minutes") * Value(MINUTE), output_field=DurationField())
    rows = MailThread.objects.across_organizations("mails that nobody answers").annotate(
        since=F("conversation__unanswered_since"), due=F("conversation__unanswered_since") + longest
    )
    untold = Q(alarmed_for=None) | Q(alarmed_for__lt=F("since"))
    rows = rows.filter(untold, conversation__status__in=["queued", "active"], due__lte=clock.now())
    yield from rows.values_list("organization_id", "id")
