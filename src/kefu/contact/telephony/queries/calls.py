"""Reads of calls."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet

from kefu.contact.callers import queries as callers
from kefu.contact.routing import queries as routing
from kefu.contact.routing.models import Queue
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.kernel import clock, search, statements
from kefu.kernel.actor import Actor, system
from kefu.kernel.i18n import Text
from kefu.kernel.models import StoredFile
from kefu.kernel.tenancy import one

from .. import permissions
from ..models import (
    Call,
    CallCommand,
    CallInvitation,
    CallMoment,
    Emergency,
    Extension,
    FlowVersion,
    PhoneNumber,
    Prompt,
    QueueManner,
    Transcript,
    Trunk,
)
from ..rules import dialling, saying, spoken
from ..rules import flow as flow_rules
from .setting_up import to_dial
from .talking import invitation, talk

BOARD_LIMIT = 300  # calls at once; more than that nobody reads


def calls(actor: Actor) -> QuerySet[Call]:
    """What a member of staff may see: their scope's calls, and those that nobody has."""
    actor.require(permissions.READ)
    rows = Call.objects.for_actor(actor).select_related("number", "queue", "assignee")
    if actor.user_ids is None:
        return rows
    drawn_in = CallInvitation.objects.for_actor(actor).filter(user_id__in=actor.user_ids).values("call_id")
    return rows.filter(Q(assignee_id__in=actor.user_ids) | Q(assignee_id=None) | Q(id__in=drawn_in))


def narrowed(
    rows: QuerySet[Call],
    *,
    direction: str | None = None,
    answered: bool | None = None,
    queue: UUID | None = None,
    agent: UUID | None = None,
    number: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Call]:
    """Those of `rows` that all that is given fits; `number` some of its digits, of either side."""
    digits = "".join(filter(str.isdigit, number))
    wanted = {
        "direction": direction,
        "answered_at__isnull": None if answered is None else not answered,
        "queue_id": queue,
        "assignee_id": agent,
        "started_at__gte": since,
        "started_at__lt": until,
    }
    rows = rows.filter(**{field: value for field, value in wanted.items() if value is not None})
    return rows.filter(Q(caller__contains=digits) | Q(number__digits__contains=digits)) if digits else rows


def board(actor: Actor) -> list[dict[str, Any]]:
    """Every call that goes on within the supervisor's scope, the oldest first."""
    actor.require(permissions.MONITOR)
    going_on = calls(actor).exclude(phase=Call.Phase.ENDED).select_related("customer").order_by("started_at")
    return [{**row(one), "customer_name": one.customer.name if one.customer else ""} for one in going_on[:BOARD_LIMIT]]


def call(actor: Actor, call_id: UUID) -> Call:
    return one(calls(actor).filter(id=call_id))


def locked(actor: Actor, call_id: UUID) -> Call:
    """The call with its row lock, for whoever may act upon it: within a scope only calls that somebody in it has."""
    rows = calls(actor) if actor.user_ids is None else calls(actor).filter(assignee_id__in=actor.user_ids)
    return one(rows.filter(id=call_id).select_for_update(of=("self",)))


STANDS = 10


def flow_of(call: Call) -> dict[str, Any]:
    """What the call executes; {} without a flow."""
    return _definition(call.version_id) if call.version_id else {}


@lru_cache(maxsize=256)
def _definition(version_id: UUID) -> dict[str, Any]:
    """Read once in each process: what was published is never altered."""
    rows = FlowVersion.objects.across_organizations("the flow of a call")
    return dict(rows.values_list("definition", flat=True).get(id=version_id))


PART = "part"
"""The kind of moment from which somebody talks: by the name of their leg, which the recordings of their part bear too."""


def moments(actor: Actor, call_id: UUID) -> list[CallMoment]:
    """What happened in a call, in order: its path through the flow and its phases."""
    rows = CallMoment.objects.for_actor(actor).filter(call=call(actor, call_id))
    return list(rows.exclude(kind=PART).order_by("id"))


