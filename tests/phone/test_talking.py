"""What people do within calls, on a whole instance: each party says a tone of its own, and what each heard tells who was joined with whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from tests.journeys.house import House, Person
from tests.phone.engines import Carrier, CarrierCall, Samples, loudness, share
from tests.phone.voice import QUIET, is_signed_in, samples, sign_in

from kefu.config.tests.instances import Instance, wait_until

HERTZ = {"6111": 1100, "6112": 1300, "6113": 1700}
CUSTOMER_HERTZ = 700


@dataclass
class Floor:
    """6111 talks, 6112 is the expert, 6113 the supervisor; each with a telephone that answers by itself."""

    network: Carrier
    people: dict[str, Person]
    accounts: dict[str, str]
    queue: dict[str, Any]

    def person(self, number: str) -> Person:
        return self.people[number]

    def telephone(self, number: str) -> CarrierCall:
        """The next telephone to ring, which is this person's."""
        call = self.network.next_call(40)
        assert call.number == self.accounts[number], f"{call.number} rang"
        return call


@pytest.fixture(scope="module")
def hired(instance: Instance, house: House, network: Carrier, trunk: dict[str, Any]) -> Floor:
    api = house.owner.api
    brand = house.queue["brand_id"]
    api("POST", "/phone-numbers", {"brand_id": brand, "digits": "02151000010", "name": "呼出"})
    people, accounts = {}, {}
    for number, hertz in HERTZ.items():
        role = "admin" if number == "6113" else "agent"
        people[number] = house.hire(number, role=role, status="offline")
        given = api("POST", "/extensions", {"user_id": people[number].id, "kind": "telephone"})
        accounts[number] = given["account"]
        network.tones[given["account"]] = hertz
        sign_in(network, given["account"], given["secret"])
    queue = api("POST", "/queues", {"brand_id": brand, "name": "通话", "member_ids": [p.id for p in people.values()]})
    api("PATCH", f"/queue-manners/{queue['id']}", QUIET)
    for account in accounts.values():
        wait_until(partial(is_signed_in, instance, account), seconds=40)
    return Floor(network, people, accounts, queue)


@pytest.fixture
def floor(hired: Floor, house: House) -> Iterator[Floor]:
    """All at work and free, before and after."""
    for person in hired.people.values():
        person.api("PUT", "/agents/me/presence", {"status": "online", "channels": ["phone"]})
    yield hired
    for call in house.owner.api("GET", "/calls?limit=5")["items"]:
        if call["phase"] != "ended":
            house.owner.api("POST", f"/calls/{call['id']}/hangup")
        wait_until(partial(is_at, house.owner, call["id"], phase="ended"), seconds=30)
        tree = house.owner.api("GET", "/dispositions")["items"]
        leaf = next(one["id"] for one in tree if one["id"] not in {other["parent_id"] for other in tree})
        house.owner.api("POST", f"/calls/{call['id']}/wrap-up", {"disposition_id": leaf})
    for person in hired.people.values():
        person.is_now("offline")


def is_at(person: Person, call_id: str, **values: Any) -> bool:
    call = person.api("GET", f"/calls/{call_id}")
    return all(call[name] == value for name, value in values.items())


@dataclass
class Talk:
    """6111 has called the customer, and they talk."""

    floor: Floor
    id: str
    agent: CarrierCall
    customer: CarrierCall

    @property
    def person(self) -> Person:
        return self.floor.person("6111")

    def do(self, what: str, body: Any = None, *, by: str = "6111") -> None:
        self.floor.person(by).api("POST", f"/calls/{self.id}/{what}", body)

    def is_now(self, **values: Any) -> None:
        wait_until(partial(is_at, self.person, self.id, **values), seconds=30)

    def see(self) -> dict[str, Any]:
        found: dict[str, Any] = self.person.api("GET", f"/calls/{self.id}")
        return found

    def deeds(self) -> list[str]:
        return [moment["name"] for moment in self.see()["moments"] if moment["kind"] == "talk"]


_last = iter(range(10, 90))


@pytest.fixture
def talk(floor: Floor) -> Talk:
    number = f"138000061{next(_last)}"
    floor.network.tones[number] = CUSTOMER_HERTZ
    call = floor.person("6111").api("POST", "/calls", {"to": number, "queue_id": floor.queue["id"]})
    agent = floor.telephone("6111")
    customer = floor.network.next_call(40)
    assert customer.number == number
    made = Talk(floor, call["id"], agent, customer)
    made.is_now(phase="talking")
    return made


