"""Somebody of the house is rung, told something, and confirms it with a key."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kefu.foundation.accounts.models import User
from kefu.foundation.speech import actions as speech
from kefu.kernel import clock, files, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.database import notify_on_commit
from kefu.kernel.events import publish

from ..events import PageEnded
from ..models import Extension, PhoneNumber, PhonePage, Trunk
from ..rules import dialling, paging, sound
from .calling_out import line_to
from .telling import CHANNEL

SPEAK = "kefu.contact.telephony.jobs.speak_page"
DUE = "kefu.contact.telephony.jobs.page_due"
SPOKEN_WITHIN = timedelta(minutes=1)  # and within a third of its time, else a standard text is said
RUNG_WITHIN = timedelta(minutes=2)  # else there is no engine


@transaction.atomic
def page(me: Actor, *, user: User, brand_id: UUID, subject_id: UUID, words: str, until: datetime) -> bool:
    """Ring somebody's mobile; how it ended is told by `PageEnded`. Whether it can be: not without a mobile, a line and a number to show."""
    extension = Extension.objects.for_actor(me).filter(user=user).first()
    number = dialling.digits((extension.mobile if extension else "") or user.mobile or "")
    numbers = PhoneNumber.objects.for_actor(me).filter(is_active=True, may_be_shown=True)
    shown = min(numbers, key=lambda row: (row.brand_id != brand_id, row.id), default=None)
    if shown is None or not Trunk.objects.for_actor(me).exists():
        return False
    if dialling.refusal(number, may_dial_any=True, is_repeated=False):
        return False
    now = clock.now()
    made = PhonePage.objects.create(
        organization_id=me.organization_id,
        created_at=now,
        user=user,
        subject_id=subject_id,
        number=number,
        shown=shown.digits,
        words=words[:400],
        locale="en" if user.locale == "en" else "zh-CN",
        until=until,
    )
    # not in the queue of speech, which what is heard of calls may keep busy for hours
    timers.defer(SPEAK, queue="asking", organization_id=me.organization_id, page_id=made.id)
    for at in (now + min(SPOKEN_WITHIN, (until - now) / 3), now + RUNG_WITHIN, until):
        timers.defer(DUE, at=at, organization_id=me.organization_id, page_id=made.id)
    return True


def speak_page(organization_id: UUID, page_id: UUID) -> None:
    """Say its words; where nobody can, a standard text is said."""
    me = system(organization_id, "telephony")
    found = PhonePage.objects.for_actor(me).filter(id=page_id, ready_at=None, ended_at=None).first()
    if found is None:
        return
    try:
        content: bytes | None = speech.synthesize(found.words, locale=found.locale)
    except speech.Unable:
        content = None
    with transaction.atomic():
        found = _open(me, page_id)
        if found is not None and found.ready_at is None:
            if content and not sound.fault(content):
                found.file = files.keep(me, name="page.wav", content=content, type="audio/wav")
            _ready(found)


@transaction.atomic
def page_due(organization_id: UUID, page_id: UUID) -> None:
    """It was not spoken, not rung or not answered in time."""
    found, now = _open(system(organization_id, "telephony"), page_id), clock.now()
    if found is None:
        return
    if now >= found.until or (found.rung_at is None and now >= found.created_at + RUNG_WITHIN):
        _end(found, paging.NO_ANSWER if found.rung_at else paging.ENGINE_AWAY)
    elif found.ready_at is None:
        _ready(found)


@transaction.atomic
def call_off(me: Actor, subject_id: UUID) -> None:
    """Nobody else need come: whoever still rings rings no longer."""
    rows = PhonePage.objects.for_actor(me).filter(subject_id=subject_id, ended_at=None)
    for found in rows.select_for_update(of=("self",)).order_by("id"):
        _end(found, paging.CALLED_OFF)


@transaction.atomic
def ring_page(organization_id: UUID, page_id: UUID) -> str:
    """Where the engine dials it, from now on; "" where it is over. For the telephony role alone. Raises Conflict without a trunk."""
    me = system(organization_id, "telephony")
    found = _open(me, page_id)
    if found is None:
        return ""
    found.rung_at = clock.now()
    found.save(update_fields=["rung_at"])
    return line_to(me, found.number)


@transaction.atomic
def end_page(organization_id: UUID, page_id: UUID, outcome: str) -> None:
    """What came of it; the first word counts. For the telephony role alone."""
    found = _open(system(organization_id, "telephony"), page_id)
    if found is not None:
        _end(found, outcome)


def _open(me: Actor, page_id: UUID) -> PhonePage | None:
    rows = PhonePage.objects.for_actor(me).filter(id=page_id, ended_at=None)
    return rows.select_for_update(of=("self",)).first()


def _ready(found: PhonePage) -> None:
    found.ready_at = clock.now()
    found.save(update_fields=["ready_at", "file"])
    notify_on_commit(CHANNEL)


def _end(found: PhonePage, outcome: str) -> None:
    said, found.file = found.file, None
    found.ended_at, found.outcome = clock.now(), outcome
    found.save(update_fields=["ended_at", "outcome", "file"])
    if said is not None:
        said.delete()
    notify_on_commit(CHANNEL)
    publish(
        PageEnded(
            organization_id=found.organization_id,
            subject_id=found.subject_id,
            user_id=found.user_id,
            outcome=outcome,
        )
    )
