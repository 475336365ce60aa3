"""HTTP of an agent's own telephone, and of the calls that it has in hand."""

from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from ninja import Router, Schema, Status

from kefu.contact.routing import queries as routing
from kefu.kernel import clock
from kefu.kernel.http import ActorRequest

from .. import actions, queries
from ..models import Extension
from ..rules import relay
from .calls import CallOut, LiveCallOut

router = Router(tags=["telephony"])


class IceServerOut(Schema):
    """A relay for the browser's audio, with a name and password that hold for 24 hours."""

    urls: list[str]
    username: str
    credential: str


class OwnExtensionOut(Schema):
    """`is_on`: customers can call at all. `secret` is told by PUT alone, and of a browser alone. `is_signed_in`: calls can reach it.

    `ice_servers` are empty where no relay is set up.
    """

    is_on: bool
    kind: Literal["browser", "telephone"] | None
    account: str | None
    secret: str | None
    is_signed_in: bool
    mobile: str
    uses_mobile: bool
    ice_servers: list[IceServerOut]


class MobileIn(Schema):
    uses_mobile: bool


class CallSuggestionOut(Schema):
    id: UUID
    path: list[str]


class CallSuggestionsOut(Schema):
    items: list[CallSuggestionOut]


class OwnCallsOut(Schema):
    items: list[LiveCallOut]


@router.get("/extensions/mine", response=OwnExtensionOut)
def get_own_extension(request: ActorRequest) -> Any:
    return _own(request, queries.extension(request.auth), None)


@router.put("/extensions/mine", response=OwnExtensionOut)
def own_extension(request: ActorRequest) -> Any:
    """What the caller's browser signs in with; made on first use."""
    own, secret = actions.own_extension(request.auth)
    return _own(request, own, secret)


@router.put("/extensions/mine/mobile", response=OwnExtensionOut)
def use_mobile(request: ActorRequest, data: MobileIn) -> Any:
    """The caller is reached on their mobile, where they press 1 to take a call, or on their telephone again."""
    return _own(request, actions.use_mobile(request.auth, uses_mobile=data.uses_mobile), None)


@router.get("/calls/mine", response=OwnCallsOut)
def list_own_calls(request: ActorRequest) -> Any:
    """What rings at the caller's telephone, what they are talking in, and what they have still to wrap up."""
    return {"items": [queries.live_row(one) for one in queries.own_calls(request.auth)]}


@router.get("/calls/{call_id}/suggested-dispositions", response=CallSuggestionsOut)
def suggest_dispositions(request: ActorRequest, call_id: UUID) -> Any:
    """Up to five reasons that the caller gave most lately."""
    queries.call(request.auth, call_id)
    paths = routing.disposition_paths(request.auth)
    suggested = queries.suggested_dispositions(request.auth)
    return {"items": [{"id": id, "path": paths[id]} for id in suggested if id in paths]}


@router.post("/calls/{call_id}/come-back", response={202: CallOut})
def come_back(request: ActorRequest, call_id: UUID) -> Status[Any]:
    """The caller's browser was loaded anew in its call and is signed in again: it rings, and answers by itself."""
    return Status(202, queries.row(actions.come_back(request.auth, call_id)))


@router.post("/calls/{call_id}/more-time", response=LiveCallOut)
def more_time(request: ActorRequest, call_id: UUID) -> Any:
    """Another 30 seconds to wrap up, twice at most."""
    return queries.live_row(actions.more_time(request.auth, call_id))


def _own(request: ActorRequest, own: Extension | None, secret: str | None) -> dict[str, Any]:
    return {
        "is_on": queries.is_on(request.auth),
        "kind": own.kind if own else None,
        "account": own.account if own else None,
        "secret": secret,
        "is_signed_in": bool(own and own.is_there),
        "mobile": own.mobile if own else "",
        "uses_mobile": bool(own and own.uses_mobile),
        "ice_servers": relay.servers(settings.TURN_SERVERS, settings.TURN_SECRET, request.auth.id, clock.now()),
    }
