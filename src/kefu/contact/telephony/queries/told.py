"""What callers came for, as far as it is known."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kefu.contact.routing import queries as routing
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Text

from .. import permissions
from ..models import Call, CallMoment, Transcript, Voicemail
from ..rules import flow as flows
from ..rules import transcripts
from .calls import calls, flow_of

OPENING = 100  # characters: in their first sentences callers say what it is about


@dataclass(frozen=True, slots=True)
class Told:
    """`words` are the agent's summary, else what was left as a message, else how the caller began. `key` is the reason that the agent
    gave, else the last key in a menu; `title` says either in words. `message_id` is the message that was left."""

    call: Call
    words: str
    key: str
    title: str
    message_id: UUID | None


def told(actor: Actor, *, since: datetime, most: int) -> list[Told]:
    """Of callers whose calls ended since then; reads the newest `most` rows only, however many there are."""
    rows = calls(actor).filter(direction=Call.Direction.INBOUND).select_related("customer", "version")
    return told_of(actor, [call for call in rows.order_by("-id")[:most] if call.ended_at and call.ended_at >= since])


def told_of(actor: Actor, found: Collection[Call]) -> list[Told]:
    """Of those of these calls that the actor sees; what was said only to those who may read that."""
    if not found:
        return []
    rows = list(calls(actor).filter(id__in=[one.id for one in found]).select_related("customer", "version"))
    contacts, paths = routing.contacts(actor, [one.id for one in rows]), routing.disposition_paths(actor)
    messages = Voicemail.objects.for_actor(actor).filter(call__in=rows).in_bulk(field_name="call_id")
    keys, openings = _keys(actor, rows), _openings(actor, rows)
    may_read = actor.may(permissions.TRANSCRIPTS)
    told = []
    for call in rows:
        contact, message = contacts.get(call.id), messages.get(call.id)
        reason = contact.disposition_id if contact and not contact.disposition_is_guess else None
        said = (message.words if message else "") or openings.get(call.id, "") if may_read else ""
        words = (contact.summary if contact else "") or said
        key, pressed = keys.get(call.id, ("", ""))
        label = " / ".join(paths.get(reason, [])) if reason else pressed
        title = " ".join(words.split()) or label
        told.append(Told(call, words, str(reason or key), title, message.id if message else None))
    return told


def _openings(actor: Actor, rows: Collection[Call]) -> dict[UUID, str]:
    """How each caller began."""
    heard = Transcript.objects.for_actor(actor).filter(call__in=rows, state=Transcript.State.READY)
    return {
        call_id: transcripts.opening(segments, characters=OPENING)
        for call_id, segments in heard.values_list("call_id", "segments")
    }


def _keys(actor: Actor, rows: Collection[Call]) -> dict[UUID, tuple[str, str]]:
    """The last key that each caller pressed in a menu: what it is by flow and node, and in words."""
    by_id = {call.id: call for call in rows}
    passed = CallMoment.objects.for_actor(actor).filter(call__in=rows, kind="node", way__in=flows.KEYS).order_by("id")
    found = {}
    for call_id, node, way in passed.values_list("call_id", "name", "way"):
        call = by_id[call_id]
        if call.version and flows.nodes(flow_of(call)).get(node, {}).get("kind") == "menu":
            said = Text(f"语音导航按键 {way}", f"Menu key {way}").in_language()
            found[call_id] = (f"{call.version.flow_id} {node} {way}", said)
    return found
