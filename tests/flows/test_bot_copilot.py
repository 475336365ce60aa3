"""What the desk is offered while an agent writes and closes."""

from .brain import FakeBrain
from .conftest import Shop


def test_the_customers_last_words_bring_an_answer_with_its_source(shop: Shop, brain: FakeBrain) -> None:
    agent = shop.agent("8001")
    visitor = shop.visitor("转人工")
    brain.candidates = [("怎么开发票", 0.9)]
    path = f"/bot/suggestions?conversation={visitor.id}"
    assert agent("GET", path) == {"suggestion": None}, "asking for a person is not a question"
    visitor.say("我要")
    visitor.say("报销的票")
    found = agent("GET", path)["suggestion"]
    assert (found["question"], found["asked"]) == ("怎么开发票", "我要，报销的票") and "申请开票" in found["answer"]
    agent("POST", f"/conversations/{visitor.id}/messages", {"text": "我看一下"}, expect=201)
    assert agent("GET", path) == {"suggestion": None}, "the agent has answered"
    visitor.say("谢谢")
    assert agent("GET", path) == {"suggestion": None}
    visitor.say("票呢")
    brain.candidates = [("怎么开发票", 0.1)]
    assert agent("GET", path) == {"suggestion": None}, "nothing likely is better than something odd"


def test_without_a_brain_words_suggest(shop: Shop) -> None:
    agent = shop.agent("8001")
    visitor = shop.visitor("转人工")
    visitor.say("退款多久到账")
    assert "7 天内" in agent("GET", f"/bot/suggestions?conversation={visitor.id}")["suggestion"]["answer"]


def test_the_summary_says_what_was_wanted_and_what_was_done(shop: Shop) -> None:
    agent = shop.agent("8001")
    visitor = shop.visitor("转人工")
    visitor.say("发票抬头写错了")
    for text in ("您好", "已经帮您把抬头改成公司名称，新发票一小时内发到邮箱。", "不客气"):
        agent("POST", f"/conversations/{visitor.id}/messages", {"text": text}, expect=201)
    drafted = agent("GET", f"/bot/summary-drafts?conversation={visitor.id}")["summary"]
    assert "客户诉求：发票抬头写错了" in drafted
    assert drafted.endswith("处理结果：已经帮您把抬头改成公司名称，新发票一小时内发到邮箱。")
