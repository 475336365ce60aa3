"""What was said in calls becomes text that can be found and corrected, and is kept as long as the house wants; words become prompts."""

import json
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob

from kefu.contact.telephony import jobs
from kefu.contact.telephony.models import Call, LegalHold, Prompt, Recording, Transcript
from kefu.kernel.models import AuditEntry, SearchDocument, StoredFile

from .conftest import Api, Shop
from .recorded import WAV, FakeSpeech, call_of, record, silent, speech, waiting

__all__ = ["silent", "speech"]  # fixtures


def heard(shop: Shop, **options: Any) -> Call:
    """A call that was recorded, and transcribed by the job that waited for it."""
    call = call_of(shop, **options)
    record(call)
    [job] = [args for args in waiting("transcribe") if args["call_id"] == str(call.id)]
    jobs.transcribe(**job)
    return call


def transcript(api: Api, call: Call) -> Any:
    return api("GET", f"/calls/{call.id}/transcript")


def test_both_sides_are_heard_in_order_and_found(shop: Shop, speech: FakeSpeech) -> None:
    call = heard(shop)
    other = call_of(shop)
    told = transcript(shop.owner, call)
    assert (told["state"], told["reason"]) == ("ready", "")
    assert [(one["speaker"], one["start"], one["text"]) for one in told["segments"]] == [
        ("caller", 0.5, "我的订单退款还没到"),
        ("agent", 0.5, "我的订单退款还没到"),
        ("caller", 5.0, "我的电话是 13812345678"),
        ("agent", 5.0, "我的电话是 13812345678"),
    ], "silence and loops are dropped"
    assert told["segments"][0]["confidence"] == 0.82
    found = [one["id"] for one in shop.owner("GET", "/calls?q=退款")["items"]]
    assert found == [str(call.id)]
    assert shop.owner("GET", "/calls?q=发票")["items"] == []
    assert {one["id"] for one in shop.owner("GET", "/calls")["items"]} == {str(call.id), str(other.id)}
    path, headers, body = speech.asked[0]
    assert (path, headers["authorization"]) == ("/v1/audio/transcriptions", "Bearer secret-key")
    assert b"big-ear" in body and b"\r\n\r\nzh\r\n" in body and WAV in body


def test_a_call_that_goes_on_is_heard_when_it_has_ended(shop: Shop, speech: FakeSpeech) -> None:
    call = call_of(shop, phase="talking")
    record(call, "caller")
    [job] = waiting("transcribe")
    ProcrastinateJob.objects.filter(
        task_name="kefu.contact.telephony.jobs.transcribe"
    )  # the waiting one is taken below
    jobs.transcribe(**job)
    assert speech.asked == [] and not Transcript.objects.for_actor(shop.system).exists()
    assert waiting("transcribe"), "it is looked at again"
    Call.objects.for_actor(shop.system).update(phase="ended")
    jobs.transcribe(**job)
    assert transcript(shop.owner, call)["state"] == "ready"


def test_people_correct_what_was_heard_and_a_new_hearing_does_not_undo_it(shop: Shop, speech: FakeSpeech) -> None:
    call = heard(shop)
    agent = shop.agent("8601", role="agent")
    hidden = transcript(agent, call)["segments"][2]["text"]
    assert hidden == "我的电话是 138****5678", "who may not see numbers does not see them here"
    agent("PATCH", f"/calls/{call.id}/transcript", {"index": 2, "text": f"对，{hidden}"})
    agent("PATCH", f"/calls/{call.id}/transcript", {"index": 0, "text": "我的发票还没到"})
    assert transcript(shop.owner, call)["segments"][2]["text"] == "对，我的电话是 13812345678"
    assert [one["id"] for one in agent("GET", "/calls?q=发票")["items"]] == [str(call.id)]
    jobs.transcribe(str(shop.organization.id), str(call.id))
    assert transcript(agent, call)["segments"][0]["text"] == "我的发票还没到"
    agent("PATCH", f"/calls/{call.id}/transcript", {"index": 9, "text": "没有"}, expect=404)
    agent("PATCH", f"/calls/{call.id}/transcript", {"index": 0, "text": "   "}, expect=422)
    agent("POST", f"/calls/{call.id}/transcript", expect=202)
    jobs.transcribe(str(shop.organization.id), str(call.id))
    assert transcript(agent, call)["segments"][0]["text"] == "我的订单退款还没到", "asked for, it is heard anew"


