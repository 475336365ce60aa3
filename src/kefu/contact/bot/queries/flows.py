"""Reads of dialogue flows."""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from kefu.contact.conversations.models import Conversation
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.tenancy import one

from .. import flows as rules
from .. import permissions
from ..models import Flow, FlowRun, FlowVersion

PATIENCE = timedelta(minutes=30)
"""Whoever writes after a longer silence begins anew."""


def flows(actor: Actor) -> QuerySet[Flow]:
    actor.require(permissions.READ)
    return Flow.objects.for_actor(actor).select_related("published")


def flow(actor: Actor, flow_id: UUID) -> Flow:
    return one(flows(actor).filter(id=flow_id))


def versions(actor: Actor, flow_id: UUID) -> QuerySet[FlowVersion]:
    """What the flow was each time it was published, newest first."""
    return FlowVersion.objects.for_actor(actor).filter(flow=flow(actor, flow_id)).order_by("-number")


def flow_for(actor: Actor, brand_id: UUID, text: str) -> FlowVersion | None:
    """The published flow of the brand that this message starts; the longest phrase wins."""
    published = (
        FlowVersion.objects.for_actor(actor)
        .select_related("flow")
        .filter(id__in=Flow.objects.for_actor(actor).filter(brand_id=brand_id).values("published_id"))
    )
    started = [(rules.starts(version.definition, text), version) for version in published]
    return max((one for one in started if one[0]), key=lambda one: one[0], default=(0, None))[1]


def flow_run(actor: Actor, conversation: Conversation) -> FlowRun | None:
    """The flow that the conversation is in, unless it was left alone for longer than PATIENCE."""
    run = FlowRun.objects.for_actor(actor).select_related("version__flow").filter(conversation=conversation).first()
    return run if run and clock.now() - run.touched_at <= PATIENCE else None
