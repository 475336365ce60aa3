"""What the stage at /demo needs: whom the visitor plays, signed as the shop's own page would sign it, and the switch of the
live generator. It exists in the demo organization only."""

from __future__ import annotations

import json
from typing import Literal
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import structlog
from django.conf import settings
from ninja import Field, Router, Schema, Status

from kefu.config.asterisk import Endpoint, address
from kefu.config.asterisk.server import authorization
from kefu.config.demo import keeper, telephone
from kefu.config.demo.customers import PEOPLE
from kefu.config.demo.service import WINDOWS
from kefu.contact.conversations import queries as conversations
from kefu.contact.conversations.rules import identity_signature
from kefu.kernel.actor import Actor
from kefu.kernel.errors import NotFound, Unavailable
from kefu.kernel.http import ActorRequest
from kefu.kernel.i18n import Text
from kefu.kernel.models import Organization

router = Router(tags=["demo"])
ASK_SECONDS = 5
log = structlog.get_logger(__name__)
HEROINE, WINDOW = PEOPLE[0], WINDOWS[0]


class IdentityOut(Schema):
    name: str
    external_id: str
    identity_signature: str


class LiveOut(Schema):
    """`is_running` is what was asked for; `is_alive` says whether the generator has shown itself in the last seconds."""

    is_running: bool
    is_alive: bool
    speed: int


class StageOut(Schema):
    site_key: str
    visitor: IdentityOut
    live: LiveOut


class LiveIn(Schema):
    is_running: bool
    speed: Literal[1, 10] = 1


@router.get("/demo/stage", response=StageOut)
def get_stage(request: ActorRequest) -> StageOut:
    """The stage's cast; 404 anywhere but in the demo organization."""
    _ensure_demo(request.auth)
    secret = conversations.site_by_key(WINDOW.key).identity_secret
    return StageOut(
        site_key=WINDOW.key,
        visitor=IdentityOut(
            name=HEROINE.name,
            external_id=HEROINE.member,
            identity_signature=identity_signature(secret, HEROINE.member),
        ),
        live=_live(),
    )


@router.put("/demo/live", response=LiveOut)
def set_live(request: ActorRequest, data: LiveIn) -> LiveOut:
    """Start, pause or hurry the generator of visitors."""
    _ensure_demo(request.auth)
    keeper.ask(settings.ENVIRONMENT, is_running=data.is_running, speed=data.speed)
    return _live()


def _ensure_demo(actor: Actor) -> None:
    if not Organization.objects.filter(id=actor.organization_id, is_demo=True).exists():
        raise NotFound()


def _live() -> LiveOut:
    wish = keeper.wish(settings.ENVIRONMENT)
    return LiveOut(is_running=wish.is_running, speed=wish.speed, is_alive=keeper.is_alive(settings.ENVIRONMENT))


class DemoCallIn(Schema):
    """Who seems to call, and the keys that they press once they hear the menu; `w` waits half a second."""

    caller: str = Field("13800138000", pattern=r"^\+?[0-9]{3,15}$")
    keys: str = Field("", pattern=r"^[0-9*#w]{0,20}$")


class DemoCallOut(Schema):
    to: str


@router.post("/demo/calls", response={202: DemoCallOut})
def call_hotline(request: ActorRequest, data: DemoCallIn) -> Status[DemoCallOut]:
    """Somebody on the demo's own telephone network calls the hotline; 503 while there is no such network."""
    _ensure_demo(request.auth)
    network = address.carrier(settings.ENVIRONMENT)
    try:
        if network is None:
            raise URLError("no network")
        _place(network, data)
    except OSError as error:
        log.info("demo_call_failed", reason=str(error))
        raise Unavailable(
            "no_telephone_network",
            Text(
                "演示电话网还没有准备好：语音未开启，或电话引擎仍在启动，请稍后再试。",
                "The demo's telephone network is not there: voice is off, or the engine is still starting.",
            ),
        ) from error
    return Status(202, DemoCallOut(to=telephone.HOTLINE))


def _place(network: Endpoint, data: DemoCallIn) -> None:
    call = {
        "endpoint": f"PJSIP/{telephone.HOTLINE}@platform",
        "context": "caller",
        "extension": "s",
        "priority": "1",
        "callerId": data.caller,
        "timeout": "60",
    }
    asked = Request(
        f"{network.url}/channels?{urlencode(call)}",
        data=json.dumps({"variables": {"TONE": "700", "KEYS": data.keys}}).encode(),
        headers={
            "Authorization": authorization(network.user, network.password),
            "Content-Type": "application/json",
        },
    )
    with urlopen(asked, timeout=ASK_SECONDS):
        pass
