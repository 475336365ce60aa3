"""What becomes of recordings and messages: drawn, named, taken away, wished or not, heard, and not written where the disk is full."""

import errno
import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.test import Client
from django.utils.timezone import localtime

from kefu.contact.telephony import actions, jobs, queries
from kefu.contact.telephony.actions import packing
from kefu.contact.telephony.models import Call, PhoneNumber, Recording, RecordingPack, Voicemail
from kefu.foundation.accounts.models import User
from kefu.foundation.accounts.queries import actors
from kefu.kernel import clock, events
from kefu.kernel.errors import NoSpace
from kefu.kernel.models import AuditEntry

from .conftest import Api, Shop
from .recorded import WAV, FakeSpeech, call_of, record, silent, speech, waiting

__all__ = ["silent", "speech"]  # fixtures


@pytest.fixture(autouse=True)
def _storage(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    yield


def content(address: str, wanted: str = "") -> Any:
    return Client().get(address, headers={"Range": wanted} if wanted else {})


def body(address: str, wanted: str = "") -> bytes:
    return b"".join(content(address, wanted).streaming_content)


def test_a_recording_tells_how_loud_each_side_is_and_jumps_to_any_second(shop: Shop, silent: None) -> None:
    call = call_of(shop)
    record(call)
    told = shop.owner("GET", f"/calls/{call.id}/recording")
    assert told["missing"] == "" and {one["side"] for one in told["items"]} == {"caller", "agent", "mix"}
    one = told["items"][0]
    assert 1.0 < one["seconds"] < 30 and len(one["peaks"]) == 400 and 20 < max(one["peaks"]) <= 100
    assert one["part"] == "a1"
    part = content(one["url"], "bytes=44-143")
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 44-143/{len(WAV)}")
    assert b"".join(part.streaming_content) == WAV[44:144]
    assert body(one["url"], "bytes=-10") == WAV[-10:]
    assert content(one["url"])["Accept-Ranges"] == "bytes" and body(one["url"]) == WAV
    assert body(one["url"], "bytes=9-2") == WAV


def test_who_was_recorded_before_anybody_drew_it_is_drawn_when_it_is_opened(shop: Shop, silent: None) -> None:
    call = call_of(shop)
    record(call, "caller")
    Recording.objects.for_actor(shop.system).update(peaks=[], seconds=0)
    shop.owner("GET", f"/calls/{call.id}/recording")
    kept = Recording.objects.for_actor(shop.system).get()
    assert len(kept.peaks) == 400 and kept.seconds > 1


def test_a_download_is_called_by_day_time_agent_number_and_call(shop: Shop, silent: None) -> None:
    call = call_of(shop, caller="13800006301")
    lead = shop.agent("6301", role="supervisor")
    call.assignee = User.objects.for_actor(shop.system).get(employee_number="6301")
    call.save()
    for name, side in (("a1", "mix"), ("a1", "agent"), ("a2", "mix")):
        actions.keep_recording(call.id, name=f"{call.id.hex}-r-{side}-{name}", side=side, content=WAV)
    start = f"{localtime(call.started_at):%Y%m%d_%H%M%S}_6301_13800006301_{call.id.hex}"
    items = shop.owner("GET", f"/calls/{call.id}/recording")["items"]
    assert {one["name"] for one in items} == {f"{start}.wav", f"{start}_agent.wav", f"{start}_2.wav"}
    assert f'filename="{start}.wav"' in content(items[0]["url"])["Content-Disposition"]
    hidden = lead("GET", f"/calls/{call.id}/recording")["items"][0]["name"]
    assert ("13800006301" in hidden) == ("13800006301" in str(lead("GET", f"/calls/{call.id}")["caller"]))


def packed(shop: Shop, api: Api | None = None, **chosen: Any) -> Any:
    api = api or shop.owner
    made = api("POST", "/recording-packs", chosen, expect=201)
    jobs.pack_recordings(**waiting("pack_recordings")[-1])
    return next(one for one in api("GET", "/recording-packs")["items"] if one["id"] == made["id"])


def test_chosen_recordings_are_taken_away_in_one_file_that_goes_after_a_day(
    shop: Shop, silent: None, django_capture_on_commit_callbacks: Any
) -> None:
    calls = [call_of(shop, caller=f"1380000630{n}") for n in range(3)]
    for call in calls[:2]:
        record(call)
    pack = packed(shop, call_ids=[str(call.id) for call in calls])
    assert (pack["state"], pack["done"], pack["total"], pack["reason"]) == ("done", 2, 2, "")
    with zipfile.ZipFile(io.BytesIO(body(pack["url"]))) as archive:
        names = archive.namelist()
        assert archive.read(names[0]) == WAV
    assert [call.id.hex in name for call, name in zip(calls[:2], names, strict=True)] == [True, True]
    taken = AuditEntry.objects.for_actor(shop.system).filter(action="call.recording_taken")
    assert {entry.target_id for entry in taken} == {str(call.id) for call in calls[:2]}
    asked = AuditEntry.objects.for_actor(shop.system).get(action="recordings.pack_asked")
    assert asked.after is not None and asked.after["recordings"] == 2
    assert shop.owner("GET", "/notices")["items"][0]["text"]["zh-CN"].startswith("录音已打包")
    kept = RecordingPack.objects.for_actor(shop.system).get()
    assert kept.file is not None
    with django_capture_on_commit_callbacks(execute=True):
        actions.forget_packs(clock.now() + timedelta(hours=23))
    assert default_storage.exists(kept.file.key)
    with django_capture_on_commit_callbacks(execute=True):
        actions.forget_packs(clock.now() + timedelta(hours=25))
    assert not default_storage.exists(kept.file.key)
    [told] = shop.owner("GET", "/recording-packs")["items"]
    assert (told["state"], told["url"]) == ("done", None)


def test_what_the_list_shows_is_taken_away_and_no_more(shop: Shop, silent: None) -> None:
    for caller in ("13800006311", "13800006312"):
        record(call_of(shop, caller=caller))
    pack = packed(shop, number="6312")
    assert pack["total"] == 1
    with zipfile.ZipFile(io.BytesIO(body(pack["url"]))) as archive:
        assert "_13800006312_" in archive.namelist()[0]


def test_too_much_at_once_is_refused_with_its_limits(shop: Shop, silent: None, monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = shop.owner("POST", "/recording-packs", {}, expect=422)
    assert refusal["code"] == "nothing_recorded"
    for _ in range(2):
        record(call_of(shop), "mix")
    monkeypatch.setattr(packing, "MOST", 1)
    refusal = shop.owner("POST", "/recording-packs", {}, expect=422)
    assert "2 条" in refusal["detail"] and "1 条" in refusal["detail"]
    monkeypatch.setattr(packing, "MOST", 1000)
    monkeypatch.setattr(packing, "MOST_BYTES", len(WAV))
    assert shop.owner("POST", "/recording-packs", {}, expect=422)["code"] == "pack_too_large"
    monkeypatch.undo()
    shop.owner("POST", "/recording-packs", {}, expect=201)
    assert shop.owner("POST", "/recording-packs", {}, expect=409)["code"] == "pack_going_on"
    shop.agent("6302")("POST", "/recording-packs", {}, expect=403)


def test_who_may_no_longer_take_recordings_away_gets_none(shop: Shop, silent: None) -> None:
    record(call_of(shop))
    lead = shop.agent("6303", role="supervisor")
    lead("POST", "/recording-packs", {}, expect=201)
    user = User.objects.for_actor(shop.system).get(employee_number="6303")
    shop.owner("PATCH", f"/users/{user.id}", {"is_active": False})
    actors.forget()
    jobs.pack_recordings(**waiting("pack_recordings")[-1])
    kept = RecordingPack.objects.for_actor(shop.system).get()
    assert (kept.state, kept.file) == ("failed", None) and kept.failure["zh"]


def test_the_rule_of_the_queue_holds_before_that_of_the_number_and_both_before_the_rest(shop: Shop) -> None:
    number = PhoneNumber.objects.create(
        organization_id=shop.organization.id, brand_id=shop.queue.brand_id, digits="02153000001", name="投诉专线"
    )
    call = call_of(shop)
    Call.objects.for_actor(shop.system).filter(id=call.id).update(number=number)
    assert queries.is_recorded(call.id)
    shop.owner("PUT", "/recording-rules", {"keep_days": 100, "records": False})
    assert not queries.is_recorded(call.id)
    of_number = {"number_id": str(number.id), "keep_days": 60}
    kept = shop.owner("PUT", "/recording-rules", of_number)
    assert queries.is_recorded(call.id) and kept["number"] == "02153000001 投诉专线"
    of_queue = shop.owner(
        "PUT", "/recording-rules", {"queue_id": str(shop.queue.id), "keep_days": 30, "records": False}
    )
    assert not queries.is_recorded(call.id)
    assert shop.owner("GET", f"/calls/{call.id}/recording")["missing"] == "not_wished"
    assert len(shop.owner("GET", "/recording-rules")["items"]) == 3
    shop.owner("DELETE", f"/recording-rules/{of_queue['id']}", expect=204)
    assert queries.is_recorded(call.id)
    shop.owner("PUT", "/recording-rules", {**of_number, "queue_id": str(shop.queue.id)}, expect=422)
    done = AuditEntry.objects.for_actor(shop.system).filter(action="recording_rule.deleted").get()
    assert done.before is not None and (done.target_label, done.before["keep_days"]) == (shop.queue.name, 30)


class Full(FileSystemStorage):
    """A disk without room."""

    def _save(self, name: str, content: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_told_by_the_call_until_its_recording_lies_here(shop: Shop, silent: None, settings: Any) -> None:
    call = call_of(shop)
    before, name = settings.STORAGES, f"kefu-{call.id.hex}-r-mix-a1"
    settings.STORAGES = {**before, "default": {"BACKEND": f"{Full.__module__}.{Full.__qualname__}"}}
    with pytest.raises(NoSpace):
        actions.keep_recording(call.id, name=name, side="mix", content=WAV)
    actions.note_not_kept(call.id, name=name, side="mix", failure="disk_full")
    told = shop.owner("GET", f"/calls/{call.id}/recording")
    assert (told["items"], told["missing"]) == ([], "disk_full")
    assert queries.not_recorded(clock.now() - timedelta(hours=1)) == 1
    settings.STORAGES = before
    actions.keep_recording(call.id, name=name, side="mix", content=WAV)
    actions.note_not_kept(call.id, name=name, side="mix", failure="disk_full")  # told late
    told = shop.owner("GET", f"/calls/{call.id}/recording")
    assert (len(told["items"]), told["missing"]) == (1, "")
    assert queries.not_recorded(clock.now() - timedelta(hours=1)) == 0


def left(shop: Shop) -> Voicemail:
    """A message in the list of messages, heard by the job that waited for it."""
    call = call_of(shop, caller="13800006321")
    actions.keep_message(call.id, WAV)
    for job in waiting("hear_message"):
        jobs.hear_message(**job)
    events.drain()
    return Voicemail.objects.for_actor(shop.system).get()


def test_a_message_is_heard_shown_in_the_work_and_found(shop: Shop, speech: FakeSpeech) -> None:
    kept = left(shop)
    words = "我的订单退款还没到我的电话是 13812345678"
    assert kept.words == words and len(kept.peaks) == 400
    told = shop.owner("GET", f"/calls/{kept.call_id}/voicemail")
    assert (told["words"], told["peaks"]) == (words, kept.peaks)
    (message,) = shop.owner("GET", f"/conversations/{kept.id}")["messages"]
    assert message["text"] == words
    assert (message["payload"]["voicemail"], message["payload"]["call_id"]) == (True, str(kept.call_id))
    assert [one["id"] for one in shop.owner("GET", "/calls?q=退款")["items"]] == [str(kept.call_id)]


def test_what_people_wrote_of_a_message_stays(shop: Shop, speech: FakeSpeech) -> None:
    kept = left(shop)
    shop.owner("PUT", f"/calls/{kept.call_id}/voicemail/words", {"words": "请回电谈发票"})
    jobs.hear_message(str(shop.organization.id), str(kept.call_id))
    kept.refresh_from_db()
    assert kept.words == "请回电谈发票"
    assert [one["id"] for one in shop.owner("GET", "/calls?q=发票")["items"]] == [str(kept.call_id)]
    assert shop.owner("GET", "/calls?q=退款")["items"] == []


def test_a_message_that_nobody_can_hear_is_a_message_nonetheless(shop: Shop, speech: FakeSpeech) -> None:
    speech.status = 500
    kept = left(shop)
    assert kept.words == "" and shop.owner("GET", f"/conversations/{kept.id}")["messages"][0]["text"] == "语音留言"


def test_a_message_is_not_heard_where_nobody_hears_or_the_rule_does_not_wish_it(shop: Shop, silent: None) -> None:
    assert left(shop).words == "" and waiting("hear_message") == []
