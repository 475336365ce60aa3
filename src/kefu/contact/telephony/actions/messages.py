"""Messages of callers (语音留言): those that the application recorded, and those that the engine took while it was away."""

import logging
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from kefu.contact.routing import actions as routing
from kefu.contact.routing.models import Queue
from kefu.foundation.calendars import queries as calendars
from kefu.foundation.customers import queries as customers
from kefu.foundation.speech import actions as speech
from kefu.kernel import clock, files, text
from kefu.kernel.actor import Actor, system
from kefu.kernel.events import publish
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..events import CallTold
from ..models import Call, PhoneNumber, Voicemail
from ..rules import flow as flows
from ..rules import machine, sound, transcripts, waves
from . import transcribing
from .following import tell_of_end

SHORTEST = 1.0  # seconds: less is nobody's message
WAV = "audio/wav"
logger = logging.getLogger(__name__)


@transaction.atomic
def keep_message(call_id: UUID, content: bytes) -> None:
    """What a caller left becomes a message for their queue. Kept once; of no call, or with nothing said, it is none."""
    rows = Call.objects.across_organizations("a message of the engine").filter(id=call_id)
    call = rows.select_for_update(of=("self",)).select_related("version", "number").first()
    content = sound.whole(content)
    seconds = sound.seconds(content)
    if call is None or seconds < SHORTEST:
        return
    me = system(call.organization_id, "telephony")
    queue = _queue_for(me, call)
    if queue is None or Voicemail.objects.for_actor(me).filter(call=call).exists():
        return
    name = f"{call.started_at:%Y%m%d_%H%M%S}_{call.caller or 'unknown'}.wav"
    kept = Voicemail.objects.create(
        organization_id=call.organization_id,
        call=call,
        queue=queue,
        file=files.keep(me, name=name, content=content, type=WAV),
        seconds=round(seconds),
        peaks=waves.peaks(content),
    )
    _tell(me, kept)
    transcribing.message_left(call)


@transaction.atomic
def set_words(actor: Actor, call_id: UUID, words: str) -> Voicemail:
    """What is heard in a message, by whoever or whatever listened; the message shows it."""
    actor.require(permissions.SERVE)
    call = queries.call(actor, call_id)
    kept = one(Voicemail.objects.for_actor(actor).filter(call=call).select_for_update(of=("self",)))
    _write(call, kept, words)
    return kept


def hear_message(organization_id: UUID, call_id: UUID) -> None:
    """Write down what is heard in the message of a call; takes as long as it lasts, or longer. What people wrote stays."""
    me = system(organization_id, "telephony")
    kept = Voicemail.objects.for_actor(me).filter(call_id=call_id, words="").select_related("call", "file").first()
    if kept is None:
        return
    try:
        heard = transcribing.heard(kept.call, queries.content(kept.file))
    except speech.Unable as error:
        logger.warning("The message of call %s could not be heard: %s", call_id, error.reason.en)
        return
    words = transcripts.joined(one.text for one in heard)
    with transaction.atomic():
        rows = Voicemail.objects.for_actor(me).filter(call_id=call_id, words="").select_related("call")
        fresh = rows.select_for_update(of=("self",)).first()
        if fresh is not None and words:
            _write(fresh.call, fresh, words)


def _write(call: Call, kept: Voicemail, words: str) -> None:
    kept.words = text.storable(words).strip()[:5000]
    kept.save(update_fields=["words"])
    transcribing.make_findable(call)
    publish(CallTold(organization_id=call.organization_id, call_id=call.id))
    _tell(system(call.organization_id, "telephony"), kept)


@transaction.atomic
def keep_left(name: str, *, caller: str, dialled: str, at: int, content: bytes | None) -> None:
    """A call of which the engine alone knows, since nobody was connected: a missed call, with the message if one was left.

    `at` is in seconds since 1970; the same `name` twice is one call. What was dialled and is nobody's number is dropped.
    """
    if Call.objects.across_organizations("a call that was left").filter(channel_id=name).exists():
        return
    rows = PhoneNumber.objects.across_organizations("a dialled number").select_related("flow__published")
    number = rows.filter(digits=dialled.removeprefix("+")).first()
    if number is None or number.flow is None or number.flow.published is None:
        return
    me, started = system(number.organization_id, "telephony"), datetime.fromtimestamp(at, UTC)
    customer = customers.find_by_identity(me, brand_id=number.brand_id, phone=caller)
    seconds = sound.seconds(content) if content else 0.0
    call = Call.objects.create(
        organization_id=number.organization_id,
        brand_id=number.brand_id,
        number=number,
        version=number.flow.published,
        channel_id=name,
        caller=caller[:40],
        customer=customer,
        machine=machine.State(phase="ended", by="visitor").dump(),
        phase=Call.Phase.ENDED,
        started_at=started,
        ended_at=min(clock.now(), datetime.fromtimestamp(at + seconds, UTC)),
        ended_by="visitor",
    )
    routing.open_contact(
        me,
        channel="phone",
        subject_id=call.id,
        brand_id=call.brand_id,
        started_at=started,
        customer_id=customer.id if customer else None,
    )
    routing.end_contact(me, call.id, at=call.ended_at or started, ended_by="visitor")
    tell_of_end(me, call)
    if content:
        keep_message(call.id, content)


def _queue_for(me: Actor, call: Call) -> Queue | None:
    """Whom it is for: where the caller was, else the first line of the flow, else any of the brand."""
    wanted = [
        call.machine.get("queue"),
        call.queue_id,
        *sorted(flows.queue_ids(queries.flow_of(call))),
    ]
    rows = Queue.objects.for_actor(me).filter(is_active=True)
    named = {str(queue.id): queue for queue in rows.filter(id__in=[id for id in wanted if id])}
    found = next((named[str(id)] for id in wanted if str(id) in named), None)
    return found or rows.filter(brand_id=call.brand_id).order_by("created_at").first()


def _tell(me: Actor, kept: Voicemail) -> None:
    routing.leave_message(
        me,
        message_id=kept.id,
        queue=kept.queue,
        at=kept.call.started_at,
        reach=kept.call.caller,
        file_id=kept.file_id,
        customer_id=kept.call.customer_id,
        held_until=_opening(me, kept),
        words=kept.words,
        subject_id=kept.call_id,
    )


def _opening(me: Actor, kept: Voicemail) -> datetime | None:
    """When it is looked at: the next opening of the queue or number; None: at once."""
    number = kept.call.number
    calendar = kept.queue.calendar_id or (number.calendar_id if number else None)
    now = clock.now()
    if calendar is None or kept.queue.serves_messages_after_hours or calendars.is_open(me, calendar, now):
        return None
    return calendars.next_opening(me, calendar, now)
