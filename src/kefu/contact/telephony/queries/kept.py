"""Reads of what is kept of calls: recordings, messages, and the rules that keep them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from kefu.contact.routing.models import Queue
from kefu.foundation.accounts.models import User
from kefu.kernel import masking, statements
from kefu.kernel.actor import Actor, system
from kefu.kernel.tenancy import one

from .. import permissions
from ..models import Call, CallMoment, LegalHold, PhoneNumber, Recording, RecordingPack, RecordingRule, Voicemail
from ..rules import transcripts
from .calls import PART, call, calls


def recordings(actor: Actor, call_id: UUID) -> QuerySet[Recording]:
    """What lies here of a call, each side and the mix of every part of it, in the order in which the parts were made."""
    actor.require(permissions.LISTEN)
    rows = Recording.objects.for_actor(actor).filter(call=call(actor, call_id), file__isnull=False)
    return rows.select_related("file", "call__assignee").order_by("id")


def recordings_of(actor: Actor, call_ids: Collection[UUID]) -> QuerySet[Recording]:
    """The mixes of those of these calls that the actor may see, in order of time: what one takes away."""
    actor.require(permissions.LISTEN)
    theirs = calls(actor).filter(id__in=call_ids)
    rows = Recording.objects.for_actor(actor).filter(call__in=theirs, file__isnull=False, side=Recording.Side.MIX)
    return rows.select_related("file", "call__assignee").order_by("call__started_at", "id")


def agents_of_parts(actor: Actor, call_id: UUID) -> dict[str, UUID]:
    """Who talked in each part of a call, as recordings name the parts; calls before this was written down know none."""
    rows = CallMoment.objects.for_actor(actor).filter(call=call(actor, call_id), kind=PART).order_by("id")
    return {one.name: one.user_id for one in rows if one.user_id}


def why_not_recorded(actor: Actor, call_id: UUID) -> str:
    """Why something of a call has no recording: a Recording.Failure, `not_wished` by its rule, or nothing."""
    actor.require(permissions.LISTEN)
    found = call(actor, call_id)
    failed = Recording.objects.for_actor(actor).filter(call=found).exclude(failure="").first()
    if failed is not None:
        return failed.failure
    return "" if rule_of(found).records else "not_wished"


def not_recorded(since: datetime) -> int:
    """How many recordings of calls since then could not be made or kept, of every organization: for whoever looks after it."""
    rows = Recording.objects.across_organizations("recordings that fail").filter(created_at__gte=since)
    return rows.exclude(failure="").count()


def recording_name(actor: Actor, recording: Recording, part: int = 1) -> str:
    """What its file is called: by whoever talked in its part, with the number as the actor may see it."""
    of = recording.call
    me = system(of.organization_id, "telephony")
    talked = statements.first(CallMoment, me, call_id=of.id, kind=PART, name=transcripts.part_of(recording.name))
    talker = statements.first(User, me, id=talked.user_id if talked else of.assignee_id)
    hides = actor.kind != "user" or masking.hides_from(actor)
    return transcripts.file_name(
        at=localtime(of.started_at),
        agent=(talker.employee_number or "") if talker else "",
        number=masking.masked(of.caller) if hides else of.caller,
        call=of.id.hex,
        side=recording.side,
        part=part,
    )


def rule_of(call: Call) -> RecordingRule:
    """The rule of the call's queue, else of its number, else of all others, else what holds where nothing was arranged."""
    return nearest_rule(call, statements.run(statements.find(RecordingRule, call.organization_id))[0])


def nearest_rule(call: Call, rows: Iterable[RecordingRule]) -> RecordingRule:
    """As `rule_of`, of all rules of the organization."""
    rules = {(rule.queue_id, rule.number_id): rule for rule in rows}
    nearest = ((call.queue_id, None), (None, call.number_id), (None, None))
    kept = next((rules[place] for place in nearest if place in rules), None)
    return kept or RecordingRule(organization_id=call.organization_id, keep_days=transcripts.KEEP_DAYS)


def is_recorded(call_id: UUID) -> bool:
    """Whether the rule of a call wants it recorded: for the telephony role alone."""
    found = Call.objects.across_organizations("a call in the engine").filter(id=call_id).first()
    return found is not None and rule_of(found).records


def recording_rules(actor: Actor) -> QuerySet[RecordingRule]:
    """Of queues and numbers of the actor's brands, and of all others."""
    actor.require(permissions.MANAGE)
    queues, numbers = Queue.objects.for_actor(actor), PhoneNumber.objects.for_actor(actor)
    rows = RecordingRule.objects.for_actor(actor).select_related("queue", "number")
    return rows.filter(Q(queue=None) | Q(queue__in=queues), Q(number=None) | Q(number__in=numbers))


def legal_hold(actor: Actor, call_id: UUID) -> LegalHold | None:
    return LegalHold.objects.for_actor(actor).filter(call=call(actor, call_id)).select_related("user").first()


def voicemail(actor: Actor, call_id: UUID) -> Voicemail:
    """What the caller of a call left. Raises NotFound where nothing was."""
    rows = Voicemail.objects.for_actor(actor).filter(call=call(actor, call_id))
    return one(rows.select_related("file", "queue"))


def has_voicemail(actor: Actor, call: Call) -> bool:
    """Whether the caller of a call that the actor sees left a message."""
    return Voicemail.objects.for_actor(actor).filter(call=call).exists()


def packs(actor: Actor) -> QuerySet[RecordingPack]:
    """The actor's own."""
    actor.require(permissions.TAKE_AWAY)
    return RecordingPack.objects.for_actor(actor).filter(user_id=actor.user_id).select_related("file")
