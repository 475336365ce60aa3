"""A leader sees their own group, or those below it as well, or everybody: the same on the list, in figures, files and recordings."""

from __future__ import annotations

import csv
import io
from uuid import UUID

import pytest
from django.core.files.storage import default_storage

from kefu.contact.telephony.models import Call
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.models import User
from kefu.insight.analytics import actions as analytics
from kefu.kernel import clock, events
from kefu.kernel.models import StoredFile

from .conftest import Api, Shop
from .recorded import call_of, record

OWN, BELOW, BESIDE = "8001", "8002", "8003"
SEEN = {"team": {OWN}, "subtree": {OWN, BELOW}, "all": {OWN, BELOW, BESIDE}}


@pytest.fixture
def people(shop: Shop) -> dict[str, User]:
    """One agent in the leader's group, one in the group below, one beside; each has served a chat and had a call."""
    people = {}
    for number in (OWN, BELOW, BESIDE):
        agent = shop.agent(number)
        visitor = shop.visitor("转人工", visitor={"name": f"客户{number}"})
        agent("POST", f"/conversations/{visitor.id}/messages", {"text": "您好"}, expect=201)
        agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()})
        agent("PUT", "/agents/me/presence", {"status": "offline"})
        events.drain()
        people[number] = User.objects.for_actor(shop.system).get(employee_number=number)
        call = call_of(shop, caller=f"1380000{number}")
        Call.objects.for_actor(shop.system).filter(id=call.id).update(
            assignee=people[number], answered_at=clock.now(), ended_at=clock.now()
        )
        record(call, "mix")
    return people


def leader(shop: Shop, people: dict[str, User], scope: str) -> Api:
    account_queries.forget()
    granted = ["conversations.read", "analytics.read", "analytics.export", "calls.read", "calls.listen", "users.read"]
    role = accounts.create_role(shop.system, code=f"leader-{scope}", name=scope, granted=granted, scope=scope)
    api = shop.agent("8000", role=role.code, status="offline")
    me = User.objects.for_actor(shop.system).get(employee_number="8000")
    group = accounts.create_team(shop.system, name="一组", leader_ids=[me.id], member_ids=[people[OWN].id])
    accounts.create_team(shop.system, name="一组夜班", parent_id=group.id, member_ids=[people[BELOW].id])
    accounts.create_team(shop.system, name="二组", member_ids=[people[BESIDE].id])
    account_queries.forget()
    return api


def exported(shop: Shop, api: Api) -> set[str]:
    asked = api("POST", "/exports", {"format": "csv"}, expect=201)
    analytics.run_export(shop.organization.id, UUID(asked["id"]))
    (row,) = [one for one in api("GET", "/exports")["items"] if one["id"] == asked["id"]]
    assert row["state"] == "done"
    file = StoredFile.objects.for_actor(shop.system).order_by("-created_at")[0]
    with default_storage.open(file.key) as content:
        header, *rows = csv.reader(io.StringIO(content.read().decode("utf-8-sig")))
    return {row[header.index("客服")][:4] for row in rows}


@pytest.mark.parametrize("scope", SEEN)
def test_a_leader_sees_the_same_people_on_every_way(shop: Shop, people: dict[str, User], scope: str) -> None:
    api, seen = leader(shop, people, scope), SEEN[scope]
    by_id = {str(user.id): number for number, user in people.items()}

    listed = api("GET", "/conversations?status=closed")["items"]
    assert {by_id[row["assignee"]["id"]] for row in listed} == seen
    for number, user in people.items():
        found = api("GET", f"/conversations?assignee={user.id}")["items"]
        assert bool(found) == (number in seen), "asking for one by name opens nothing"
    for row in shop.owner("GET", "/conversations?status=closed")["items"]:
        is_seen = by_id[row["assignee"]["id"]] in seen
        api("GET", f"/conversations/{row['id']}", expect=200 if is_seen else 404)

    contacts = api("GET", "/contacts?only=handled")["items"]
    assert {row["agent"][:4] for row in contacts} == seen
    figures = api("GET", "/analytics/figures?code=handled&by=agent")["items"]
    assert {line["label"][:4] for line in figures} == seen
    assert {row["employee_number"] for row in api("GET", "/analytics/board")} & set(people) == seen
    assert {row["employee_number"] for row in api("GET", "/users")["items"]} & set(people) == seen
    assert exported(shop, api) == seen

    assert {row["caller"][-4:] for row in api("GET", "/calls")["items"]} == seen
    assert {row["caller"][-4:] for row in api("GET", "/calls?number=1380000")["items"]} == seen
    for row in shop.owner("GET", "/calls")["items"]:
        is_seen = row["caller"][-4:] in seen
        api("GET", f"/calls/{row['id']}/recording", expect=200 if is_seen else 404)
