"""HTTP of calls: their lists, records and recordings, and what an agent does with one."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import files
from kefu.kernel.http import ActorRequest, Page, page
from kefu.kernel.models import StoredFile

from .. import actions, queries
from ..models import Call, Recording
from ..rules import transcripts

router = Router(tags=["telephony"])


class NumberRef(Schema):
    digits: str
    name: str


class CallQueueRef(Schema):
    id: UUID
    name: str
    answers_calls: bool


class CallSeconds(Schema):
    before: int
    talk: int
    after: int


class CallCause(Schema):
    """`number` is Q.850; `kind` one of busy, no_answer, refused, unallocated, not_reached, congested, ended, failed."""

    number: int
    kind: str
    text: dict[str, str]  # by language


class CallOther(Schema):
    """Whom the agent asked: a colleague, or without `user_id` somebody outside."""

    user_id: UUID | None
    name: str
    has_answered: bool


class CallMonitor(Schema):
    """A supervisor: `listen` hears both, `whisper` is heard by the agent alone, `barge` by all, `take` is about to have the call."""

    user_id: UUID
    name: str
    mode: Literal["listen", "whisper", "barge", "take"]
    has_answered: bool


class CallOut(Schema):
    id: UUID
    direction: str
    phase: str
    caller: str
    number: NumberRef | None
    customer_id: UUID | None
    queue: CallQueueRef | None
    assignee_id: UUID | None
    ringing_id: UUID | None
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    agent_name: str
    cause: CallCause | None
    wrap_up_until: datetime | None
    wrap_up_more: int
    wrapped_at: datetime | None
    seconds: CallSeconds
    in_state_since: datetime
    stage: Literal["", "held", "transferring", "consulting", "conference"]
    other: CallOther | None
    monitor: CallMonitor | None
    recording_paused: bool


class MomentOut(Schema):
    at: datetime
    kind: str
    name: str
    label: str
    node_kind: str
    way: str
    user_id: UUID | None
    user_name: str


class CallWarning(Schema):
    """What to read before answering."""

    id: UUID
    reason: str
    grade: Literal["attention", "serious"]
    until: datetime | None
    added_at: datetime


class ImportantOut(Schema):
    """Why the caller is important; `text` in each language."""

    code: str
    text: dict[str, str]


class CallInvitationOut(Schema):
    """The last transfer or question to somebody; `outcome` is empty while it rings, then taken, left, withdrawn or why not."""

    kind: Literal["transfer", "consult"]
    by_id: UUID
    by_name: str
    agent_id: UUID | None
    queue_id: UUID | None
    number: str
    note: str
    outcome: str


class LiveCallOut(CallOut):
    invitation: CallInvitationOut | None
    warnings: list[CallWarning]
    important: list[ImportantOut]


class CallIn(Schema):
    """`to` may be empty for the number of whoever was in the call `call_id`, or for the customer's, of which `which` counts from 0:
    what is hidden is dialled without being told. `caller_number_id` is the number that they see (外显号码)."""

    to: str = Field("", max_length=40)
    customer_id: UUID | None = None
    which: int = Field(0, ge=0, le=100)
    call_id: UUID | None = None
    caller_number_id: UUID | None = None
    queue_id: UUID | None = None


class CallDetail(LiveCallOut):
    moments: list[MomentOut]
    has_voicemail: bool


class RecordingOut(Schema):
    """`part` tells recordings of one stretch of the call from those of the next, and `agent_name` whose it is, "" where it is
    not known; `peaks` are how loud it is, 0 to 100, in slices of equal length."""

    side: Literal["caller", "agent", "mix"]
    part: str
    agent_name: str
    url: str
    name: str
    size: int
    seconds: float
    peaks: list[int]


class RecordingsOut(Schema):
    """`missing` says why nothing, or not all, was recorded: its rule does not wish it, or the disk failed."""

    items: list[RecordingOut]
    missing: Literal["", "not_wished", "disk_full", "not_written"]


class CallFilters(Schema):
    """`number`: some of its digits, of either side; `since` and `until`: when it began."""

    direction: Literal["inbound", "outbound"] | None = None
    answered: bool | None = None
    queue: UUID | None = None
    agent: UUID | None = None
    number: str | None = Field(None, max_length=40)
    since: datetime | None = None
    until: datetime | None = None


class WrapUpIn(Schema):
    disposition_id: UUID
    summary: str = Field("", max_length=2000)


@router.get("/calls", response=Page[CallOut])
def list_calls(
    request: ActorRequest, filters: Query[CallFilters], q: str = "", after: str | None = None, limit: int = 50
) -> Any:
    """Newest first; with `q` those in which these words were said."""
    rows = queries.found(request.auth, q) if q.strip() else queries.calls(request.auth)
    found, following = page(
        queries.narrowed(rows, **filters.model_dump(exclude_none=True)), after=after, limit=limit, order=("-id",)
    )
    return {"items": [queries.row(one) for one in found], "next": following}


@router.post("/calls", response={201: CallOut})
def call_out(request: ActorRequest, data: CallIn) -> Status[Any]:
    """Call a customer: your own telephone rings first, then theirs. How it goes is told live and by the call's `phase`."""
    call = actions.call_out(
        request.auth,
        to=data.to,
        customer_id=data.customer_id,
        which=data.which,
        of_call_id=data.call_id,
        shown_id=data.caller_number_id,
        queue_id=data.queue_id,
    )
    return Status(201, queries.row(call))