def since(call: CarrierCall) -> int:
    """How much it has heard until now."""
    return call.heard


def hears_next(call: CarrierCall, *hertz: int) -> None:
    """From now on it hears these tones, each of them loudly, and nothing else."""
    start = since(call)
    try:
        wait_until(lambda: is_heard(call.sound()[start:], hertz), seconds=30)
    except AssertionError:
        last = call.sound()[start:][-8000:]
        heard = {each: round(share(last, each), 3) for each in (CUSTOMER_HERTZ, *HERTZ.values())}
        raise AssertionError(f"{call.number} hears {heard}, {loudness(last):.4f} loud, not {hertz}") from None


def is_heard(heard: Samples, hertz: tuple[int, ...]) -> bool:
    if heard.size < 8000:
        return False
    last = heard[-8000:]
    parts = [share(last, each) for each in hertz]
    return sum(parts) > 0.9 and min(parts) > 0.9 / len(parts) / 3


def hears_silence_next(call: CarrierCall) -> None:
    start = since(call)
    wait_until(lambda: call.sound().size > start + 12000 and loudness(call.sound()[-8000:]) < 0.001, seconds=30)


def hears_music_next(call: CarrierCall) -> None:
    """Something that nobody here says."""
    start = since(call)
    tones = (CUSTOMER_HERTZ, *HERTZ.values())

    def is_music() -> bool:
        last = call.sound()[start:][-8000:]
        return last.size == 8000 and loudness(last) > 0.005 and sum(share(last, each) for each in tones) < 0.3

    wait_until(is_music, seconds=30)


def test_a_customer_on_hold_hears_music_and_the_agent_nothing(talk: Talk) -> None:
    hears_next(talk.customer, 1100)
    hears_next(talk.agent, CUSTOMER_HERTZ)
    talk.do("hold")
    talk.is_now(stage="held")
    hears_music_next(talk.customer)
    hears_silence_next(talk.agent)
    talk.do("resume")
    hears_next(talk.customer, 1100)
    hears_next(talk.agent, CUSTOMER_HERTZ)
    assert talk.deeds() == ["hold", "resume"]


def test_a_blind_transfer_goes_to_the_colleague_with_its_note(house: House, talk: Talk) -> None:
    expert = talk.floor.person("6112")
    talk.do("transfer", {"to_agent": expert.id, "note": "要专家看发票"})
    telephone = talk.floor.telephone("6112")
    wait_until(partial(is_at, expert, talk.id, assignee_id=expert.id), seconds=30)
    talk.agent.wait_over()
    hears_next(telephone, CUSTOMER_HERTZ)
    hears_next(talk.customer, 1300)
    call = expert.api("GET", f"/calls/{talk.id}")
    assert (call["invitation"]["note"], call["invitation"]["outcome"]) == ("要专家看发票", "taken")
    recorded = f"/calls/{talk.id}/recording"
    expert.api("POST", f"/calls/{talk.id}/hangup")
    wait_until(lambda: len(house.owner.api("GET", recorded)["items"]) == 4, seconds=60)
    sides = sorted(one["side"] for one in house.owner.api("GET", recorded)["items"])
    assert sides == ["agent", "agent", "caller", "mix"], "one recording of the customer and one mix, whoever talks"
    who = {one["part"]: one["agent_name"] for one in house.owner.api("GET", recorded)["items"]}
    assert len(who) == len(set(who.values())) == 2 and all(who.values()), who
    sides = [one["name"].split("_")[2] for one in house.owner.api("GET", recorded)["items"] if one["side"] == "agent"]
    assert sorted(sides) == ["6111", "6112"], "each agent's side bears the number of whoever talked"


def test_a_colleague_who_does_not_take_it_sends_it_back_with_the_reason(talk: Talk) -> None:
    account = talk.floor.accounts["6112"]
    talk.floor.network.answers[account] = 17
    talk.do("transfer", {"to_agent": talk.floor.person("6112").id})
    wait_until(lambda: talk.see()["invitation"]["outcome"] == "busy", seconds=30)
    del talk.floor.network.answers[account]
    talk.is_now(stage="", assignee_id=talk.person.id)
    hears_next(talk.customer, 1100)
    hears_next(talk.agent, CUSTOMER_HERTZ)
    assert talk.deeds() == ["transfer", "returned"]


