import pytest

from kefu.contact.bot.rules import (
    Band,
    Escalation,
    SmallTalk,
    Thresholds,
    Unanswerable,
    asks_for_parcel,
    band,
    escalation,
    small_talk,
    unanswerable,
)

HUMAN = [
    "转人工",
    "轉人工",
    "轉接真人客服",
    "人工",
    "人工！！！",
    "人工客服",
    "人工服务",
    "转 人 工",
    "转人工谢谢",
    "我要转人工，快点",
    "帮我转一下人工客服",
    "能不能转人工",
    "怎么转人工啊",
    "为什么还不转人工",
    "找人工",
    "找客服",
    "我要找真人",
    "我想找个活人说话",
    "有人吗",
    "有没有人工客服",
    "有人工吗",
    "人工在吗",
    "客服在吗",
    "真人",
    "叫你们经理来",
    "给我接人工坐席",
    "我想和真人聊",
    "不要机器人",
    "我要人工处理",
    "你好，转人工",
    "退款没到账，给我转人工客服！",
    "人\u200b工客服",
    "human",
    "Human please",
    "agent",
    "AGENT!!",
    "representative",
    "real person please",
    "I want to talk to a human",
    "can I speak to a real person?",
    "let me chat with someone",
    "transfer me to an agent",
    "connect me with a live agent please",
    "I need a representative now",
    "I don't want to talk to a bot",
    "is there a real person there",
    "speak with your manager",
    "customer service",
]
COMPLAINT = [
    "我要投诉",
    "我要投訴你們",
    "投诉你们客服态度差",
    "骗子",
    "你们就是骗子公司",
    "一定给差评",
    "等着收差评吧",
    "再不处理我就去网上曝光你们",
    "你们这是欺骗消费者",
    "我要举报这家店",
    "怎么投诉快递员",
    "转人工，我要投诉",
    "I want to file a complaint",
    "where do I complain",
    "this is a scam",
    "you are scammers",
    "I'm going to leave a bad review",
    "what a rip-off",
]
LEGAL = [
    "我打12315了",
    "再不退款我就打 12315",
    "12315见",
    "我要去工商局告你们",
    "找工商投诉你们",
    "我的律师会联系你们",
    "等着收律师函",
    "法院见",
    "我要起诉你们",
    "我要起訴",
    "去消协投诉",
    "消费者协会",
    "我已经报警了",
    "市场监管局",
    "只能走法律途径了",
    "I will sue you",
    "you will hear from my lawyer",
    "expect a lawsuit",
    "I'm taking you to court",
    "we will take legal action",
]
HARMLESS = [
    "",
    "怎么退款",
    "人工费多少钱",
    "安装人工费怎么算",
    "人工智能音箱怎么连接",
    "这个是人工智能吗",
    "纯人工缝制的吗",
    "人工审核要多久",
    "显示已转人工审核是什么意思",
    "培育钻是人工钻石吗",
    "含人工色素吗",
    "不用转人工",
    "不需要人工客服",
    "安装需要人工吗",
    "人工客服几点上班",
    "客服电话多少",
    "真人秀什么时候播",
    "有模特真人试穿图吗",
    "转账给别人",
    "转让会员可以吗",
    "找人代付怎么操作",
    "找人来修空调要多久",
    "快递员联系我了",
    "叫人来装一下",
    "am I talking to a person or a bot",
    "产品经理证书",
    "相机曝光度怎么调",
    "拍照曝光过度怎么办",
    "差评能改吗",
    "不小心给了差评怎么删",
    "怎么识别骗子电话",
    "怎么撤销投诉",
    "支持工商银行卡吗",
    "工商銀行信用卡分期",
    "个体工商户能开专票吗",
    "我是律师，可以开发票吗",
    "寄到法院路88号",
    "收货地址写朝阳区法院可以吗",
    "报警器怎么安装",
    "订单号123151234到哪了",
    "订单尾号12315",
    "一共12315元对吗",
    "315号楼能送吗",
    "agent fee",
    "what is the agent fee?",
    "do you work with real estate agents",
    "travel agent discount",
    "human hair wig price",
    "I want a human hair wig",
    "human resources contact",
    "does it fit a person of 180 cm",
    "is there a password manager",
    "send money to a person abroad",
    "how do I transfer to another person's account",
    "how do I report fraud on my card",
    "what's the issue with my order",
    "power of attorney form",
    "tennis court shoes",
    "my name is Sue",
    "is the court jacket in stock",
    "no complaints, all good",
    "why was my top up reversed",
    "card payment not recognised",
]


