"""What tests of tickets do through the API, and the moments at which they do it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.models import Membership, Team, User
from kefu.kernel import clock
from kefu.service.tickets import actions as tickets

from .conftest import Api, Shop

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = {str(day): [["09:00", "12:00"], ["13:30", "17:30"]] if day < 6 else [] for day in range(1, 8)}


@contextmanager
def at(text: str) -> Iterator[datetime]:
    """It is this moment in Beijing; the warnings due by then are given when it begins."""
    moment = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    with clock.frozen(moment):
        tickets.sweep()
        yield moment


def make(api: Api, **body: Any) -> Any:
    return api("POST", "/tickets", {"subject": "包裹三天没动", "description": "一直停在中转站", **body}, expect=201)


def move(api: Api, ticket: Any, stage: str, *, expect: int = 200, **body: Any) -> Any:
    return api("POST", f"/tickets/{ticket['id']}/move", {"stage": stage, **body}, expect=expect)


def do(api: Api, ticket: Any, act: str, *, expect: int = 200, **body: Any) -> Any:
    return api("POST", f"/tickets/{ticket['id']}/{act}", body, expect=expect)


def see(api: Api, ticket: Any, *, expect: int = 200) -> Any:
    return api("GET", f"/tickets/{ticket['id']}", expect=expect)


def history(api: Api, ticket: Any) -> list[str]:
    return [entry["kind"] for entry in api("GET", f"/tickets/{ticket['id']}/entries")["items"]][::-1]


def id_of(api: Api) -> str:
    return str(api("GET", "/auth/me")["user"]["id"])


def notices(api: Api, kind: str) -> list[str]:
    return [notice["text"]["zh-CN"] for notice in api("GET", "/notices")["items"] if notice["kind"] == kind]


def promise(ticket: Any, kind: str) -> Any:
    return next(one for one in ticket["clocks"] if one["kind"] == kind)


def local(text: str) -> str:
    moment = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    return moment.astimezone(ZoneInfo("UTC")).isoformat().replace("+00:00", "Z")


def team_of(shop: Shop, leader: Api, *members: Api) -> Team:
    team = Team.objects.create(organization=shop.organization, name="售后班组")
    for api in (leader, *members):
        user = User.objects.for_actor(shop.system).get(id=id_of(api))
        Membership.objects.create(organization=shop.organization, team=team, user=user, is_leader=api is leader)
    account_queries.forget()
    return team