@router.get("/calls/{call_id}", response=CallDetail)
def get_call(request: ActorRequest, call_id: UUID) -> Any:
    """With its path: every node passed and every phase, each with its time."""
    return _detail(request, queries.call(request.auth, call_id))


@router.get("/calls/{call_id}/recording", response=RecordingsOut)
def get_recording(request: ActorRequest, call_id: UUID) -> Any:
    """Each side and the mix; the links work for a day. Whoever asks is recorded."""
    found = actions.open_recordings(request.auth, call_id)
    parts = list(dict.fromkeys(transcripts.part_of(one.name) for one in found))
    agents = queries.agents_of_parts(request.auth, call_id)
    names = accounts.display_names(request.auth, set(agents.values()))
    talkers = {part: names.get(user_id, "") for part, user_id in agents.items()}
    return {
        "items": [
            {
                **_recording(request, one, one.file, parts.index(part) + 1),
                "part": part,
                "agent_name": talkers.get(part, ""),
            }
            for one in found
            if one.file and (part := transcripts.part_of(one.name))
        ],
        "missing": queries.why_not_recorded(request.auth, call_id),
    }


@router.post("/calls/{call_id}/hangup", response={202: CallOut})
def hang_up(request: ActorRequest, call_id: UUID) -> Status[Any]:
    return Status(202, queries.row(actions.hang_up(request.auth, call_id)))


@router.post("/calls/{call_id}/wrap-up", response=CallDetail)
def wrap_up(request: ActorRequest, call_id: UUID, data: WrapUpIn) -> Any:
    """Give the reason of an ended call, and be free for the next one."""
    call = actions.wrap_up(request.auth, call_id, disposition_id=data.disposition_id, summary=data.summary)
    return _detail(request, call)


def _recording(request: ActorRequest, one: Recording, file: StoredFile, part: int) -> dict[str, Any]:
    name = queries.recording_name(request.auth, one, part)
    return {
        "side": one.side,
        "url": files.link(file.id, name=name),
        "name": name,
        "size": file.size,
        "seconds": one.seconds,
        "peaks": one.peaks,
    }


NAMELESS = {"label": "", "node_kind": ""}


def _detail(request: ActorRequest, call: Call) -> dict[str, Any]:
    moments = queries.moments(request.auth, call.id)
    labels = queries.node_labels(request.auth, call)
    people = accounts.display_names(request.auth, {m.user_id for m in moments if m.user_id})
    told = [
        {
            "at": m.at,
            "kind": m.kind,
            "name": m.name,
            **(labels.get(m.name, NAMELESS) if m.kind == "node" else NAMELESS),
            "way": m.way,
            "user_id": m.user_id,
            "user_name": people.get(m.user_id, "") if m.user_id else "",
        }
        for m in moments
    ]
    has_voicemail = queries.has_voicemail(request.auth, call)
    return {**queries.live_row(call), "moments": told, "has_voicemail": has_voicemail}
