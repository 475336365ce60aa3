"""The house's part while callers wait: limits, places, who is first, messages, ratings. The engine's part is in tests/phone."""

import io
import wave
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from kefu.config import sockets
from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.contact.routing.models import Contact, WorkItem
from kefu.contact.telephony import actions as telephony
from kefu.contact.telephony.driver import driver
from kefu.contact.telephony.models import Call, CallMoment, QueueManner, Voicemail
from kefu.contact.telephony.rules import machine as m
from kefu.contact.telephony.rules import spoken
from kefu.kernel import clock, events
from kefu.kernel.ids import new_id
from kefu.kernel.models import AuditEntry
from kefu.kernel.realtime import feed

from .conftest import Api, Hours, Shop
from .test_line import office_hours, settle

HOTLINE = "4000008399"
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # a Monday, 12:00 in Beijing
NIGHT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def recording(seconds: float = 4.0) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"\x10\x00" * int(8000 * seconds))
    return made.getvalue()


def hotline(shop: Shop, digits: str = HOTLINE, **node: Any) -> None:
    """A number whose callers go into the shop's line at once."""
    brand = str(shop.site.brand_id)
    draft = {"start": "line", "nodes": {"line": {"kind": "queue", "queue_id": str(shop.queue.id), **node}}}
    flow = shop.owner("POST", "/call-flows", {"brand_id": brand, "name": f"总机 {digits}", "draft": draft}, expect=201)
    shop.owner("POST", f"/call-flows/{flow['id']}/publish")
    number = {"brand_id": brand, "digits": digits, "name": "热线", "flow_id": flow["id"]}
    shop.owner("POST", "/phone-numbers", number, expect=201)


def spoken_words(sounds: tuple[str, ...]) -> str:
    return " ".join(spoken.words()[sound] for sound in sounds)


class Caller:
    """One who dials, as the telephony role hears of it."""

    def __init__(self, shop: Shop, phone: str = "13800138000", digits: str = HOTLINE) -> None:
        self.shop = shop
        found = telephony.arrive(f"channel-{new_id()}", digits, phone)
        assert found is not None
        self.id = found[1]
        self.effects = self.tell(m.Arrived())

    def tell(self, fact: m.Fact) -> list[m.Effect]:
        self.effects = telephony.follow(self.shop.organization.id, self.id, fact)
        events.drain()
        return self.effects

    @property
    def call(self) -> Call:
        return Call.objects.for_actor(self.shop.system).get(id=self.id)

    @property
    def work(self) -> WorkItem:
        return WorkItem.objects.for_actor(self.shop.system).filter(subject_id=self.id).latest("id")

    def look(self) -> list[m.Effect]:
        return self.tell(m.Lingered(self.call.machine["turn"]))

    def said(self) -> tuple[str, ...]:
        return next(effect.sounds for effect in self.effects if isinstance(effect, m.Say))

    def is_answered_by(self, agent: UUID) -> None:
        self.tell(m.Offered(str(agent), "PJSIP/8301"))
        self.tell(m.LegUp(self.call.machine["leg"]))
        if self.call.phase == Call.Phase.GREETING:
            self.tell(m.Played(self.call.machine["playback"]))


def on_the_phone(shop: Shop, number: str) -> tuple[Api, UUID]:
    agent = shop.agent(number, status="offline")
    agent("PUT", "/agents/me/presence", {"status": "online", "channels": ["chat", "phone"]})
    telephony.note_state(agent("PUT", "/extensions/mine")["account"], True)
    events.drain()
    return agent, UUID(agent("GET", "/auth/me")["user"]["id"])


def customer(shop: Shop, phone: str, tier: str = "normal") -> str:
    body = {"brand_id": str(shop.site.brand_id), "name": f"客户{phone[-4:]}", "tier": tier, "phone": phone}
    return str(shop.owner("POST", "/customers", body, expect=201)["id"])


