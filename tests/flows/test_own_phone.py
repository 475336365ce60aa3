"""An agent's own telephone, without the engine: who is reached, who comes back into a call, and the time to wrap up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from kefu.contact.telephony import actions
from kefu.contact.telephony.models import CallCommand, Extension
from kefu.contact.telephony.rules import machine
from kefu.kernel import events

from .conftest import Api, Hours, Shop

DIALLED = "4000008199"


def rings(effects: list[machine.Effect]) -> list[machine.Ring]:
    return [effect for effect in effects if isinstance(effect, machine.Ring)]


@dataclass
class Phones:
    """A hotline that leads to the shop's queue, and what the telephony role would do."""

    shop: Shop

    def call(self, caller: str = "13800138000") -> tuple[UUID, list[machine.Effect]]:
        found = actions.arrive(f"channel-{caller}", DIALLED, caller)
        assert found is not None
        return found[1], self.tell(found[1], machine.Arrived())

    def tell(self, call: UUID, fact: machine.Fact) -> list[machine.Effect]:
        effects = actions.follow(self.shop.organization.id, call, fact)
        events.drain()
        return effects + self.heed(call)

    def heed(self, call: UUID) -> list[machine.Effect]:
        """What others told the call meanwhile."""
        effects: list[machine.Effect] = []
        for command in (
            CallCommand.objects.for_actor(self.shop.system).filter(call_id=call, done_at=None).order_by("id")
        ):
            fact = machine.load(command.fact)
            effects += actions.follow(self.shop.organization.id, call, fact, command_id=command.id)
            events.drain()
        return effects

    def see(self, call: UUID) -> Any:
        return self.shop.owner("GET", f"/calls/{call}")

    def talk(self, call: UUID, effects: list[machine.Effect]) -> str:
        """The agent whose telephone rings answers; the leg."""
        (ring,) = rings(effects)
        for effect in self.tell(call, machine.LegUp(ring.leg)):
            if isinstance(effect, machine.Say):
                self.tell(call, machine.Played(effect.playback))
        return ring.leg


@pytest.fixture
def phones(shop: Shop) -> Phones:
    brand = str(shop.site.brand_id)
    draft = {"start": "line", "nodes": {"line": {"kind": "queue", "queue_id": str(shop.queue.id)}}}
    flow = shop.owner("POST", "/call-flows", {"brand_id": brand, "name": "总机", "draft": draft}, expect=201)
    shop.owner("POST", f"/call-flows/{flow['id']}/publish")
    number = {"brand_id": brand, "digits": DIALLED, "name": "热线", "flow_id": flow["id"]}
    shop.owner("POST", "/phone-numbers", number, expect=201)
    return Phones(shop)


def on_the_phone(agent: Api) -> str:
    """The agent takes calls; their account."""
    agent("PUT", "/agents/me/presence", {"channels": ["chat", "phone"]})
    account: str = agent("PUT", "/extensions/mine")["account"]
    events.drain()
    return account


def sign_in(account: str) -> None:
    actions.note_signed_in({account})
    events.drain()


def test_an_agent_gets_an_account_of_their_own_which_stays_and_is_kept_sealed(shop: Shop, phones: Phones) -> None:
    agent = shop.agent("8101")
    assert agent("GET", "/extensions/mine") == {
        "is_on": True, "kind": None, "account": None, "secret": None, "is_signed_in": False, "mobile": "", "uses_mobile": False,
        "ice_servers": [],
    }  # fmt: skip
    own = agent("PUT", "/extensions/mine")
    assert own["kind"] == "browser" and len(own["secret"]) >= 20
    assert agent("PUT", "/extensions/mine") == own
    assert agent("GET", "/extensions/mine")["secret"] is None
    assert own["secret"] not in Extension.objects.for_actor(shop.system).get().secret


def test_a_browser_is_told_the_relays_with_a_password_of_its_own(shop: Shop, phones: Phones, settings: Any) -> None:
    settings.TURN_SERVERS, settings.TURN_SECRET = ("turns:turn.shop.test:443?transport=tcp",), "geheim"
    (one,), (other,) = (shop.agent(number)("PUT", "/extensions/mine")["ice_servers"] for number in ("8101", "8102"))
    assert one["urls"] == other["urls"] == ["turns:turn.shop.test:443?transport=tcp"]
    assert one["username"] != other["username"] and one["credential"] != other["credential"]
    assert "geheim" not in str(one)


def test_an_agent_is_reached_on_the_mobile_that_they_were_given(shop: Shop, phones: Phones) -> None:
    agent = shop.agent("8101")
    assert agent("PUT", "/extensions/mine/mobile", {"uses_mobile": True}, expect=409)["code"] == "no_mobile"
    user = agent("GET", "/auth/me")["user"]["id"]
    wrong = shop.owner("POST", "/extensions", {"user_id": user, "mobile": "12"}, expect=422)
    assert [error["field"] for error in wrong["errors"]] == ["mobile"]
    shop.owner("POST", "/extensions", {"user_id": user, "mobile": "+86 139 0000 8101"}, expect=201)
    own = agent("GET", "/extensions/mine")
    assert (own["mobile"], own["uses_mobile"], own["is_signed_in"]) == ("139****8101", False, False)
    own = agent("PUT", "/extensions/mine/mobile", {"uses_mobile": True})
    assert own["uses_mobile"] and own["is_signed_in"], "nobody has to sign in"
    shop.owner("POST", "/extensions", {"user_id": user}, expect=201)
    assert not agent("GET", "/extensions/mine")["uses_mobile"], "who has none is reached as before"