@pytest.mark.parametrize(
    "status, raw, says",
    [
        (500, b"", "HTTP 500"),
        (200, b"<html>", "无法理解"),
        (200, b'{"segments": [{"text": "x"}]}', "无法理解"),
        (200, b"[]", "无法理解"),
    ],
)
def test_a_failing_service_is_told(shop: Shop, speech: FakeSpeech, status: int, raw: bytes, says: str) -> None:
    speech.status, speech.raw = status, raw
    told = transcript(shop.owner, heard(shop))
    assert told["state"] == "failed" and says in told["reason"]


def test_without_anybody_who_hears_everything_else_works_and_says_so(shop: Shop, silent: None) -> None:
    call = call_of(shop)
    record(call)
    assert waiting("transcribe") == []
    told = transcript(shop.owner, call)
    assert told["state"] == "none" and "KEFU_SPEECH" in told["reason"]
    refusal = shop.owner("POST", f"/calls/{call.id}/transcript", expect=409)
    assert refusal["code"] == "nobody_hears"
    assert len(shop.owner("GET", f"/calls/{call.id}/recording")["items"]) == 3


def test_a_queue_whose_rule_wants_no_text_is_not_heard(shop: Shop, speech: FakeSpeech) -> None:
    shop.owner("PUT", "/recording-rules", {"keep_days": 90})
    shop.owner(
        "PUT",
        "/recording-rules",
        {"queue_id": str(shop.queue.id), "keep_days": 30, "locale": "en", "transcribes": False},
    )
    call = call_of(shop)
    record(call)
    assert waiting("transcribe") == []
    shop.owner("POST", f"/calls/{call.id}/transcript", expect=202)
    jobs.transcribe(**waiting("transcribe")[0])
    assert b"\r\n\r\nen\r\n" in speech.asked[0][2], "by hand it is, in the language of the queue"
    rules = shop.owner("GET", "/recording-rules")["items"]
    assert {(one["queue_name"], one["keep_days"]) for one in rules} == {(None, 90), (shop.queue.name, 30)}
    shop.owner("PUT", "/recording-rules", {"keep_days": 0}, expect=422)


def test_what_is_too_old_is_deleted_unless_it_is_held(shop: Shop, speech: FakeSpeech) -> None:
    shop.owner("PUT", "/recording-rules", {"keep_days": 200})
    shop.owner("PUT", "/recording-rules", {"queue_id": str(shop.queue.id), "keep_days": 30})
    old, held, young = heard(shop, days_ago=31), heard(shop, days_ago=31), heard(shop, days_ago=29)
    other = heard(shop, days_ago=31)
    Call.objects.for_actor(shop.system).filter(id=other.id).update(queue=None)
    shop.owner("PUT", f"/calls/{held.id}/legal-hold", {"reason": "  "}, expect=422)
    told = shop.owner("PUT", f"/calls/{held.id}/legal-hold", {"reason": "消费者投诉"})
    assert (told["is_held"], told["reason"]) == (True, "消费者投诉")
    keys = [one.file.key for one in Recording.objects.for_actor(shop.system).filter(call=old) if one.file]

    jobs.forget(0)

    left = {one.call_id for one in Recording.objects.for_actor(shop.system).filter(file__isnull=False)}
    assert left == {held.id, young.id, other.id}
    assert shop.owner("GET", f"/calls/{old.id}/recording")["items"] == []
    assert transcript(shop.owner, old)["state"] == "none"
    assert not SearchDocument.objects.for_actor(shop.system).filter(kind="call", object_id=old.id).exists()
    assert StoredFile.objects.for_actor(shop.system).filter(key__in=keys).count() == 0
    entry = AuditEntry.objects.for_actor(shop.system).get(action="call.recording_expired")
    assert (entry.target_id, entry.after) == (str(old.id), {"days": 30, "files": 3})
    assert shop.owner("GET", f"/calls/{old.id}")["caller"] == old.caller, "the record of the call stays"

    shop.owner("DELETE", f"/calls/{held.id}/legal-hold", expect=204)
    jobs.forget(0)
    assert not Recording.objects.for_actor(shop.system).filter(call=held, file__isnull=False).exists()
    done = set(AuditEntry.objects.for_actor(shop.system).values_list("action", flat=True))
    assert {"call.held", "call.released", "recording_rule.saved"} <= done


