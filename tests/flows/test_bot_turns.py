"""Every turn the bot can take, with a brain that says what the test wants, and with none."""

from uuid import UUID

import pytest

from kefu.contact.bot import actions, thought
from kefu.contact.bot.models import Turn
from kefu.contact.conversations.models import Message

from .brain import FakeBrain, last, turns
from .conftest import Shop


def test_a_sure_guess_is_the_answer(shop: Shop, brain: FakeBrain) -> None:
    brain.candidates = [("怎么开发票", 0.9), ("退款多久到账", 0.1)]
    visitor = shop.visitor("我要票")
    assert "申请开票" in last(visitor)["text"]
    turn = Turn.objects.for_actor(shop.system).get()
    assert (turn.outcome, turn.ranked_by, turn.probability, len(turn.candidates)) == ("answer", "fake", 0.9, 2)


def test_a_fair_guess_is_offered_and_the_choice_is_answered(shop: Shop, brain: FakeBrain) -> None:
    brain.candidates = [("怎么开发票", 0.6), ("退款多久到账", 0.5)]
    visitor = shop.visitor("票的事情")
    offered = last(visitor)["payload"]
    assert [o["question"] for o in offered["options"]] == ["怎么开发票", "退款多久到账"] and offered["handoff"]
    visitor.say("退款多久到账", payload={"article_id": offered["options"][1]["article_id"]})
    assert "7 天内" in last(visitor)["text"]
    assert turns(shop) == [("offer", ""), ("answer", "chosen")]


def test_a_miss_says_so_and_the_second_one_hands_over(shop: Shop, brain: FakeBrain) -> None:
    brain.candidates = [("怎么开发票", 0.1)]
    visitor = shop.visitor("火星上能用吗")
    assert last(visitor)["payload"] == {"handoff": True}
    visitor.say("木星上呢")
    assert visitor.see()["status"] == "queued"
    assert turns(shop) == [("miss", ""), ("handed_over", "unanswered")]
    summary = shop.owner("GET", f"/conversations/{visitor.id}")["summary"]
    assert summary.split("\n") == ["客户诉求：火星上能用吗；木星上呢", "机器人未给出答案", "转人工原因：机器人未能解答"]


def test_an_answer_in_between_forgives_a_miss(shop: Shop, brain: FakeBrain) -> None:
    visitor = shop.visitor("火星上能用吗")
    brain.candidates = [("怎么开发票", 0.9)]
    visitor.say("发票")
    brain.candidates = []
    visitor.say("木星上呢")
    assert visitor.see()["status"] == "bot"
    assert [outcome for outcome, _ in turns(shop)] == ["miss", "answer", "miss"]


@pytest.mark.parametrize(
    ("text", "outcome", "reason"),
    [
        ("转人工", "handed_over", "asked_for_human"),
        ("我要投诉你们", "handed_over", "complaint"),
        ("我要起诉你们", "handed_over", "legal"),
        ("长篇大论" * 130, "handed_over", "too_long"),
        ("你好", "small_talk", "greeting"),
        ("谢谢", "small_talk", "thanks"),
        ("再见", "small_talk", "goodbye"),
        ("???", "ignored", "wordless"),
        ("😀😀", "ignored", "wordless"),
        ("\u200b", "ignored", "empty"),
    ],
)
def test_what_needs_no_ranking(shop: Shop, brain: FakeBrain, text: str, outcome: str, reason: str) -> None:
    visitor = shop.visitor(text)
    assert turns(shop) == [(outcome, reason)]
    assert visitor.see()["status"] == ("queued" if outcome == "handed_over" else "bot")
    assert brain.asked == []


def test_without_a_brain_words_decide(shop: Shop) -> None:
    visitor = shop.visitor("退款多久到账？")
    assert "7 天内" in last(visitor)["text"]
    visitor.say("退款")
    assert [o["question"] for o in last(visitor)["payload"]["options"]] == ["退款多久到账"]
    assert set(Turn.objects.for_actor(shop.system).values_list("ranked_by", flat=True)) == {"lexical"}


@pytest.mark.parametrize("raw", [b"not json\n", b'{"error": "not understood"}\n', b"\n"])
def test_a_confused_brain_is_no_brain(shop: Shop, brain: FakeBrain, raw: bytes) -> None:
    brain.raw = raw
    assert "申请开票" in last(shop.visitor("怎么开发票"))["text"]


def test_a_slow_brain_is_not_waited_for(shop: Shop, brain: FakeBrain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thought, "TIMEOUT_SECONDS", 0.1)
    brain.delay, brain.candidates = 0.5, [("退款多久到账", 0.99)]
    monkeypatch.setattr(thought._ask, "__kwdefaults__", {"timeout": 0.1})
    assert "申请开票" in last(shop.visitor("怎么开发票"))["text"]
    brain.delay = 0.0
    visitor = shop.visitor("怎么开发票")
    assert "7 天内" in last(visitor)["text"], "the late answer to the first question is not taken for the second's"


def test_a_brain_that_learns_is_given_a_moment(shop: Shop, brain: FakeBrain) -> None:
    brain.loading, brain.candidates = 3, [("怎么开发票", 0.9)]
    shop.visitor("我要票")
    assert Turn.objects.for_actor(shop.system).get().ranked_by == "fake"


def test_the_same_message_twice_is_one_turn(shop: Shop) -> None:
    visitor = shop.visitor("怎么开发票")
    said = next(m for m in visitor.see()["messages"] if m["sender"]["kind"] == "visitor")
    for _ in range(2):
        actions.answer(shop.organization.id, visitor.id, said)
    assert Turn.objects.for_actor(shop.system).count() == 1
    assert Message.objects.for_actor(shop.system).filter(sender_kind="bot").count() == 1


def test_a_choice_of_another_brand_is_not_answered(shop: Shop) -> None:
    visitor = shop.visitor("火星")
    for payload in ({"article_id": str(UUID(int=1))}, {"article_id": "x"}, {"article_id": None}, {"article_id": [1]}):
        visitor.say("你好", payload=payload)
    assert {outcome for outcome, _ in turns(shop)} == {"miss", "small_talk"}


def test_thresholds_of_the_site_count(shop: Shop, brain: FakeBrain) -> None:
    path = f"/bot/settings?site={shop.site.id}"
    brain.candidates = [("怎么开发票", 0.85)]
    shop.owner("PATCH", path, {"answer_threshold": 0.95})
    shop.visitor("我要票")
    shop.owner("PATCH", path, {"answer_threshold": 0.95, "offer_threshold": 0.9})
    shop.visitor("我要票")
    shop.owner("PATCH", path, {"answer_threshold": None, "offer_threshold": None})
    shop.visitor("我要票")
    assert [outcome for outcome, _ in turns(shop)] == ["offer", "miss", "answer"]
    shop.owner("PATCH", path, {"answer_threshold": 0.3, "offer_threshold": 0.9}, expect=422)
    shop.owner("PATCH", path, {"answer_threshold": 1.1}, expect=422)


def test_a_site_without_a_bot_goes_to_people(shop: Shop) -> None:
    shop.owner("PATCH", f"/bot/settings?site={shop.site.id}", {"enabled": False})
    assert shop.visitor("怎么开发票").see()["status"] == "queued"
    assert turns(shop) == []
