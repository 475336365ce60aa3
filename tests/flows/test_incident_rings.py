"""Who is called because of a grave incident is rung too: what is decided about it, without an engine. `tests/phone/test_paging.py` rings."""

from __future__ import annotations

import json
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from kefu.contact.telephony import actions as telephony
from kefu.contact.telephony import jobs, queries
from kefu.contact.telephony.models import PhonePage
from kefu.contact.telephony.rules import paging
from kefu.kernel import clock, events
from kefu.kernel.models import StoredFile
from kefu.service.incidents import actions as incidents

from .conftest import Api, Hours, Shop
from .hotline import hotline
from .incident import by_hand, do, see, told
from .recorded import WAV, FakeSpeech, silent, speech
from .work import id_of, notices

__all__ = ["silent", "speech"]  # fixtures
ALWAYS = {"kind": "lead", "weekdays": [1, 2, 3, 4, 5, 6, 7], "begins": "00:00", "ends": "00:00"}


@pytest.fixture
def leads(shop: Shop) -> list[Api]:
    """Two on duty, with mobiles; the second works in English. There is a line and a number to show."""
    hotline(shop)
    shop.owner("POST", "/trunks", {"name": "运营商", "host": "127.0.0.1", "port": 5999}, expect=201)
    found = [
        shop.agent("6701", role="supervisor", mobile="13900006701"),
        shop.agent("6702", role="supervisor", mobile="13900006702", locale="en"),
    ]
    for place, api in enumerate(found, start=2):
        shop.owner("POST", "/duty-shifts", {**ALWAYS, "user_id": id_of(api), "place": place}, expect=201)
    return found


def due(task: str) -> None:
    """What is due by now is done."""
    for job in ProcrastinateJob.objects.filter(task_name=f"kefu.contact.telephony.jobs.{task}", status="todo"):
        if job.scheduled_at is None or job.scheduled_at <= clock.now():
            getattr(jobs, task)(**job.args)
    events.drain()


def rings() -> list[PhonePage]:
    """What the telephony role sees."""
    return queries.pages_to_ring()


def ends(page: PhonePage, outcome: str) -> None:
    telephony.ring_page(page.organization_id, page.id)
    telephony.end_page(page.organization_id, page.id, outcome)
    events.drain()


def rung(api: Api, incident: Any) -> list[str]:
    return [one["rung"] for one in see(api, incident)["pages"]]


def test_the_lead_is_rung_and_told_it_and_the_key_confirms_as_the_desk_does(
    shop: Shop, leads: list[Api], speech: FakeSpeech
) -> None:
    incident = by_hand(shop.owner, grade=1)
    assert rings() == [], "it is spoken first"
    due("speak_page")
    (page,) = rings()
    assert (page.number, page.shown) == ("13900006701", "4000008410")
    assert page.words.startswith("1 级异常，编号 ") and page.words.endswith("。支付渠道故障。")
    assert " ".join(incident["number"].split("-")[-1]) in page.words, "figure by figure"
    assert json.loads(speech.asked[0][2])["input"] == page.words
    assert page.file is not None and queries.content(page.file) == WAV
    assert rung(shop.owner, incident) == ["ringing"]
    ends(page, paging.CONFIRMED)
    found = see(shop.owner, incident)
    assert (found["state"], found["confirmed_by"]["id"], found["page_due_at"]) == ("confirmed", id_of(leads[0]), None)
    assert found["owner"]["id"] == id_of(leads[0])
    assert [(one["rung"], one["confirmed_at"] is not None) for one in found["pages"]] == [("confirmed", True)]
    assert told(shop.owner, incident) == ["opened", "paged", "confirmed", "rung"]
    assert rings() == [] and not StoredFile.objects.for_actor(shop.system).filter(name="page.wav").exists()
    do(leads[1], incident, "confirm", expect=409)