@pytest.mark.django_db(transaction=True)
def test_deleted_files_leave_the_disk(shop: Shop, speech: FakeSpeech) -> None:
    old = heard(shop, days_ago=400)
    keys = [one.file.key for one in Recording.objects.for_actor(shop.system).filter(call=old) if one.file]
    assert len(keys) == 3 and all(default_storage.exists(key) for key in keys)
    jobs.forget(0)
    assert not any(default_storage.exists(key) for key in keys)


def test_an_agent_may_not_hold_and_an_auditor_not_correct(shop: Shop, speech: FakeSpeech) -> None:
    call = heard(shop)
    shop.agent("8602")("PUT", f"/calls/{call.id}/legal-hold", {"reason": "x"}, expect=403)
    shop.agent("8603", role="qa")("PATCH", f"/calls/{call.id}/transcript", {"index": 0, "text": "x"}, expect=403)
    shop.agent("8604", role="viewer")("GET", f"/calls/{call.id}/transcript", expect=403)
    assert LegalHold.objects.for_actor(shop.system).count() == 0


def test_a_recording_is_named_so_that_it_is_found_and_gives_no_number_away(shop: Shop, silent: None) -> None:
    call = call_of(shop, caller="13812345678")
    record(call, "caller")
    name = StoredFile.objects.for_actor(shop.system).get().name
    assert name.endswith(f"_138xxxx5678_{call.id.hex}_caller.wav") and name[:8].isdigit()


def prompt(shop: Shop, *, expect: int = 201, file: bytes | None = None, **fields: str) -> Any:
    form: dict[str, Any] = {"brand_id": str(shop.queue.brand_id), "name": "问候", **fields}
    if file is not None:
        form["file"] = SimpleUploadedFile("a.wav", file, "audio/wav")
    answer = shop.owner.client.post("/api/v1/prompts", form, headers={"Authorization": f"Bearer {shop.owner.token}"})
    assert answer.status_code == expect, answer.content
    return answer.json()


def test_words_become_a_prompt_that_a_flow_can_say(shop: Shop, speech: FakeSpeech) -> None:
    made = prompt(shop, words="您好，欢迎致电。")
    assert (made["state"], made["url"]) == ("pending", None)
    draft = {"start": "hello", "nodes": {"hello": {"kind": "end", "prompt": made["id"]}}}
    flow = shop.owner(
        "POST", "/call-flows", {"brand_id": str(shop.queue.brand_id), "name": "一", "draft": draft}, expect=201
    )
    refusal = shop.owner("POST", f"/call-flows/{flow['id']}/publish", expect=422)
    assert refusal["errors"][0]["field"] == "nodes.hello", "not before it is spoken"
    jobs.speak(**waiting("speak")[0])
    [told] = shop.owner("GET", "/prompts")["items"]
    assert told["state"] == "ready" and told["url"]
    assert Prompt.objects.for_actor(shop.system).get().file.size > 8000  # type: ignore[union-attr]
    shop.owner("POST", f"/call-flows/{flow['id']}/publish")
    asked = json.loads(speech.asked[0][2])
    assert asked == {"model": "tts-1", "voice": "mei", "input": "您好，欢迎致电。", "response_format": "wav"}
    jobs.speak(**waiting("speak")[0])
    assert len(speech.asked) == 1, "once is enough"


def test_a_prompt_that_cannot_be_spoken_says_why(shop: Shop, speech: FakeSpeech) -> None:
    speech.raw = b"no sound"
    prompt(shop, words="您好")
    jobs.speak(**waiting("speak")[0])
    [told] = shop.owner("GET", "/prompts")["items"]
    assert (told["state"], told["reason"]) == ("failed", "得到的不是 WAV 音频。")
    prompt(shop, name="空", expect=422)


def test_without_a_voice_a_file_is_asked_for(shop: Shop, silent: None) -> None:
    refusal = prompt(shop, words="您好", expect=422)
    assert refusal["errors"][0]["field"] == "file" and "WAV" in refusal["errors"][0]["message"]
    assert prompt(shop, words="您好", file=WAV)["state"] == "ready"