def test_vips_come_first_then_the_longest_wait_and_each_to_whom_they_know(shop: Shop, hours: Hours) -> None:
    hotline(shop)
    known, vip = customer(shop, "13800008301"), customer(shop, "13800008302", "vip")
    first, second = on_the_phone(shop, "8301"), on_the_phone(shop, "8302")
    before = Caller(shop, "13800008301")
    before.is_answered_by(before.work.assignee_id or first[1])
    served_by = before.call.assignee_id
    before.tell(m.LegGone(m.CALLER))
    hours.pass_(30)
    telephony.wrap_up_over(shop.organization.id, before.id)
    events.drain()
    for agent, _ in (first, second):
        agent("PUT", "/agents/me/presence", {"status": "busy"})
    events.drain()
    callers = [Caller(shop, phone) for phone in ("13900000001", "13900000002", "13800008302")]
    assert {str(caller.call.customer_id) for caller in callers} == {"None", vip}
    events.drain()
    second[0]("PUT", "/agents/me/presence", {"status": "online", "channels": ["chat", "phone"]})
    events.drain()
    assert [caller.work.state for caller in callers] == ["waiting", "waiting", "offered"], "the VIP first"
    callers[2].is_answered_by(second[1])
    first[0]("PUT", "/agents/me/presence", {"status": "online", "channels": ["chat", "phone"]})
    events.drain()
    assert [caller.work.state for caller in callers[:2]] == ["offered", "waiting"], "then the one who waits longest"
    for caller in callers:
        caller.tell(m.LegGone(m.CALLER))
        hours.pass_(30)
        telephony.wrap_up_over(shop.organization.id, caller.id)
        events.drain()
    again = Caller(shop, "13800008301")
    assert str(again.call.customer_id) == known and again.work.assignee_id == served_by, "whom they know"


def test_a_place_is_told_with_minutes_once_there_are_five_samples(shop: Shop, hours: Hours) -> None:
    hotline(shop)
    user_id = on_the_phone(shop, "8301")[1]
    for _ in range(5):
        caller = Caller(shop)
        caller.is_answered_by(user_id)
        hours.pass_(60)
        caller.tell(m.LegGone(m.CALLER))
        hours.pass_(30)  # the wrap-up belongs to it
        telephony.wrap_up_over(shop.organization.id, caller.id)
        events.drain()
    served = Caller(shop)
    served.is_answered_by(user_id)
    first, second = Caller(shop, "13900000001"), Caller(shop, "13900000002")
    shop.visitor()  # who writes waits for another slot, and is before no caller
    second.look()
    said = second.said()
    assert spoken_words(said) == "当前排队第 二位。 预计等待 三分钟。 请继续等待。", "2 × 90 s: three minutes"
    first.look()
    assert "预计等待 两分钟。" in spoken_words(first.said()), "90 s are said as two minutes"


def test_the_way_out_of_a_full_line_leads_to_the_queue_behind_or_to_a_message(shop: Shop, hours: Hours) -> None:
    hotline(shop)
    brand = str(shop.site.brand_id)
    behind = shop.owner("POST", "/queues", {"brand_id": brand, "name": "后备组", "max_waiting": 1}, expect=201)
    settle(shop, max_waiting=1, overflow="queue", overflow_queue_id=behind["id"])
    waiting, sent_on, last = (Caller(shop, f"1390000000{n}") for n in range(3))
    assert waiting.call.queue_id == shop.queue.id and waiting.call.phase == "waiting"
    assert str(sent_on.call.queue_id) == behind["id"] and sent_on.call.phase == "waiting"
    assert last.call.phase == "message" and last.said() == ("zh-CN/leave_message", "beep")
    assert not WorkItem.objects.for_actor(shop.system).filter(subject_id=last.id).exists()


def test_who_has_waited_too_long_is_sent_on_once_and_keeps_the_time_of_queueing(shop: Shop, hours: Hours) -> None:
    hotline(shop)
    brand = str(shop.site.brand_id)
    behind = shop.owner("POST", "/queues", {"brand_id": brand, "name": "后备组", "max_wait_seconds": 20}, expect=201)
    settle(shop, max_wait_seconds=30, overflow="queue", overflow_queue_id=behind["id"])
    caller = Caller(shop)
    queued_at = caller.work.queued_at
    assert next(e.seconds for e in caller.effects if isinstance(e, m.Linger)) == 3
    hours.pass_(25)
    assert any(isinstance(effect, m.Say) for effect in caller.look())
    caller.tell(m.Played(caller.call.machine["playback"]))
    assert next(e.seconds for e in caller.effects if isinstance(e, m.Linger)) == 5, "looked at when it is too long"
    hours.pass_(5)
    caller.look()
    assert str(caller.call.queue_id) == behind["id"] and caller.work.queued_at == queued_at
    hours.pass_(20)
    caller.look()
    assert caller.call.phase == "message", "sent on once"
    assert caller.work.state == "cancelled"
    for agent in ("8301",):
        on_the_phone(shop, agent)
    assert caller.work.state == "cancelled", "nobody is rung for who has left the line"


