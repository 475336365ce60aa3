"""What the bot could not answer becomes knowledge; what visitors say of its answers is kept."""

from typing import Any

import pytest

from kefu.contact.bot.models import Turn

from .brain import FakeBrain, last, turns
from .conftest import Shop, Visitor

UNKNOWN = "/bot/unknown-questions"


def unknown(shop: Shop, state: str = "open") -> Any:
    return shop.owner("GET", f"{UNKNOWN}?state={state}")["items"]


def answers_to(visitor: Visitor) -> list[str]:
    return [m["text"] for m in visitor.see()["messages"] if m["sender"]["kind"] == "bot"]


def test_alike_questions_are_one_line_with_a_count(shop: Shop, brain: FakeBrain) -> None:
    brain.candidates = [("怎么开发票", 0.01)]
    for text in ("能寄到火星吗", "可以寄到火星吗", "火星能寄吗", "你们招暑假工吗"):
        shop.visitor(text)
    listed = unknown(shop)
    assert [(one["question"], one["count"]) for one in listed] == [("火星能寄吗", 3), ("你们招暑假工吗", 1)]
    assert set(listed[0]["examples"]) == {"能寄到火星吗", "可以寄到火星吗", "火星能寄吗"}
    assert listed[0]["suggested"]["question"] == "怎么开发票"


def test_an_answered_question_and_small_talk_are_not_unknown(shop: Shop, brain: FakeBrain) -> None:
    brain.candidates = [("怎么开发票", 0.9)]
    visitor = shop.visitor("我要票")
    for text in ("谢谢", "今天天气怎么样", "转人工"):
        visitor.say(text)
    assert unknown(shop) == []


def test_a_similar_question_is_learned_by_one_request(shop: Shop) -> None:
    shop.visitor("票据咋弄")
    (one,) = unknown(shop)
    article = shop.owner("GET", "/knowledge/search?q=发票")["items"][0]["article"]
    body = {"turn_ids": one["turn_ids"], "article_id": article["id"], "question": one["question"]}
    assert shop.owner("POST", f"{UNKNOWN}/similar", body, expect=201)["question"] == "怎么开发票"
    assert unknown(shop) == [] and [x["question"] for x in unknown(shop, "learned")] == ["票据咋弄"]
    assert "申请开票" in answers_to(shop.visitor("票据咋弄"))[-1], "known from now on"
    assert str(Turn.objects.for_actor(shop.system).earliest("id").corrected_id) == article["id"], "a label for later"


def test_a_new_article_answers_at_once(shop: Shop) -> None:
    shop.visitor("你们招暑假工吗")
    (one,) = unknown(shop)
    body = {"turn_ids": one["turn_ids"], "question": "招聘暑假工吗", "answer": "六月起招，投简历即可。"}
    shop.owner("POST", f"{UNKNOWN}/articles", body, expect=201)
    assert answers_to(shop.visitor("你们招暑假工吗"))[-1] == "六月起招，投简历即可。"


def test_putting_aside_can_be_undone(shop: Shop) -> None:
    shop.visitor("你们招暑假工吗")
    ids = unknown(shop)[0]["turn_ids"]
    shop.owner("PATCH", UNKNOWN, {"turn_ids": ids, "state": "ignored"}, expect=204)
    assert unknown(shop) == [] and len(unknown(shop, "ignored")) == 1
    shop.owner("PATCH", UNKNOWN, {"turn_ids": ids, "state": "open"}, expect=204)
    assert len(unknown(shop)) == 1
    shop.owner("PATCH", UNKNOWN, {"turn_ids": [str(shop.site.id)], "state": "ignored"}, expect=404)


def test_a_thumb_down_puts_the_question_on_the_list_and_counts_as_a_miss(shop: Shop) -> None:
    visitor = shop.visitor("怎么开发票")
    turn_id = last(visitor)["payload"]["turn_id"]
    path = f"/widget/conversations/{visitor.id}/turns/{turn_id}/feedback"
    visitor.api("PUT", path, {"is_helpful": True}, expect=204)
    assert unknown(shop) == []
    visitor.api("PUT", path, {"is_helpful": False}, expect=204)
    assert [(one["question"], one["unhelpful"]) for one in unknown(shop)] == [("怎么开发票", 1)]
    visitor.say("火星上能用吗")
    assert visitor.see()["status"] == "queued"


def test_the_choice_from_an_offer_is_kept_as_a_label(shop: Shop, brain: FakeBrain) -> None:
    brain.candidates = [("怎么开发票", 0.6), ("退款多久到账", 0.5)]
    visitor = shop.visitor("票的事情")
    assert len(unknown(shop)) == 1
    option = last(visitor)["payload"]["options"][1]
    visitor.say(option["question"], payload={"article_id": option["article_id"]})
    turn = Turn.objects.for_actor(shop.system).get(outcome="offer")
    assert str(turn.picked_id) == option["article_id"]
    assert unknown(shop) == [], "whoever chose was understood"


@pytest.mark.parametrize(
    ("text", "says", "offers_a_person"),
    [
        ("你好", "帮您", False),
        ("在吗", "帮您", False),
        ("谢谢", "不客气", False),
        ("你是谁", "智能客服", True),
        ("你是机器人吗", "智能客服", True),
        ("今天天气怎么样", "帮不上忙", True),
        ("讲个笑话", "帮不上忙", True),
        ("？？？", "我在的", True),
    ],
)
def test_chat_gets_a_short_answer_and_no_questions(
    shop: Shop, brain: FakeBrain, text: str, says: str, offers_a_person: bool
) -> None:
    brain.candidates = [("怎么开发票", 0.5), ("退款多久到账", 0.4)]
    visitor = shop.visitor(text)
    assert says in last(visitor)["text"]
    assert last(visitor)["payload"].get("handoff", False) is offers_a_person
    assert "options" not in last(visitor)["payload"] and brain.asked == []


def test_a_picture_is_acknowledged_and_the_next_miss_leads_to_a_person(shop: Shop, brain: FakeBrain) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from tests.api.scene import PNG

    visitor = shop.visitor(None)
    picture = visitor.api.client.post(
        f"/api/v1/widget/conversations/{visitor.id}/attachments",
        {"file": SimpleUploadedFile("a.png", PNG, "image/png")},
        headers={"Authorization": f"Bearer {visitor.api.token}"},
    ).json()
    visitor.say("", attachment_ids=[picture["id"]])
    assert "看不了图片" in last(visitor)["text"] and turns(shop) == [("miss", "picture")]
    visitor.say("火星")
    assert visitor.see()["status"] == "queued"