@pytest.mark.parametrize(
    ("text", "reason"),
    [(text, Escalation.ASKED_FOR_HUMAN) for text in HUMAN]
    + [(text, Escalation.COMPLAINT) for text in COMPLAINT]
    + [(text, Escalation.LEGAL) for text in LEGAL]
    + [(text, None) for text in HARMLESS],
)
def test_escalation(text: str, reason: Escalation | None) -> None:
    assert escalation(text) == reason


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("你好", SmallTalk.GREETING),
        ("您好！", SmallTalk.GREETING),
        ("你好呀，在吗？", SmallTalk.GREETING),
        ("嗨 😀", SmallTalk.GREETING),
        ("Hi", SmallTalk.GREETING),
        ("hello there!", SmallTalk.GREETING),
        ("Good morning", SmallTalk.GREETING),
        ("谢谢", SmallTalk.THANKS),
        ("謝謝你", SmallTalk.THANKS),
        ("好的，谢谢啦", SmallTalk.THANKS),
        ("非常感谢您的帮助", SmallTalk.THANKS),
        ("thanks a lot", SmallTalk.THANKS),
        ("ok thank you so much!", SmallTalk.THANKS),
        ("再见", SmallTalk.GOODBYE),
        ("谢谢，再见", SmallTalk.GOODBYE),
        ("没有问题了，谢谢", SmallTalk.GOODBYE),
        ("bye bye", SmallTalk.GOODBYE),
        ("thanks, goodbye", SmallTalk.GOODBYE),
        ("ok", None),
        ("好的", None),
        ("你好，怎么退款", None),
        ("谢谢，还想问下发票", None),
        ("hi, where is my order", None),
        ("hire purchase", None),
        ("thank you card", None),
        ("感谢信怎么写", None),
        ("12345", None),
        ("", None),
        ("👍", None),
    ],
)
def test_small_talk(text: str, kind: SmallTalk | None) -> None:
    assert small_talk(text) == kind


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Unanswerable.EMPTY),
        (" \u200b\u202e\n", Unanswerable.EMPTY),
        ("😡😡", Unanswerable.WORDLESS),
        ("???", Unanswerable.WORDLESS),
        ("退款" * 300, Unanswerable.TOO_LONG),
        ("退款" * 500_000, Unanswerable.TOO_LONG),
        ("退", None),
        ("怎么退款 😡", None),
        ("كيف أسترجع المال", None),
        ("<script>alert(1)</script>", None),
    ],
)
def test_unanswerable(text: str, why: Unanswerable | None) -> None:
    assert unanswerable(text) == why


@pytest.mark.parametrize(
    ("probability", "misses", "expected"),
    [
        (0.9, 0, Band.ANSWER),
        (0.8, 5, Band.ANSWER),
        (0.79, 0, Band.OFFER),
        (0.79, 1, Band.OFFER),
        (0.79, 2, Band.HANDOVER),
        (0.2, 0, Band.OFFER),
        (0.19, 0, Band.HANDOVER),
    ],
)
def test_band(probability: float, misses: int, expected: Band) -> None:
    assert band(probability, Thresholds(answer=0.8, offer=0.2), misses=misses) == expected


@pytest.mark.parametrize(("answer", "offer"), [(0.2, 0.8), (1.1, 0.5), (0.5, -0.1)])
def test_thresholds_must_be_ordered_probabilities(answer: float, offer: float) -> None:
    with pytest.raises(ValueError, match="thresholds"):
        Thresholds(answer=answer, offer=offer)


@pytest.mark.parametrize("text", ["我要" * 50_000, "转" * 100_000, "talk to a real live " * 5_000, " " * 100_000])
def test_hostile_texts_are_read(text: str) -> None:
    """An expression that tries every way through them would not end."""
    escalation(text)
    small_talk(text)
    unanswerable(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("你是谁", SmallTalk.IDENTITY),
        ("你好，你是真人吗？", SmallTalk.IDENTITY),
        ("are you a robot?", SmallTalk.IDENTITY),
        ("你能做什么", SmallTalk.IDENTITY),
        ("今天天气怎么样", SmallTalk.OFF_TOPIC),
        ("讲个笑话吧", SmallTalk.OFF_TOPIC),
        ("1+1等于几", SmallTalk.OFF_TOPIC),
        ("tell me a joke", SmallTalk.OFF_TOPIC),
        ("你真棒", SmallTalk.PRAISE),
        ("下雨天快递还送吗", None),
        ("天气热了空调不制冷", None),
        ("今天能发货吗", None),
        ("你们是哪里的公司", None),
        ("现在几点下班", None),
        ("订单号是什么", None),
        ("这个冰箱能做什么", None),
    ],
)
def test_chat_is_told_from_questions(text: str, kind: SmallTalk | None) -> None:
    assert small_talk(text) is kind


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("我的快递到哪了", True), ("帮我查一下物流", True), ("订单什么时候到啊", True), ("Where is my parcel?", True),
        ("快递放驿站了怎么办", False), ("怎么取消订单", False), ("你们发什么快递", False), ("包邮吗", False),
    ],
)  # fmt: skip
def test_who_asks_for_the_own_parcel(text: str, asks: bool) -> None:
    assert asks_for_parcel(text) is asks


@pytest.mark.parametrize(
    ("text", "reason"),
    [("屏幕碎了，要赔！", Escalation.COMPLAINT), ("摔坏了要赔多少", None), ("花瓶摔成两半了赔不赔", None)],
)
def test_who_demands_compensation_speaks_to_a_person(text: str, reason: Escalation | None) -> None:
    assert escalation(text) == reason