def test_a_closed_queue_takes_messages(shop: Shop) -> None:
    hotline(shop)
    office_hours(shop)
    settle(shop, calendar_id=str(shop.owner("GET", "/calendars")["items"][0]["id"]))
    with clock.frozen(NIGHT):
        assert Caller(shop).call.phase == "message"
    with clock.frozen(NOON):
        assert Caller(shop).call.phase == "waiting"


def test_a_message_waits_in_the_list_of_all_messages_heads_the_line_at_opening_and_is_there_once(shop: Shop) -> None:
    hotline(shop)
    office_hours(shop)
    settle(shop, calendar_id=str(shop.owner("GET", "/calendars")["items"][0]["id"]), max_waiting=0)
    agent = shop.agent("8301", chat_capacity=1)
    moment = Hours(NIGHT)
    moment._enter()
    try:
        caller = Caller(shop, "13900008303")
        for fact in (m.Key("#"), m.LegGone(m.CALLER)):
            caller.tell(fact)
        telephony.keep_message(caller.id, recording())
        telephony.keep_message(caller.id, recording())
        events.drain()
        (kept,) = Voicemail.objects.for_actor(shop.system).all()
        row = shop.owner("GET", f"/conversations/{kept.id}")
        assert (row["channel"], row["status"], row["claims"]["phone"]) == ("message", "queued", "13900008303")
        assert row["unanswered_since"] == "2026-03-03T01:00:00Z", "the opening"
        (message,) = row["messages"]
        assert message["attachments"][0]["type"] == "audio/wav" and message["text"] == "语音留言"
        shop.owner("PUT", f"/calls/{caller.id}/voicemail/words", {"words": "请回电"})
        events.drain()
        assert shop.owner("GET", f"/conversations/{kept.id}")["messages"][0]["text"] == "请回电"
        moment.at = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
        moment.pass_(1)
        routing.distribute(shop.organization.id)  # by the timer of held work
        events.drain()
        assert shop.owner("GET", f"/conversations/{kept.id}")["status"] == "active"
        assert agent("GET", f"/conversations/{kept.id}")["assignee"] is not None
    finally:
        moment._hold.__exit__(None, None, None)


def test_a_message_of_nothing_is_none(shop: Shop) -> None:
    hotline(shop)
    settle(shop, max_waiting=0)
    caller = Caller(shop)
    telephony.keep_message(caller.id, recording(0.5))
    telephony.keep_message(caller.id, b"no sound")
    telephony.keep_message(new_id(), recording())
    assert not Voicemail.objects.for_actor(shop.system).exists()
    shop.owner("GET", f"/calls/{caller.id}/voicemail", expect=404)


def test_what_was_left_while_the_role_was_away_is_a_missed_call_once(shop: Shop) -> None:
    hotline(shop)
    known = customer(shop, "13900008304")
    at = int((clock.now() - timedelta(minutes=5)).timestamp())
    for _ in range(2):
        telephony.keep_left("left-1", caller="13900008304", dialled=HOTLINE, at=at, content=recording())
        telephony.keep_left("left-2", caller="13900008305", dialled=HOTLINE, at=at, content=None)
        telephony.keep_left("left-3", caller="13900008306", dialled="4009999999", at=at, content=recording())
    events.drain()
    said, silent = Call.objects.for_actor(shop.system).order_by("channel_id")
    assert (str(said.customer_id), said.phase, said.answered_at, said.ended_by) == (known, "ended", None, "visitor")
    assert (said.ended_at - said.started_at).total_seconds() == 4 if said.ended_at else False
    assert Contact.objects.for_actor(shop.system).get(subject_id=said.id).ended_at
    (kept,) = Voicemail.objects.for_actor(shop.system).all()
    assert kept.call_id == said.id and kept.queue_id == shop.queue.id and silent.caller == "13900008305"
    assert shop.owner("GET", f"/conversations/{kept.id}")["visitor"]["name"] == "客户8304"
    story = shop.owner("GET", f"/customers/{known}/timeline")["items"]
    assert [entry["kind"] for entry in story].count("call") == 1