def node_labels(actor: Actor, call: Call) -> dict[str, dict[str, str]]:
    """What people call the nodes of this call's flow: by their own name, or by the prompt that each says; and their kind."""
    nodes = flow_rules.nodes(flow_of(call))
    names = {
        str(id): name
        for id, name in Prompt.objects.for_actor(actor).filter(brand_id=call.brand_id).values_list("id", "name")
    }
    return {
        id: {"label": node.get("title") or names.get(str(node.get("prompt")), ""), "node_kind": node["kind"]}
        for id, node in nodes.items()
    }


def suggested_dispositions(actor: Actor, limit: int = 5) -> list[UUID]:
    """What the actor gave most to their last contacts: of a call nobody has written words to go by."""
    actor.require(permissions.SERVE)
    return [id for id, _ in Counter(routing.recent_dispositions(actor)).most_common(limit)]


def seconds(call: Call) -> dict[str, int]:
    """Whole seconds until a person answered, with one, and after that; of a call that goes on, until now."""
    end = call.ended_at or clock.now()
    answered = call.answered_at or end
    talked_until = call.talked_until or end
    return {
        "before": round((answered - call.started_at).total_seconds()),
        "talk": round((talked_until - answered).total_seconds()),
        "after": round((end - talked_until).total_seconds()),
    }


def cause(call: Call) -> dict[str, Any] | None:
    """Why it ended, for programs and in words."""
    if call.cause is None:
        return None
    found = dialling.cause(call.cause)
    return {"number": found.number, "kind": found.kind, "text": {"zh-CN": found.text.zh, "en": found.text.en}}


def row(call: Call) -> dict[str, Any]:
    """A call as lists and live events show it."""
    return {
        "id": str(call.id),
        "direction": call.direction,
        "phase": call.phase,
        "caller": call.caller,
        "number": {"digits": call.number.digits, "name": call.number.name} if call.number else None,
        "customer_id": str(call.customer_id) if call.customer_id else None,
        "queue": {
            "id": str(call.queue_id),
            "name": call.queue.name,
            "answers_calls": call.queue.answers_calls,
        }
        if call.queue
        else None,
        "assignee_id": str(call.assignee_id) if call.assignee_id else None,
        "ringing_id": call.machine.get("user") or None if call.phase == Call.Phase.RINGING else None,
        "started_at": call.started_at.isoformat(),
        "answered_at": call.answered_at.isoformat() if call.answered_at else None,
        "ended_at": call.ended_at.isoformat() if call.ended_at else None,
        "ended_by": call.ended_by,
        "agent_name": accounts.staff_name(call.assignee) if call.assignee else "",
        "cause": cause(call),
        "wrap_up_until": call.wrap_up_until.isoformat() if call.wrap_up_until else None,
        "wrap_up_more": call.wrap_up_more,
        "wrapped_at": call.wrapped_at.isoformat() if call.wrapped_at else None,
        "seconds": seconds(call),
        **talk(call),
    }


def live_row(call: Call) -> dict[str, Any]:
    """A call as the desk of whoever takes it shows it: with the warnings to read first, and why the caller is important."""
    invited = _load_beside(call)
    return {
        **row(call),
        "invitation": invitation(invited),
        **_known_of(
            call.organization_id, call.id, call.customer_id, call.caller, int(clock.now().timestamp()) // STANDS
        ),
    }


def _load_beside(call: Call) -> list[CallInvitation]:
    """What a row of it shows of others, in one round trip; who was drawn into it."""
    whose = call.organization_id
    invited, *beside = statements.run(
        statements.find(CallInvitation, whose, call_id=call.id),
        statements.find(Queue, whose, id=call.queue_id),
        statements.find(PhoneNumber, whose, id=call.number_id),
        statements.find(User, whose, id=call.assignee_id),
    )
    call.queue, call.number, call.assignee = (next(iter(rows), None) for rows in beside)
    return invited