def test_who_does_not_answer_is_followed_by_the_next_and_all_rest_when_somebody_confirms_in_the_desk(
    shop: Shop, leads: list[Api], hours: Hours, silent: None
) -> None:
    incident = by_hand(shop.owner, grade=1)
    due("speak_page")
    (first,) = rings()
    assert first.file is None, "nobody speaks here: a standard text is said"
    ends(first, paging.NO_ANSWER)
    assert see(shop.owner, incident)["state"] == "open"
    hours.pass_(301)
    incidents.sweep()
    due("speak_page")
    (second,) = rings()
    assert (second.number, second.words[:9]) == ("13900006702", "Incident ")
    telephony.ring_page(second.organization_id, second.id)
    do(shop.owner, incident, "confirm")
    events.drain()
    assert rings() == [] and telephony.ring_page(second.organization_id, second.id) == ""
    ends(second, paging.CONFIRMED)
    assert rung(shop.owner, incident) == ["no_answer", "called_off"], "the first word counts"


def test_without_an_engine_the_other_ways_go_on_and_it_is_said(
    shop: Shop, leads: list[Api], hours: Hours, silent: None
) -> None:
    incident = by_hand(shop.owner, grade=1)
    due("speak_page")
    assert len(rings()) == 1, "nobody looks"
    hours.pass_(121)
    due("page_due")
    due("page_due")
    assert rings() == [] and rung(shop.owner, incident) == ["engine_away"]
    (line,) = [
        one for one in shop.owner("GET", f"/incidents/{incident['id']}/entries")["items"] if one["kind"] == "rung"
    ]
    assert line["data"] == {"name": "小6701", "outcome": "engine_away"}
    hours.pass_(180)
    incidents.sweep()
    assert [len(notices(api, "incident_paged")) for api in leads] == [1, 1]


def test_words_that_come_too_late_are_not_waited_for_and_an_answer_nobody_gives_ends_in_time(
    shop: Shop, leads: list[Api], hours: Hours, speech: FakeSpeech
) -> None:
    incident = by_hand(shop.owner, grade=1)
    hours.pass_(59)
    due("page_due")
    assert rings() == []
    hours.pass_(1)
    due("page_due")
    (page,) = rings()
    due("speak_page")
    assert speech.asked == [] and rings()[0].file is None
    telephony.ring_page(page.organization_id, page.id)
    hours.pass_(241)
    due("page_due")
    assert rings() == [] and rung(shop.owner, incident) == ["no_answer"]


def test_who_may_not_confirm_in_the_desk_may_not_by_telephone_and_the_second_comes_too_late(
    shop: Shop, leads: list[Api], hours: Hours, silent: None
) -> None:
    outsider = shop.agent("6703", mobile="13900006703")
    shop.owner("POST", "/duty-shifts", {**ALWAYS, "user_id": id_of(outsider), "place": 1}, expect=201)
    incident = by_hand(shop.owner, grade=1)
    due("speak_page")
    (page,) = rings()
    assert page.number == "13900006703"
    ends(page, paging.CONFIRMED)
    assert (see(shop.owner, incident)["state"], rung(shop.owner, incident)) == ("open", ["not_allowed"])
    hours.pass_(301)
    incidents.sweep()
    due("speak_page")
    (page,) = rings()
    telephony.end_page(page.organization_id, page.id, paging.CONFIRMED)
    assert do(shop.owner, incident, "confirm")["state"] == "confirmed", "before anybody has heard of the key"
    events.drain()
    assert rung(shop.owner, incident) == ["not_allowed", "too_late"]


def test_nobody_is_rung_without_a_line_or_without_a_mobile(shop: Shop, silent: None) -> None:
    lead = shop.agent("6704", role="supervisor", mobile="13900006704")
    shop.owner("POST", "/duty-shifts", {**ALWAYS, "user_id": id_of(lead), "place": 2}, expect=201)
    without_line = by_hand(shop.owner, grade=1)
    hotline(shop)
    shop.owner("POST", "/trunks", {"name": "运营商", "host": "127.0.0.1", "port": 5999}, expect=201)
    other = shop.agent("6705", role="supervisor")
    shop.owner("POST", "/duty-shifts", {**ALWAYS, "user_id": id_of(other), "place": 1}, expect=201)
    without_mobile = by_hand(shop.owner, grade=1)
    assert rung(shop.owner, without_line) == rung(shop.owner, without_mobile) == [""]
    given = {"user_id": id_of(other), "kind": "telephone", "mobile": "13900006705"}
    shop.owner("POST", "/extensions", given, expect=201)
    incident = by_hand(shop.owner, grade=1)
    assert rung(shop.owner, incident) == ["ringing"], "that of the extension, whether or not calls go there"