def test_an_expert_is_asked_joins_and_goes_on_alone(talk: Talk) -> None:
    expert = talk.floor.person("6112")
    talk.do("consult", {"to_agent": expert.id, "note": "不明白"})
    telephone = talk.floor.telephone("6112")
    hears_next(telephone, 1100)
    hears_next(talk.agent, 1300)
    hears_music_next(talk.customer)
    talk.do("conference")
    talk.is_now(stage="conference")
    hears_next(talk.customer, 1100, 1300)
    hears_next(talk.agent, CUSTOMER_HERTZ, 1300)
    hears_next(telephone, CUSTOMER_HERTZ, 1100)
    talk.agent.hang_up()
    wait_until(partial(is_at, expert, talk.id, assignee_id=expert.id, stage=""), seconds=30)
    hears_next(talk.customer, 1300)
    hears_next(telephone, CUSTOMER_HERTZ)


def test_an_expert_takes_the_call_after_the_question(talk: Talk) -> None:
    expert = talk.floor.person("6112")
    talk.do("consult", {"to_agent": expert.id})
    telephone = talk.floor.telephone("6112")
    hears_next(telephone, 1100)
    talk.do("transfer", {})
    talk.agent.wait_over()
    hears_next(telephone, CUSTOMER_HERTZ)
    hears_next(talk.customer, 1300)


def test_a_call_goes_to_another_line_and_on_to_who_is_free(talk: Talk) -> None:
    talk.floor.person("6113").is_now("offline")
    talk.do("transfer", {"to_queue": talk.floor.queue["id"], "note": "请接着处理"})
    talk.agent.wait_over()
    telephone = talk.floor.telephone("6112")
    hears_next(telephone, CUSTOMER_HERTZ)
    hears_next(talk.customer, 1300)
    call = talk.floor.person("6112").api("GET", f"/calls/{talk.id}")
    assert (call["invitation"]["note"], call["assignee_id"]) == ("请接着处理", talk.floor.person("6112").id)


def test_a_supervisor_listens_whispers_joins_and_takes_over(talk: Talk) -> None:
    talk.do("monitor", {"mode": "listen"}, by="6113")
    ear = talk.floor.telephone("6113")
    hears_next(ear, CUSTOMER_HERTZ, 1100)
    hears_next(talk.agent, CUSTOMER_HERTZ)
    hears_next(talk.customer, 1100)
    talk.do("monitor", {"mode": "whisper"}, by="6113")
    hears_next(talk.agent, CUSTOMER_HERTZ, 1700)
    hears_next(talk.customer, 1100)
    talk.do("monitor", {"mode": "barge"}, by="6113")
    hears_next(talk.customer, 1100, 1700)
    hears_next(ear, CUSTOMER_HERTZ, 1100)
    talk.do("monitor", {"mode": "take"}, by="6113")
    talk.agent.wait_over()
    hears_next(talk.customer, 1700)
    boss = talk.floor.person("6113")
    assert is_at(boss, talk.id, assignee_id=boss.id)


def test_what_is_said_in_a_pause_is_not_recorded(house: House, talk: Talk) -> None:
    talk.customer.hear(3)
    talk.do("recording/pause")
    talk.is_now(recording_paused=True)
    start = since(talk.customer)
    wait_until(lambda: since(talk.customer) > start + 3 * 8000, seconds=60)
    talk.do("recording/resume")
    talk.is_now(recording_paused=False)
    hears_next(talk.customer, 1100)
    talk.customer.hang_up()
    recorded = f"/calls/{talk.id}/recording"
    wait_until(lambda: len(house.owner.api("GET", recorded)["items"]) == 3, seconds=60)
    for one in house.owner.api("GET", recorded)["items"]:
        kept = samples(house, one["url"])
        seconds = [loudness(kept[at : at + 8000]) for at in range(0, len(kept) - 8000, 4000)]
        assert min(seconds[2:-2]) < 0.001 < max(seconds), f"{one['side']}: {seconds}"
        assert seconds[0] > 0.01 < seconds[-1], "recorded before and after"
    assert talk.deeds() == ["pause", "unpause"]
