"""Callbacks instead of waiting (排队回呼): the place that stays, the tries, a caller who calls again. The engine's part is in tests/phone."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from kefu.contact.missed.models import MissedCall
from kefu.contact.routing.models import Contact, WorkItem
from kefu.contact.telephony import actions as telephony
from kefu.contact.telephony.models import Call, Callback, CallCommand
from kefu.contact.telephony.rules import machine as m
from kefu.insight.analytics import queries as analytics
from kefu.insight.analytics.queries import Period
from kefu.kernel import clock, events

from .conftest import Hours, Shop
from .test_phone_line import Caller, hotline, on_the_phone, spoken_words

PHONES = ("13900006201", "13900006202", "13900006203")


@pytest.fixture
def line(shop: Shop) -> Shop:
    """A hotline that offers a callback after 20 seconds, three tries, five minutes between them."""
    hotline(shop)
    shop.owner("POST", "/trunks", {"name": "运营商", "host": "sip.carrier.example"}, expect=201)
    manner = {"callback_after": 20, "callback_tries": 2, "callback_minutes": 5, "announce_seconds": None}
    shop.owner("PATCH", f"/queue-manners/{shop.queue.id}", manner)
    return shop


def asks(caller: Caller) -> Callback:
    """Who waits presses 1 and confirms their number."""
    caller.tell(m.Key("1"))
    caller.tell(m.Key("1"))
    caller.tell(m.LegGone(m.CALLER))
    return of(caller)


def of(caller: Caller) -> Callback:
    return Callback.objects.for_actor(caller.shop.system).get(call_id=caller.id)


class Back:
    """The call back, as the telephony role hears of it."""

    def __init__(self, shop: Shop, callback: Callback) -> None:
        assert callback.attempt_id is not None
        self.shop, self.id = shop, callback.attempt_id
        self.heed()

    def heed(self) -> list[m.Effect]:
        """What others told it meanwhile."""
        effects: list[m.Effect] = []
        rows = CallCommand.objects.for_actor(self.shop.system).filter(call_id=self.id, done_at=None).order_by("id")
        for command in list(rows):
            effects += telephony.follow(
                self.shop.organization.id, command.call_id, m.load(command.fact), command_id=command.id
            )
            events.drain()
        return effects

    def tell(self, fact: m.Fact) -> list[m.Effect]:
        effects = telephony.follow(self.shop.organization.id, self.id, fact)
        events.drain()
        return effects

    @property
    def call(self) -> Call:
        return Call.objects.for_actor(self.shop.system).get(id=self.id)

    def is_dialled(self) -> list[m.Effect]:
        """The agent to whom it is offered answers."""
        self.heed()
        return self.tell(m.LegUp(self.call.machine["leg"]))


def in_line(shop: Shop) -> list[UUID]:
    rows = WorkItem.objects.for_actor(shop.system).filter(queue=shop.queue, state="waiting")
    return list(rows.order_by("-priority", "queued_at", "id").values_list("subject_id", flat=True))


def test_it_is_offered_when_the_time_has_come_and_not_before(line: Shop, hours: Hours) -> None:
    caller = Caller(line, PHONES[0])
    assert caller.tell(m.Key("1")) == []
    hours.pass_(21)
    caller.look()
    assert spoken_words(caller.said()) == "需要我们给您回电，请按一。继续等待，请稍候。"
    caller.tell(m.Key("1"))
    words = spoken_words(caller.said())
    assert words.startswith("我们将回拨您现在的来电号码。 一 三 九") and words.endswith("更换号码请按二。")
    caller.tell(m.Key("2"))
    for key in "120#":
        caller.tell(m.Key(key))
    assert spoken_words(caller.said()) == "请输入回电号码，按井号键结束。", (
        "nobody is called back at an emergency number"
    )
    for key in "02152000062#":
        caller.tell(m.Key(key))
    assert spoken_words(caller.said()).startswith("零 二 一 五 二")


def test_the_place_in_the_line_stays_and_in_their_turn_agent_and_customer_are_joined(line: Shop, hours: Hours) -> None:
    callers = [Caller(line, phone) for phone in PHONES]
    places = in_line(line)
    hours.pass_(21)
    callback = asks(callers[1])
    assert in_line(line) == [places[0], callback.attempt_id, places[2]], "exactly where they stood"
    assert [row["position"] for row in line.owner("GET", "/callbacks")["items"]] == [2]
    callers[0].tell(m.LegGone(m.CALLER))
    agent, user_id = on_the_phone(line, "6201")
    events.drain()
    back = Back(line, callback)
    assert agent("GET", "/calls/mine")["items"][0]["id"] == str(back.id), "the pop, before they answer"
    assert back.call.machine["phase"] == "ringing"
    assert any(isinstance(effect, m.Dial) for effect in back.is_dialled())
    assert back.call.phase == "dialling" and back.call.answered_at is None and back.call.assignee_id == user_id
    assert back.call.number is not None and back.call.number.digits == back.call.machine["shown"] == "4000008399"
    assert "13900006202@" in back.call.machine["line"]
    back.tell(m.LegUp(m.CALLER))
    back.tell(m.LegGone(m.CALLER))
    assert of(callers[1]).state == "reached"
    assert not MissedCall.objects.for_actor(line.system).filter(number__endswith="6202").exists()
    moments = line.owner("GET", f"/calls/{back.id}")["moments"]
    assert [one["name"] for one in moments][:3] == ["waiting", "ringing", "dialling"]
    told = {row.subject_id: row for row in Contact.objects.for_actor(line.system)}
    assert told[callers[1].id].wants_callback and told[callers[1].id].answered_at is None
    period = Period(clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=1))
    (figures,) = analytics.figures(line.system, ["offered", "abandons", "callbacks"], period)
    assert figures.values == {"offered": 3, "abandons": 1, "callbacks": 1}, "who is called back has abandoned nothing"


def test_who_is_not_reached_is_tried_again_by_the_rule_and_then_rung_back_by_hand(line: Shop, hours: Hours) -> None:
    caller = Caller(line, PHONES[0])
    hours.pass_(21)
    asks(caller)
    on_the_phone(line, "6201")
    events.drain()
    back = Back(line, of(caller))
    back.is_dialled()
    back.tell(m.LegGone(m.CALLER, 17))
    first = back.id
    callback = of(caller)
    assert (callback.state, callback.tries, callback.attempt_id) == ("waiting", 1, None)
    telephony.wrap_up_over(line.organization.id, first)  # the agent is free again
    telephony.call_back(line.organization.id, callback.id)
    assert of(caller).attempt_id is None, "not before its time"
    hours.pass_(300)
    telephony.call_back(line.organization.id, callback.id)
    telephony.call_back(line.organization.id, callback.id)
    events.drain()
    back = Back(line, of(caller))
    assert back.id != first
    back.is_dialled()
    back.tell(m.LegGone(m.CALLER, 19))
    assert of(caller).state == "given_up"
    missed = MissedCall.objects.for_actor(line.system).get()
    assert (missed.why, missed.last_call_id, missed.closed_at) == ("callback", caller.id, None)


def test_who_calls_again_takes_the_place_along_and_is_not_called_as_well(line: Shop, hours: Hours) -> None:
    caller, other = Caller(line, PHONES[0]), Caller(line, PHONES[1])
    hours.pass_(21)
    callback = asks(caller)
    again = Caller(line, PHONES[0])
    assert in_line(line)[0] == again.id and again.work.queued_at == callback.queued_at
    assert of(caller).state == "joined"
    back = Back(line, callback)
    assert back.call.phase == "ended"
    assert in_line(line) == [again.id, other.id], "nobody stands twice"


def test_an_agent_who_was_asked_just_then_rings_for_the_call_back(line: Shop, hours: Hours) -> None:
    caller = Caller(line, PHONES[0])
    hours.pass_(21)
    caller.tell(m.Key("1"))
    on_the_phone(line, "6201")
    events.drain()
    assert caller.work.state == "offered"
    caller.tell(m.Key("1"))
    back = Back(line, of(caller))
    assert back.call.phase == "ringing", "the offer goes with the place"


def test_a_leader_cancels_one_and_a_line_cannot_have_one_key_for_two_things(line: Shop, hours: Hours) -> None:
    caller = Caller(line, PHONES[0])
    hours.pass_(21)
    callback = asks(caller)
    agent = line.agent("6202", status="offline")
    agent("POST", f"/callbacks/{callback.id}/cancel", expect=403)
    assert line.owner("POST", f"/callbacks/{callback.id}/cancel")["state"] == "cancelled"
    line.owner("POST", f"/callbacks/{callback.id}/cancel", expect=409)
    Back(line, callback)
    assert in_line(line) == []
    refused: Any = line.owner("PATCH", f"/queue-manners/{line.queue.id}", {"message_key": "1"}, expect=422)
    assert refused["code"] == "key_taken"
