"""What happens below becomes something for the robots to say."""

from kefu.contact.conversations.events import ConversationQueued, ReplyOverdue
from kefu.contact.missed.events import ImportantCallMissed
from kefu.contact.routing.events import RatingGiven
from kefu.kernel import clock, timers
from kefu.kernel.events import reacts_to
from kefu.service.incidents.events import IncidentPaged

from . import rules, sayings

TELL_WAITING = "kefu.insight.integrations.jobs.tell_waiting"


@reacts_to(ConversationQueued)
def on_queued(event: ConversationQueued) -> None:
    if event.reason == "offline_message":
        sayings.offline_message(event.organization_id, event.conversation_id)
        return
    timers.defer(
        TELL_WAITING,
        at=clock.now() + rules.WAIT_BEFORE_TELLING,
        organization_id=event.organization_id,
        conversation_id=event.conversation_id,
    )


@reacts_to(ReplyOverdue)
def on_overdue(event: ReplyOverdue) -> None:
    if event.stage == rules.TOLD_STAGE:
        sayings.reply_overdue(event.organization_id, event.conversation_id, event.waited_seconds)


@reacts_to(RatingGiven)
def on_rating(event: RatingGiven) -> None:
    if event.score <= rules.LOW_SCORE:
        sayings.low_rating(event.organization_id, event.rating_id, event.subject_id, event.score)


@reacts_to(ImportantCallMissed)
def on_important_missed(event: ImportantCallMissed) -> None:
    sayings.important_missed(event.organization_id, event.missed_call_id, event.count, event.stage)


@reacts_to(IncidentPaged)
def on_incident(event: IncidentPaged) -> None:
    sayings.incident_paged(event.organization_id, event.incident_id, event.step)