@lru_cache(maxsize=1000)
def _known_of(
    organization_id: UUID, call_id: UUID, customer_id: UUID | None, caller: str, moment: int
) -> dict[str, Any]:
    """What stands for `STANDS` seconds while a call goes through its steps: each of them is shown."""
    me = system(organization_id, "telephony")
    warned = callers.warnings_of(me, customer_id=customer_id, number=caller)
    found = callers.importance(me, customer_id, caller, warned=warned)
    return {
        "warnings": [callers.view(entry) for entry in warned],
        "important": [{"code": one.code, "text": {"zh-CN": one.text.zh, "en": one.text.en}} for one in found.reasons],
    }


def calls_again(actor: Actor, customer_id: UUID | None, number: str) -> Iterator[callers.Reason]:
    """Why somebody is important: their second call, or a later one, within half an hour."""
    spelled = callers.comparable(number)
    if not spelled:
        return
    since = clock.now() - callers.REPEATED_WITHIN
    rows = Call.objects.for_actor(actor).filter(started_at__gte=since, direction=Call.Direction.INBOUND)
    written = rows.filter(caller__endswith=spelled[-7:]).values_list("caller", flat=True)
    times = sum(callers.comparable(one) == spelled for one in written)
    if times > 1:
        minutes = int(callers.REPEATED_WITHIN.total_seconds() // 60)
        yield callers.Reason(
            "repeated", Text(f"{minutes} 分钟内第 {times} 次来电", f"Call {times} within {minutes} minutes")
        )


def leg(call_id: UUID, thing: str) -> str:
    """What the engine calls something of ours: `driver.naming` reads it."""
    return f"kefu-{call_id.hex}-{thing}"


def way_to(extension: Extension | None, shows: str = "", *, own: PhoneNumber | None = None) -> tuple[str, str]:
    """Where the engine reaches an agent, and the number that they see; nowhere for one who has no telephone.

    The network carries no number of others: a mobile sees `own`, that of the house, instead of `shows`.
    """
    if extension is None:
        return "", shows
    if not extension.uses_mobile:
        return f"PJSIP/{extension.account}", shows
    trunk = Trunk.objects.for_actor(system(extension.organization_id, "telephony")).order_by("id").first()
    line = f"PJSIP/{to_dial(trunk, extension.mobile)}@{trunk.account}" if trunk else ""
    return line, own.digits if own else shows


def open_calls() -> list[Call]:
    """Every call that goes on, of every organization: for the telephony role alone."""
    return list(Call.objects.across_organizations("calls in the engine").exclude(phase=Call.Phase.ENDED))


def open_commands() -> list[CallCommand]:
    """Facts that wait, in their order: for the telephony role alone."""
    rows = CallCommand.objects.across_organizations("facts for calls").filter(done_at=None)
    return list(rows.exclude(call__phase=Call.Phase.ENDED).select_related("call").order_by("id"))


def extensions() -> list[Extension]:
    """Every account that the engine has to know: for the telephony role alone."""
    return list(Extension.objects.across_organizations("accounts of the engine").filter(user__is_active=True))


def extension(actor: Actor) -> Extension | None:
    """The actor's own telephone."""
    actor.require(permissions.SERVE)
    return Extension.objects.for_actor(actor).filter(user_id=actor.user_id).first()


def browser_account(actor: Actor) -> str | None:
    """The account by which the actor's browser signs in; None for whoever takes no calls, or has another telephone."""
    if not actor.may(permissions.SERVE):
        return None
    own = extension(actor)
    return own.account if own and own.keeps else None


def is_on(actor: Actor) -> bool:
    """Whether customers can call this organization at all."""
    return PhoneNumber.objects.for_actor(actor).filter(is_active=True).exists()


def users_signed_in(organization_id: UUID) -> set[UUID]:
    """Whose telephone is signed in, or a mobile."""
    rows = Extension.objects.for_actor(system(organization_id, "telephony"))
    return set(rows.filter(Q(is_signed_in=True) | Q(uses_mobile=True)).values_list("user_id", flat=True))


def own_calls(actor: Actor) -> list[Call]:
    """What the actor's telephone has in hand: what rings or is theirs, and what they have still to wrap up."""
    actor.require(permissions.SERVE)
    me = actor.user_id
    rows = Call.objects.for_actor(actor).select_related("number", "queue", "assignee")
    beside = Q(machine__other_user=str(me)) | Q(machine__watch_user=str(me))
    going_on = Q(assignee_id=me) | Q(machine__user=str(me)) | beside
    left = Q(assignee_id=me, phase=Call.Phase.ENDED, wrapped_at=None, wrap_up_until__gt=clock.now())
    return list(rows.filter((~Q(phase=Call.Phase.ENDED) & going_on) | left).order_by("-id"))


def lines() -> list[Trunk]:
    """Every trunk that the engine has to know: for the telephony role alone."""
    return list(Trunk.objects.across_organizations("trunks of the engine"))


def prompt(prompt_id: str) -> Prompt:
    """What a flow names: for the telephony role alone."""
    return one(Prompt.objects.across_organizations("a prompt of a flow").filter(id=prompt_id).select_related("file"))


def away_prompts() -> dict[str, StoredFile]:
    """Number → the file that its callers hear while no calls can be led: for the telephony role alone."""
    rows = PhoneNumber.objects.across_organizations("numbers of the engine").select_related("away_prompt__file")
    named = rows.filter(is_active=True, away_prompt__file__isnull=False)
    return {row.digits: row.away_prompt.file for row in named if row.away_prompt and row.away_prompt.file}


def content(file: StoredFile) -> bytes:
    """The bytes of a stored file."""
    with default_storage.open(file.key) as opened:
        return bytes(opened.read())


def found(actor: Actor, query: str) -> QuerySet[Call]:
    """Calls in which these words were said, for whoever may read that."""
    actor.require(permissions.TRANSCRIPTS)
    said = search.find(actor, query, kinds=["call"]).values("object_id").order_by()
    return calls(actor).filter(id__in=said)


def transcript(actor: Actor, call_id: UUID) -> Transcript | None:
    """What was said in a call; None where nobody has heard it."""
    actor.require(permissions.TRANSCRIPTS)
    return Transcript.objects.for_actor(actor).filter(call=call(actor, call_id)).first()


@statements.remembered
def manner_of(actor: Actor, queue_id: UUID | None) -> QueueManner:
    """What callers of the queue hear; the defaults, unsaved, where nothing was set."""
    found = statements.first(QueueManner, actor, queue_id=queue_id) if queue_id else None
    return found or QueueManner(organization_id=actor.organization_id)


def emergencies(actor: Actor) -> QuerySet[Emergency]:
    """The announcements that are on; all who may see calls may know."""
    actor.require(permissions.READ)
    rows = Emergency.objects.for_actor(actor).filter(Q(ends_at=None) | Q(ends_at__gt=clock.now()), ended_at=None)
    return rows.select_related("number", "prompt", "begun_by").order_by("id")


def emergency_of(actor: Actor, call: Call) -> Emergency | None:
    """What the caller hears first: the announcement of the number before that of all numbers of the brand, of several the newest."""
    rows = statements.run(statements.find(Emergency, actor.organization_id, brand_id=call.brand_id, ended_at=None))[0]
    now = clock.now()
    on = [one for one in rows if one.number_id in (None, call.number_id) and (one.ends_at is None or one.ends_at > now)]
    return max(on, key=lambda one: (one.number_id is not None, one.id), default=None)


def queues(actor: Actor) -> QuerySet[Queue]:
    """Those that callers may wait in, for whoever sets up what they hear there."""
    actor.require(permissions.MANAGE)
    return Queue.objects.for_actor(actor).filter(is_active=True)


def manners(actor: Actor, queues: Iterable[Queue]) -> dict[UUID, QueueManner]:
    """As `manner_of`, of several queues."""
    rows = list(queues)
    found = {one.queue_id: one for one in QueueManner.objects.for_actor(actor).filter(queue__in=rows)}
    return {row.id: found.get(row.id) or QueueManner(organization_id=actor.organization_id, queue=row) for row in rows}


def standard_texts(actor: Actor) -> list[dict[str, str]]:
    """Codes and words of what a queue may say in a prompt of its own."""
    actor.require(permissions.MANAGE)
    words = spoken.words()
    return [{"code": code, "zh": words[f"zh-CN/{code}"], "en": words[f"en/{code}"]} for code in saying.OWN]
