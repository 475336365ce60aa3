"""The everyday contacts as they stand in the database: they agree with each other, and planting is repeatable."""

from __future__ import annotations

from django.db.models import Avg, Count, F, Q

from kefu.config.demo import everyday
from kefu.contact.bot.models import Turn
from kefu.contact.conversations.models import Conversation, Message
from kefu.contact.routing.models import Contact, Rating, RatingItem, WorkItem
from kefu.kernel import clock
from kefu.kernel.actor import Actor


def test_the_two_weeks_reconcile(deep_demo: Actor) -> None:
    contacts = Contact.objects.for_actor(deep_demo)
    conversations = Conversation.objects.for_actor(deep_demo)
    assert contacts.count() == conversations.count() > 500
    assert not conversations.exclude(status="closed").exists()
    numbers = list(conversations.order_by("created_at").values_list("number", flat=True))
    assert numbers == sorted(set(numbers))
    assert contacts.filter(queued_at__isnull=False).count() == WorkItem.objects.for_actor(deep_demo).count()
    served = WorkItem.objects.for_actor(deep_demo).filter(state="done")
    assert served.count() == contacts.filter(agent__isnull=False).count()
    assert Turn.objects.for_actor(deep_demo).count() == contacts.count()
    said = Message.objects.for_actor(deep_demo).values("conversation").annotate(count=Count("id"))
    assert {row["conversation"]: row["count"] for row in said} == dict(conversations.values_list("id", "last_seq"))
    assert not Message.objects.for_actor(deep_demo).filter(
        Q(created_at__lt=F("conversation__created_at")) | Q(created_at__gt=F("conversation__closed_at"))
    )
    assert not contacts.filter(ended_at__gt=clock.now()).exists()
    assert not contacts.filter(Q(first_reply_at__lt=F("answered_at")) | Q(ended_at__lt=F("first_reply_at"))).exists()


def test_the_newest_rating_is_the_bad_one_and_the_outage_has_its_cause(deep_demo: Actor) -> None:
    ratings = Rating.objects.for_actor(deep_demo)
    newest = ratings.latest("id")
    assert newest.score == 1 and 7.5 <= (clock.now() - newest.created_at).total_seconds() / 60 <= 12
    average = ratings.aggregate(Avg("score"))["score__avg"]
    assert 4.4 <= average <= 4.75
    items = RatingItem.objects.for_actor(deep_demo).filter(reason__name_zh=everyday.OUTAGE_REASON)
    assert items.exists() and {item.note for item in items} == {everyday.OUTAGE_NOTE}


def test_planting_again_changes_nothing(deep_demo: Actor) -> None:
    before = Contact.objects.for_actor(deep_demo).count()
    assert everyday.plant(deep_demo) == 0
    assert Contact.objects.for_actor(deep_demo).count() == before
