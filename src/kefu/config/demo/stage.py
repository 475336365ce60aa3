"""What the stage at /demo needs: whom the visitor plays, signed as the shop's own page would sign it, and the switch of the
live generator. It exists in the demo organization only."""

from __future__ import annotations

from typing import Literal

from django.conf import settings
from ninja import Router, Schema

from kefu.config.demo import keeper
from kefu.config.demo.customers import PEOPLE
from kefu.config.demo.service import WINDOWS
from kefu.contact.conversations import queries as conversations
from kefu.contact.conversations.rules import identity_signature
from kefu.kernel.actor import Actor
from kefu.kernel.errors import NotFound
from kefu.kernel.http import ActorRequest
from kefu.kernel.models import Organization

router = Router(tags=["demo"])
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