def test_a_low_rating_by_keys_reaches_the_leader_and_every_figure(shop: Shop) -> None:
    hotline(shop)
    QueueManner.objects.create(
        organization_id=shop.organization.id, queue=shop.queue, asks_rating=True, language="both"
    )
    agent, user_id = on_the_phone(shop, "8301")
    caller = Caller(shop)
    caller.is_answered_by(user_id)
    caller.tell(m.Asked("agent"))
    assert caller.said() == ("zh-CN/rating", "en/rating")
    assert caller.call.talked_until is not None and caller.call.ended_at is None
    agent("POST", f"/calls/{caller.id}/wrap-up", {"disposition_id": shop.leaf(), "summary": "问发票"})
    events.drain()
    assert caller.work.state == "done", "the agent is free while the caller rates"
    for fact in (m.Key("1"), m.Key("2"), m.LegGone(m.CALLER)):
        caller.tell(fact)
    (rating,) = shop.owner("GET", f"/ratings?conversation={caller.id}")["items"]
    assert (rating["score"], rating["solved"], rating["follow_up"], rating["channel"]) == (1, "no", "open", "phone")
    contact = Contact.objects.for_actor(shop.system).get(subject_id=caller.id)
    assert (contact.summary, contact.ended_by) == ("问发票", "agent"), "the end does not undo the wrap-up"
    assert caller.call.ended_by == "agent"
    assert agent("GET", "/analytics/me")
    assert routing_queries.page_of(contact) == f"/calls/{caller.id}", "there is no such conversation"


def test_a_record_is_complete_though_the_time_to_wrap_up_ran_out_while_the_caller_rated(shop: Shop) -> None:
    hotline(shop)
    QueueManner.objects.create(organization_id=shop.organization.id, queue=shop.queue, asks_rating=True)
    _, user_id = on_the_phone(shop, "8301")
    caller = Caller(shop)
    caller.is_answered_by(user_id)
    caller.tell(m.Asked("agent"))
    with clock.frozen(clock.now() + timedelta(seconds=31)):
        telephony.wrap_up_over(shop.organization.id, caller.id)
        assert caller.call.wrapped_at is not None and caller.call.ended_at is None
        caller.tell(m.LegGone(m.CALLER))
    contact = Contact.objects.for_actor(shop.system).get(subject_id=caller.id)
    assert contact.ended_at == caller.call.ended_at is not None and contact.ended_by == "agent"


def test_it_is_told_that_a_call_is_recorded_where_it_is_and_only_there(shop: Shop) -> None:
    hotline(shop)
    agent, user_id = on_the_phone(shop, "8301")
    queue = {"queue_id": str(shop.queue.id), "number_id": None}

    def told(phone: str) -> list[str]:
        """What is said to the caller as the agent answers, and what the record says of it afterwards."""
        caller = Caller(shop, phone)
        caller.tell(m.Offered(str(user_id), "PJSIP/8301"))
        caller.tell(m.LegUp(caller.call.machine["leg"]))
        said = [sound for effect in caller.effects if isinstance(effect, m.Say) for sound in effect.sounds]
        if caller.call.phase == Call.Phase.GREETING:
            caller.tell(m.Played(caller.call.machine["playback"]))
        moments = CallMoment.objects.for_actor(shop.system).filter(call_id=caller.id, kind="told")
        names = set(moments.values_list("name", flat=True))
        assert ("recording_notice" in names) == ("zh-CN/recording_notice" in said)
        caller.tell(m.LegGone(m.CALLER))
        agent("POST", f"/calls/{caller.id}/wrap-up", {"disposition_id": shop.leaf(), "summary": ""})
        events.drain()
        return said

    assert "zh-CN/recording_notice" in told("13800000001"), "nothing was arranged: it is recorded"
    shop.owner("PUT", "/recording-rules", {**queue, "records": False, "keep_days": 90})
    silent = told("13800000002")
    assert "zh-CN/recording_notice" not in silent and "zh-CN/agent_before" in silent, "the agent is named all the same"
    shop.owner("PUT", "/recording-rules", {"queue_id": None, "number_id": None, "records": True, "keep_days": 90})
    assert "zh-CN/recording_notice" not in told("13800000003"), "the queue's rule is nearer"
    shop.owner("PUT", "/recording-rules", {**queue, "records": True, "keep_days": 90})
    assert "zh-CN/recording_notice" in told("13800000004")


