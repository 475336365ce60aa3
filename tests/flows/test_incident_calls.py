"""Calls report incidents as tickets and conversations do: by what was said in them, by their reason, by the key that was pressed."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django.models import ProcrastinateJob

from kefu.contact.telephony import actions as telephony
from kefu.contact.telephony import jobs
from kefu.contact.telephony.models import Call
from kefu.contact.telephony.rules import machine
from kefu.foundation.customers import actions as customers
from kefu.kernel import events

from .conftest import Api, Hours, Shop
from .hotline import fresh, hangs_up, hotline, is_answered, rings
from .incident import FAILED, OTHER, found, look, report, told
from .recorded import WAV, FakeSpeech, record, silent, speech, waiting
from .test_away_prompt import prompt
from .work import id_of, make

__all__ = ["silent", "speech"]  # fixtures
CALLER = "1380013{:04}"


def fails_to_pay(speech: FakeSpeech, words: str = "你好，我这边付款失败了") -> None:
    plain = {"avg_logprob": -0.2, "no_speech_prob": 0.01, "compression_ratio": 1.0}
    speech.heard = [{"start": 0.5, "end": 2.0, "text": words, **plain}]


def links(api: Api, incident: Any) -> list[Any]:
    return list(api("GET", f"/incidents/{incident['id']}/links?limit=100")["items"])


def on_the_phone(shop: Shop) -> Api:
    agent = shop.agent("8701")
    given = shop.owner("POST", "/extensions", {"user_id": id_of(agent), "kind": "telephone"}, expect=201)
    telephony.note_state(given["account"], True)
    agent("PUT", "/agents/me/presence", {"status": "online", "channels": ["phone"]})
    return agent


def talks(shop: Shop, agent: Api, caller: str, summary: str = "") -> Call:
    """A caller whom the agent serves, recorded, until both are done."""
    call = rings(caller)
    if call.phase == "flow":
        telephony.follow(call.organization_id, call.id, machine.Key("1"))
    is_answered(call, id_of(agent))
    record(call, "caller")
    hangs_up(call)
    agent("POST", f"/calls/{call.id}/wrap-up", {"disposition_id": shop.leaf(), "summary": summary})
    events.drain()
    return call


def looks_soon(shop: Shop) -> bool:
    waits = ProcrastinateJob.objects.filter(task_name="kefu.service.incidents.jobs.look", status="todo")
    return waits.filter(args__organization_id=str(shop.organization.id)).count() == 1


def test_twenty_of_tickets_conversations_and_calls_are_one_also_when_the_calls_are_heard_late(
    shop: Shop, speech: FakeSpeech, hours: Hours
) -> None:
    fails_to_pay(speech)
    hotline(shop)
    agent = on_the_phone(shop)
    vip = customers.create(shop.system, name="王芳", phone=CALLER.format(0), brand_id=shop.site.brand_id)
    shop.owner("PATCH", f"/customers/{vip.id}", {"tier": "vip"})
    calls = [talks(shop, agent, CALLER.format(number)) for number in range(8)]
    for subject in OTHER:
        make(shop.owner, subject=subject, description="")
    report(shop.owner, 6)
    for number in range(6):
        shop.visitor(FAILED[number % 5])
    look(shop)
    assert found(shop.owner) == [], "nobody has heard yet what the callers said"
    hours.pass_(1_800)
    for args in waiting("transcribe"):
        jobs.transcribe(**args)
    events.drain()
    look(shop)
    look(shop)
    (incident,) = found(shop.owner)
    assert (incident["source"], incident["count"], incident["important"]) == ("all", 20, 1)
    linked = links(shop.owner, incident)
    kinds = [one["kind"] for one in linked]
    assert [kinds.count(kind) for kind in ("ticket", "conversation", "call")] == [6, 6, 8]
    shown = next(one for one in linked if one["object_id"] == str(calls[0].id))
    assert (shown["number"], shown["customer"]["name"], shown["is_important"]) == (CALLER.format(0), "王芳", True)
    assert shown["subject"] == "你好，我这边付款失败了"
    seen = next(one for one in links(agent, incident) if one["object_id"] == str(calls[0].id))
    assert seen["number"] == "138****0000", "as everywhere"
    shop.owner("DELETE", f"/incidents/{incident['id']}/links/{shown['id']}")
    assert told(shop.owner, incident) == ["opened", "unlinked"]
    look(shop)


def test_calls_that_are_spread_over_more_than_the_minutes_are_none(
    shop: Shop, speech: FakeSpeech, hours: Hours
) -> None:
    fails_to_pay(speech)
    hotline(shop)
    agent = on_the_phone(shop)
    for number in range(20):
        talks(shop, agent, CALLER.format(number))
        hours.pass_(60)
    for args in waiting("transcribe"):
        jobs.transcribe(**args)
    look(shop)
    assert found(shop.owner) == [], "one a minute: eleven within ten minutes"


def test_a_message_counts_once_and_what_the_agent_wrote_counts_where_nobody_hears(shop: Shop, silent: None) -> None:
    (usual,) = shop.owner("GET", "/detection-rules")
    assert (usual["source"], usual["by"], usual["count"], usual["minutes"]) == ("all", "words", 20, 10)
    shop.owner("PATCH", f"/detection-rules/{usual['id']}", {"count": 3})
    hotline(shop)
    missed = [hangs_up(rings(CALLER.format(number))) for number in range(4)]
    for call in missed:
        telephony.keep_message(call.id, WAV)
    events.drain()
    look(shop)
    assert found(shop.owner) == [], "that somebody left a message tells nothing"
    agent = on_the_phone(shop)
    telephony.set_words(shop.system, missed[0].id, "付款失败，请回电")
    talks(shop, agent, CALLER.format(9), summary="客户付款失败")
    look(shop)
    assert found(shop.owner) == [], "the message and its conversation are one"
    make(shop.owner, subject="付款失败怎么办", description="")
    look(shop)
    (incident,) = found(shop.owner)
    assert sorted(one["kind"] for one in links(shop.owner, incident)) == ["call", "call", "ticket"]


def test_calls_count_by_the_reason_and_by_the_key_of_a_menu_where_a_rule_says_so(shop: Shop, silent: None) -> None:
    rule = {"name": "来电激增", "source": "calls", "by": "reason", "count": 3, "minutes": 5}
    shop.owner("POST", "/detection-rules", {**rule, "by": "type"}, expect=422)
    shop.owner("POST", "/detection-rules", rule, expect=201)
    line, said = {"kind": "queue", "queue_id": str(shop.queue.id)}, prompt(shop, "主菜单")
    menu = {"kind": "menu", "prompt": said["id"], "keys": {"1": "line", "2": "line"}, "otherwise": "line"}
    hotline(shop, draft={"start": "menu", "nodes": {"menu": menu, "line": line}})
    for number, key in enumerate("1221"):
        presses(CALLER.format(number), key)
    assert looks_soon(shop), "without being asked"
    look(shop)
    assert found(shop.owner) == []
    presses(CALLER.format(9), "2")
    look(shop)
    (incident,) = found(shop.owner)
    assert (incident["source"], incident["count"], incident["title"]) == ("calls", 3, "语音导航按键 2")
    assert {one["subject"] for one in links(shop.owner, incident)} == {"语音导航按键 2"}
    by_hand = {"ticket_ids": [make(shop.owner)["id"]]}
    shop.owner("POST", f"/incidents/{incident['id']}/links", by_hand, expect=409)
    agent = on_the_phone(shop)
    for number in range(3):
        talks(shop, agent, CALLER.format(20 + number))
    look(shop)
    newest = found(shop.owner)[0]
    assert (newest["count"], newest["id"] != incident["id"]) == (3, True)


def presses(caller: str, key: str) -> None:
    call = rings(caller)
    telephony.follow(call.organization_id, call.id, machine.Key(key))
    assert fresh(call.id).phase == "waiting"
    hangs_up(call)