def test_the_secret_of_a_telephone_is_told_to_no_browser(shop: Shop, phones: Phones) -> None:
    agent = shop.agent("8101")
    me = agent("GET", "/auth/me")["user"]["id"]
    shop.owner("POST", "/extensions", {"user_id": me, "kind": "telephone"}, expect=201)
    assert agent("PUT", "/extensions/mine")["secret"] is None


def test_without_a_number_there_is_no_phone(shop: Shop) -> None:
    assert shop.agent("8101")("PUT", "/extensions/mine")["is_on"] is False
    assert not Extension.objects.for_actor(shop.system).exists()


def test_channels_change_without_the_state(shop: Shop) -> None:
    agent = shop.agent("8101", status="busy")
    presence = agent("PUT", "/agents/me/presence", {"channels": ["phone"]})
    assert (presence["status"], presence["channels"]) == ("busy", ["phone"])
    assert agent("PUT", "/agents/me/presence", {"channels": []})["channels"] == ["phone"]


def test_whose_telephone_is_not_signed_in_is_offered_nothing_until_it_is(shop: Shop, phones: Phones) -> None:
    agent = shop.agent("8101")
    account = on_the_phone(agent)
    call, effects = phones.call()
    assert not rings(effects) and phones.see(call)["phase"] == "waiting"
    sign_in(account)
    assert len(rings(phones.heed(call))) == 1
    assert [one["id"] for one in agent("GET", "/calls/mine")["items"]] == [str(call)]
    actions.note_state(account, False)
    assert agent("GET", "/extensions/mine")["is_signed_in"] is False


def test_a_browser_comes_back_into_its_call(shop: Shop, phones: Phones) -> None:
    agent = shop.agent("8101")
    account = on_the_phone(agent)
    sign_in(account)
    call, effects = phones.call()
    leg = phones.talk(call, effects)
    phones.tell(call, machine.LegGone(leg))
    assert agent("GET", "/calls/mine")["items"][0]["phase"] == "lost"
    assert agent("POST", f"/calls/{call}/come-back", expect=202)["phase"] == "lost"
    (ring,) = rings(phones.heed(call))
    assert ring.endpoint == f"PJSIP/{account}"
    phones.tell(call, machine.LegUp(ring.leg))
    assert phones.see(call)["phase"] == "talking"
    answered = phones.see(call)["answered_at"]
    shop.owner("POST", f"/calls/{call}/come-back", expect=409)
    phones.tell(call, machine.LegGone(machine.CALLER))
    agent("POST", f"/calls/{call}/come-back", expect=409)
    assert phones.see(call)["answered_at"] == answered


def test_an_agent_who_stays_away_gives_the_caller_to_the_next_one(shop: Shop, phones: Phones) -> None:
    agent, other = shop.agent("8101"), shop.agent("8102", status="offline")
    account = on_the_phone(agent)
    sign_in(account)
    call, effects = phones.call()
    leg = phones.talk(call, effects)
    effects = phones.tell(call, machine.LegGone(leg))
    patience = next(effect.serial for effect in effects if isinstance(effect, machine.Await))
    second = on_the_phone(other)
    other("PUT", "/agents/me/presence", {"status": "online"})
    sign_in(second)
    effects = phones.tell(call, machine.Quiet(patience))
    assert [ring.endpoint for ring in rings(effects)] == [f"PJSIP/{second}"]
    assert phones.see(call)["assignee_id"] is None
    phones.talk(call, effects)
    assert phones.see(call)["assignee_id"] == other("GET", "/auth/me")["user"]["id"]


def test_calls_are_found_by_what_they_were(shop: Shop, phones: Phones) -> None:
    sign_in(on_the_phone(shop.agent("8101")))
    call, effects = phones.call("13800138000")
    phones.talk(call, effects)
    missed, _ = phones.call("13900139000")
    phones.tell(missed, machine.LegGone(machine.CALLER))

    def found(query: str) -> list[str]:
        return [one["caller"] for one in shop.owner("GET", f"/calls?{query}")["items"]]

    assert found("answered=true") == ["13800138000"] and found("answered=false") == ["13900139000"]
    assert found("number=139-0013") == ["13900139000"]
    assert found(f"number={DIALLED}") == ["13900139000", "13800138000"]
    assert found("direction=outbound") == []
    agent = phones.see(call)["assignee_id"]
    assert found(f"agent={agent}&queue={shop.queue.id}") == ["13800138000"]
    assert found("until=2020-01-01T00:00:00Z") == [] and len(found("since=2020-01-01T00:00:00Z")) == 2


def test_the_time_to_wrap_up_is_extended_twice_and_frees_by_itself(shop: Shop, phones: Phones, hours: Hours) -> None:
    agent = shop.agent("8101")
    sign_in(on_the_phone(agent))
    call, effects = phones.call()
    phones.talk(call, effects)
    agent("POST", f"/calls/{call}/more-time", expect=409)
    phones.tell(call, machine.LegGone(machine.CALLER))
    assert agent("POST", f"/calls/{call}/more-time")["wrap_up_more"] == 1
    assert agent("POST", f"/calls/{call}/more-time")["wrap_up_more"] == 2
    agent("POST", f"/calls/{call}/more-time", expect=409)
    hours.pass_(60)
    actions.wrap_up_over(shop.organization.id, call)
    assert agent("GET", "/calls/mine")["items"], "the first timer ends nothing that was extended"
    hours.pass_(31)
    actions.wrap_up_over(shop.organization.id, call)
    assert agent("GET", "/calls/mine")["items"] == []
    leaf = shop.leaf()
    agent("POST", f"/calls/{call}/wrap-up", {"disposition_id": leaf})
    assert agent("GET", f"/calls/{call}/suggested-dispositions")["items"][0]["id"] == leaf