def test_a_manner_is_set_with_prompts_of_the_brand_alone(shop: Shop) -> None:
    (told,) = shop.owner("GET", "/queue-manners")["items"]
    assert (told["announce_seconds"], told["message_key"], told["asks_rating"]) == (30, "", False)
    texts = shop.owner("GET", "/queue-manners/standard")["items"]
    assert {"code": "hold", "zh": "请继续等待。", "en": "Please continue to hold."} in texts
    changes = {"message_key": "1", "announce_seconds": None, "language": "en"}
    assert shop.owner("PATCH", f"/queue-manners/{shop.queue.id}", changes)["message_key"] == "1"
    for prompts in ({"hold": str(new_id())}, {"place": str(new_id())}):
        refused = shop.owner("PATCH", f"/queue-manners/{shop.queue.id}", {"prompts": prompts}, expect=422)
        assert refused["code"] == "wrong_prompts" and refused["errors"][0]["field"].startswith("prompts.")
    assert AuditEntry.objects.for_actor(shop.system).filter(action="queue_manner.updated").exists()
    hotline(shop)
    caller = Caller(shop)
    assert not any(isinstance(effect, m.Say) for effect in caller.look()), "the place is not told"
    caller.tell(m.Key("1"))
    assert caller.call.phase == "message" and caller.said() == ("en/leave_message", "beep")
    assert caller.work.state == "cancelled"


def test_the_desk_is_told_who_calls_before_the_telephone_rings(shop: Shop) -> None:
    """The driver rings after this step: whoever reads the events finds the call there already, without the relay."""
    hotline(shop)
    agent = shop.agent("6701")
    caller = Caller(shop)
    mine = agent("GET", "/auth/me")["user"]["id"]
    before = feed.cursor()
    asked = driver.followed(shop.organization.id, caller.id, m.Offered(mine, "PJSIP/x"), None)
    assert any(isinstance(effect, m.Ring) for effect in asked)
    session = sockets.callbacks().resolve("desk", agent.token, None)
    assert session
    (shown,) = [told for told in feed.since(session, before) if told["type"] == "call"]
    assert (shown["call"]["id"], shown["call"]["ringing_id"]) == (str(caller.id), mine)


def test_the_path_calls_each_node_by_its_own_name_or_says_its_kind(shop: Shop) -> None:
    line = {"kind": "queue", "queue_id": str(shop.queue.id)}
    first = {"kind": "hours", "open": "second", "closed": "second"}
    second = {"kind": "vip", "yes": "line", "no": "line", "title": "贵宾"}
    draft = {"start": "first", "nodes": {"first": first, "second": second, "line": line}}
    brand = str(shop.site.brand_id)
    flow = shop.owner("POST", "/call-flows", {"brand_id": brand, "name": "总机", "draft": draft}, expect=201)
    shop.owner("POST", f"/call-flows/{flow['id']}/publish")
    number = {"brand_id": brand, "digits": HOTLINE, "name": "热线", "flow_id": flow["id"]}
    shop.owner("POST", "/phone-numbers", number, expect=201)
    moments = shop.owner("GET", f"/calls/{Caller(shop).id}")["moments"]
    named = [(one["label"], one["node_kind"]) for one in moments if one["kind"] == "node"]
    assert named[:2] == [("", "hours"), ("贵宾", "vip")]


def test_colleagues_see_who_is_on_the_phone(shop: Shop) -> None:
    hotline(shop)
    _, user_id = on_the_phone(shop, "8301")
    Caller(shop).is_answered_by(user_id)
    listed = shop.agent("8302")("GET", "/agents?colleagues=true")
    assert {row["user"]["employee_number"]: row["calls"] for row in listed if row["calls"]} == {"8301": 1}
