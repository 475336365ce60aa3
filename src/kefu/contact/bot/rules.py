"""What the bot decides without any model: who must speak to a person at once, what is only politeness, which band.

Everything here reads the customer's words and plain numbers. The probability comes from `engine`; the turn itself,
its messages and the hand-over are the work of `actions`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from kefu.kernel.text import fold

LONGEST_QUESTION = 500
"""Characters. Whoever writes more tells a story, and a story deserves a person."""

LONGEST_CHAT = 40
"""Letters. Whoever writes more than this has something on their mind, even if it begins with the weather."""

MISSES_BEFORE_HANDOVER = 2
BARE_REQUEST, BARE_WORDS = 12, 7


class Band(StrEnum):
    """What is done with the best candidate."""

    ANSWER = "answer"
    OFFER = "offer"
    HANDOVER = "handover"


class Escalation(StrEnum):
    """Why a customer goes to a person without being scored, the gravest first."""

    LEGAL = "legal"
    COMPLAINT = "complaint"
    ASKED_FOR_HUMAN = "asked_for_human"


class SmallTalk(StrEnum):
    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    PRAISE = "praise"
    IDENTITY = "identity"
    OFF_TOPIC = "off_topic"


class Unanswerable(StrEnum):
    """Texts that are not scored: EMPTY is ignored, WORDLESS is asked to be put in words, TOO_LONG is handed over."""

    EMPTY = "empty"
    WORDLESS = "wordless"
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class Thresholds:
    """Probabilities (0..1) from which the bot answers, and from which it offers three questions to choose from."""

    answer: float
    offer: float

    def __post_init__(self) -> None:
        if not 0 <= self.offer <= self.answer <= 1:
            raise ValueError(f"thresholds must satisfy 0 <= offer <= answer <= 1, not {self}")


def band(probability: float, thresholds: Thresholds, *, misses: int = 0) -> Band:
    """The band of a turn; after two misses (offers not taken, answers called wrong) only a sure answer is given."""
    if probability >= thresholds.answer:
        return Band.ANSWER
    if probability >= thresholds.offer and misses < MISSES_BEFORE_HANDOVER:
        return Band.OFFER
    return Band.HANDOVER


def escalation(text: str) -> Escalation | None:
    """Why this customer must speak to a person now, or None. Legal words outweigh complaints, these a mere request."""
    folded = _SPACED_CJK.sub("", fold(text))
    for reason, (pattern, harmless) in _ESCALATIONS.items():
        if pattern.search(harmless.sub(" ", folded)):
            return reason
    return None


def only_asks(text: str) -> bool:
    """Whether a request for a person says nothing of the matter: a dozen characters, or half a dozen words of English."""
    said = fold(text).strip()
    return len(said) <= BARE_REQUEST or (said.isascii() and len(said.split()) <= BARE_WORDS)


def asks_for_parcel(text: str) -> bool:
    """Whether a short text asks where one's own order or parcel is."""
    folded = fold(text)
    return len(folded) <= LONGEST_PARCEL_QUESTION and _PARCEL.search(folded) is not None


def small_talk(text: str) -> SmallTalk | None:
    """The chat a message consists of, None as soon as it asks anything of the trade. The latest step of a visit wins.

    OFF_TOPIC is what no shop, bank or bureau answers: the weather, jokes, sums, the bot's private life.
    """
    folded = fold(text)
    letters = "".join(re.findall(r"[^\W_]+", folded))
    if _ONLY_POLITE.fullmatch(letters):
        return next((kind for kind, pattern in _POLITE.items() if re.search(pattern, letters)), None)
    if len(letters) > LONGEST_CHAT:
        return None
    asked = re.sub(rf"^(?:{_GREETED})+", "", letters)
    if _WHO_ARE_YOU.fullmatch(asked):
        return SmallTalk.IDENTITY
    return SmallTalk.OFF_TOPIC if _ELSEWHERE.search(_SPACED_CJK.sub("", folded)) else None


def unanswerable(text: str) -> Unanswerable | None:
    """Why a text is not put to the models, or None for one that is."""
    folded = fold(text)
    if not folded:
        return Unanswerable.EMPTY
    if not re.search(r"[^\W_]", folded):
        return Unanswerable.WORDLESS
    return Unanswerable.TOO_LONG if len(folded) > LONGEST_QUESTION else None


LONGEST_PARCEL_QUESTION = 40
_PARCEL = re.compile(
    r"(?:快递|包裹|物流|订单|单子|货)[^,。!?]{0,8}(?:到哪|在哪|到了吗|到没|哪里了|哪儿了|多久到|什么时候到|啥时候到|几天到)"
    r"|(?:查|看)(?:一下|下|查)?(?:我的?|一下我的?)?(?:快递|包裹|物流|订单)(?:进度|状态|$|[吗吧呢。!?])"
    r"|where(?:'s| is) my (?:parcel|package|order|delivery)|track my (?:parcel|package|order)"
)
_SPACED_CJK = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


def _either(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives))


# Patterns run on folded text: simplified characters, lower case, half-width. Of each pair the second one removes the
# harmless uses of the words (人工费, 工商银行, real estate agent) before the first one looks for the real ones.
_HUMAN = r"(?:人工|真人|活人|客服|坐席|座席|专员|小姐姐|小哥)"
_BOSS = r"(?:经理|领导|主管|负责人|老板|店长)"
_AFTER_HUMAN = r"(?=$|[^\w]|客服|服务|坐席|座席|专员|接待|处理|回复|解答|解决|帮|来|跟|和|给|吧|啊|呢|嘛|呀|了|啦|行|可以|好吗|谢|人员|快|通话|聊|说|对话|在线)"
_PERSON = (
    r"(?:(?:a|an|the|your|some|any|one of your)\s+)?"
    r"(?:(?:real|live|human|actual|customer service|customer support|support|service|another)\s+)*"
    r"(?:humans?|human being|persons?|people|agents?|representatives?|rep|someone|somebody|operator|advis[eo]r|manager"
    r"|supervisor|specialist|customer service|customer support|staff)\b"
)

_ESCALATIONS: dict[Escalation, tuple[re.Pattern[str], re.Pattern[str]]] = {
    Escalation.LEGAL: (
        _either(
            r"(?<![\d.])12315(?![\d.]|元|块)|(?<!\d)(?:打|拨|拨打|找|上|去|向)\s*(?:12345|315)(?!\d)",
            r"(?<!\d)3[.·]?15(?:晚会|投诉|曝光|举报|打假|热线|维权|见)",
            r"工商|市场监管|市监局|监管部门|监管局|银保监|银监会|证监会|工信部|消协|消费者(?:保护)?协会|消委会|消保委",
            r"律师|起诉|诉讼|打官司|法庭|法院|仲裁|立案|经侦|法律(?:途径|程序|手段|武器|责任)|走法律|告你们|上告",
            r"(?:我要|我会|我就|我去|已经|马上|立刻|再不|只能|只好|准备|必须|直接|帮我|去)[^,。!?]{0,6}(?:报警|报案)",
            r"\b(?:law\s?suits?|lawyers?|attorneys?|solicitors?|litigation|ombudsman|small claims|trading standards"
            r"|better business bureau|bbb|cfpb|ftc)\b",
            r"\b(?:sue|suing)\s+(?:you|your|u|the|this|them|these|for)\b|\b(?:legal|court) (?:action|proceedings)\b",
            r"\b(?:take|taking|see|seeing)\s+(?:you|this|it|them|your company)?\s*(?:all\s+)?(?:to|in)\s+court\b",
            r"\b(?:consumer protection|consumer rights|financial regulator|report you to)\b",
        ),
        _either(
            r"工商(?:银行|大学|学院|管理|注册|执照|户|登记|信息)|个体工商|中国工商",
            r"我是[^,。!?]{0,6}律师|律师(?:费|证|袍|资格|函模板|行业)|当律师",
            r"(?:寄|送|发|邮|配送|地址)[^,。!?]{0,12}法院|法院(?:路|街|附近|旁|门口|小区|站|宿舍|对面)",
            r"法律(?:书|类|专业|图书|考试)",
            r"报警(?:器|声|灯|系统|功能|装置|音|提示|值)|power of attorney|\b(?:i am|i'm|as) an? (?:lawyer|attorney)\b",
            r"[¥$]\s*12315|(?:订单|单号|编号|尾号|验证码|型号|价格|邮编)\D{0,4}12315",
        ),
    ),
    Escalation.COMPLAINT: (
        _either(
            r"投诉|举报|骗子|骗人|骗钱|骗我|欺骗|坑人|坑钱|坑我|黑店|黑心|奸商|欺诈|霸王条款|黑猫",
            r"(?:给|打|写|送|必须|我要|等着|刷)[^,。!?]{0,4}差评|^差评",
            r"(?:要|必须|赶紧|马上|立刻|给我)(?:你们)?赔",
            r"(?:给你|把你|把这|我要|我会|去|找|媒体|网上|微博|抖音|小红书|朋友圈|发到|等着)[^,。!?]{0,6}曝光|曝光你",
            r"\b(?:complain(?:t|ts|ing)?|scammers?|scamming|scammed me|rip[- ]?off|ripped me off|con artists?|crooks)\b",
            r"\b(?:this|it|that|you|company|shop|store|total|all)(?:'s| is| are|'re)?\s+(?:just\s+)?(?:a\s+|such a\s+)?"
            r"(?:total\s+|complete\s+)?(?:scam|frauds)\b",
            r"\b(?:leave|leaving|write|writing|post|give|giving)\b.{0,20}\b(?:bad|negative|terrible|1|one)[- ]?(?:star)?"
            r" ?(?:reviews?|rating)\b|\bexpose (?:you|your|this)\b",
        ),
        _either(
            r"(?:零|无|没有|没|0)投诉|投诉率|(?:撤销|取消|撤回|不|别|没想)(?:想|要|会|是|再)?(?:去)?投诉",
            r"(?:要不要|需要|会不会要|要)赔(?:多少|吗|么|不)|不要赔",
            r"(?:识别|防|防范|预防|警惕|当心|小心|谨防|避免|遇到|碰到|碰上|冒充\S{0,6})(?:的)?骗子|防骗|不(?:是|会)骗(?:人|我|子)",
            r"(?:删除?|改|修改|撤|撤销|误|不小心|手滑|点错)[^,。!?]{0,8}差评|差评[^,。!?]{0,8}(?:删|改|撤|追评|多|率|吗)",
            r"(?:相机|镜头|照片|拍照|快门|长|过度|多重|自动|手动)[^,。!?]{0,6}曝光|曝光(?:度|量|补偿|时间|率|模式|不足|过度)",
            r"\b(?:no|any|without|not|not a|don't|never had a) complain(?:t|ts|ing)?\b",
        ),
    ),
    Escalation.ASKED_FOR_HUMAN: (
        _either(
            rf"^(?:我?[要找]?|在线|呼叫|有没有|有)?(?:{_HUMAN}+(?:客服|服务|坐席|座席|在线)?)(?:在[吗不]|在线吗|呢|吧|啊|吗|[!?.。,~]|\s|谢谢)*$",
            r"^(?:有人[吗么嘛]|有没有人|有人在[吗么]?|人呢|来个人|来人|找人|找个人|有活人[吗么])\W*$",
            rf"转(?:接|到|至|给|去|入|成)?(?:一下|下|个|一个|一位|你们的?)?(?:{_HUMAN}{_AFTER_HUMAN}|{_BOSS})",
            r"转人工$|转人工[^\w]",
            rf"(?:找|想要|我要|要|叫|换|接|联系|呼叫|请|给我|来|需要|安排|派|喊|帮我接|连线|直接|想找|是不是)(?:一下|下|一个|个|一位|位|你们的?|在线|真正的|别的)*"
            rf"(?:人工|真人|活人|客服(?:小姐姐|小哥|人员)?|坐席|座席|{_BOSS}){_AFTER_HUMAN}",
            rf"有(?:没有)?(?:人工|真人|活人)(?:客服|服务|坐席)?[吗么嘛]|有没有(?:人工|真人|活人){_AFTER_HUMAN}|人工(?:客服)?在[吗么]",
            r"(?:和|跟|与|同)(?:真人|人工|活人|你们的?人|客服|人工客服|人类|真正的人|人)(?:说|聊|谈|沟通|讲|对话|交流|通话)",
            r"(?:不要|不想要|不想跟|不想和|别用|别让|讨厌|不跟|不和)[^,。!?]{0,3}机器人|(?:让|叫)(?:人|你们的人|真人)来(?![装修安量拆取拿送收搬])",
            rf"^(?:please\s+)?{_PERSON}(?:\s*,?\s*(?:please|pls|now|asap))*\W*$",
            rf"\b(?:talk|speak|chat|connect|connected|talking|speaking|chatting)\s+(?:me\s+)?(?:directly\s+)?(?:to|with)\s+{_PERSON}",
            rf"\b(?:transfer|switch|forward|redirect|put|connect|pass|hand|escalate)\s+(?:me|this|us)\s+(?:over\s+|through\s+|on\s+)*(?:to|with)\s+{_PERSON}",
            r"\b(?:get|give|want|need|send|find|contact|reach)\s+(?:me\s+|you\s+)?(?:to\s+)?(?:a|an|the|your)?\s*"
            r"(?:real person|real human|live agent|live person|live human|human(?: being| agent| operator)?|agent"
            r"|representative|human representative|customer service (?:agent|rep|representative)|actual person"
            r"|operator|supervisor|manager)\b",
            r"\b(?:is there|are there|isn't there)\s+(?:a|an|any)?\s*(?:real|live|human|actual)\s+(?:person|people|agents?|human)",
            r"\b(?:not|no more|stop with the|hate(?: this| the)?|don't want(?: to talk to)?(?: a| the| this)?)\s+(?:a\s+)?(?:bots?|robots?|chatbots?|machine)\b",
        ),
        _either(
            r"(?:不要|不用|不需要|别|不必|无需|不想|先不)(?:再|给我|帮我)*(?:转接?|找|联系|接)?(?:到)?(?:人工|真人|客服)(?:客服|服务)?",
            r"人工(?:费|智能|成本|降雨|湖|合成|钻|翻译|审核|审批|复核|皮|授精|呼吸|检|草|培育|养殖|增雨|添加|色素|香精|甜味|费用|服务费|安装|测量|搬运|排队|验|签)",
            r"(?:要|需要)人工(?:处理|服务)?[吗么]\W*$|(?:纯|半|全|手工|靠)人工",
            r"(?:真人|客服)(?:秀|版|模特|试穿|照|发|出镜|实拍|电话|热线|工作时间|上班|手机|微信|号码|邮箱|岗|招聘|兼职)",
            r"\b(?:real estate|travel|user|cleaning|shipping|insurance|estate|free|secret|bonding|foaming) agents?\b",
            r"\bagent(?:'s|s')?\s+(?:fees?|number|code|id|commission|price|cost|portal|login|account|discount|price list)\b",
            r"\bhuman(?:'s)?\s+(?:hair|resources?|rights?|body|size|error|made|grade|use|consumption|food|shaped)\b",
            r"\b(?:password|account|task|file|package|window|event|case|store|project|product|general|property) manager\b"
            r"|\bmanager (?:account|app|software|login|role)\b",
            r"\bam i (?:talking|speaking|chatting) (?:to|with)\b[^,.!?]*",
            r"\b(?:do not|don't|dont|no need to|without) (?:want to |need to )?(?:talk|speak|talking|speaking|transfer me)\b"
            r"(?![^,.!?]*\b(?:bot|robot|chatbot|machine)s?\b)[^,.!?]*",
        ),
    ),
}

# In the order in which they win: whoever says thanks and goodbye is leaving.
_POLITE: dict[SmallTalk, str] = {
    SmallTalk.GOODBYE: (
        r"再见|再会|拜拜|拜了|8888?|88|回见|先这样|没有(?:别的|其他)?(?:问题)?了|没(?:别的|其他)?(?:事|问题)了|不用了|没了"
        r"|goodbye|byebye|bye|seeyou(?:later)?|thatsall|thatisall|nothingelse|haveagoodday"
    ),
    SmallTalk.THANKS: (
        r"谢谢|谢谢您|多谢|感谢|谢啦|谢了|谢过|辛苦了?|麻烦了|3q|thankyou|thanku|thanks|thankx|thx|tks|cheers|ty"
        r"|appreciateit|appreciated"
    ),
    SmallTalk.PRAISE: r"(?:真|太|很|好|挺|蛮)?(?:厉害|棒|聪明|智能|贴心|给力|牛|赞)|你真好|welldone|goodjob|awesome|youaregreat",
    SmallTalk.GREETING: (
        r"你好|您好|你们好|大家好|哈喽|哈罗|嗨|嘿|喂|早上好|上午好|中午好|下午好|晚上好|早安|晚安|在吗|在么|在嘛|在不在|在不"
        r"|亲爱的|亲|hello|hi|hey|hallo|howareyou|goodmorning|goodafternoon|goodevening|goodday|greetings|早|请问"
    ),
}
_FILLER = (
    r"你们?|您|啊|呀|哦|喔|哈|呢|吧|了|啦|咯|嘞|的|好|好的|嗯|行|可以|知道|明白|清楚|懂|客服|小姐姐|老师|非常|十分|太|帮助|您的|了解"
    r"|ok|okay|great|good|nice|cool|perfect|there|team|all|so|very|much|alot|lot|for|your|the|help|you|i|it|and|got|again|everyone|sir|madam"
)
_GREETED = r"你好|您好|在吗|请问|哈喽|嗨|亲|hello|hi|hey|那|所以|话说"
_WHO_ARE_YOU = re.compile(
    r"(?:你|您|你们|对面|这|这边)?(?:是|算)?(?:谁|哪位|什么东西|啥东西|哪个)(?:啊|呀|呢|在说话|在回复|在跟我聊)?"
    r"|你(?:叫|的名字是|姓)(?:什么|啥|谁)(?:名字|名)?(?:啊|呀|呢)?|(?:你|您|对面|这)?(?:到底)?是(?:不是)?(?:真人|人工|机器人|机器|人|ai|智能客服|自动回复)"
    r"(?:还是(?:真人|人工|机器人|机器|人|ai))?(?:吗|么|嘛|吧|啊|呀|呢|在回复吗)?|你(?:会|能|可以)(?:做|干|帮我做|帮我干)?(?:什么|啥|些什么|点啥)(?:啊|呀|呢|事)?"
    r"|who(?:are|is)(?:you|this)|what(?:areyou|isyourname|syourname|canyoudo)|areyou(?:a|an)?(?:real)?(?:bot|robot|human|person|ai|machine)"
    r"|ami(?:talking|speaking|chatting)(?:to|with)(?:a|an)?(?:real)?(?:bot|robot|human|person|ai|machine)"
)
# Only what cannot be meant of goods and services: 天气 is asked of the sky, but 下雨天能送吗 of a delivery.
_ELSEWHERE = _either(
    r"天气(?:怎么样|如何|好吗|预报|好不好|咋样)|(?:今天|明天|后天|外面|那边)[^,。!?]{0,4}(?:下雨吗|下雪吗|冷不冷|热不热|会下雨|几度|多少度)",
    r"(?:讲|说|来)(?:一)?个?(?:笑话|故事|段子)|(?:唱|来)(?:一)?首歌|(?:写|作|背)(?:一)?首?(?:诗|作文|情书|代码|小说)|陪我(?:聊|玩|说)|聊聊天|无聊(?:死|啊|呀|$)",
    r"你(?:几岁|多大了?|是男是女|是男的|是女的|结婚|有(?:没有)?(?:女|男)朋友|吃饭了?(?:吗|没)|吃了(?:吗|没)|喜欢(?:我|吃|看|谁)|爱我|住哪)|我爱你|做我(?:女|男)朋友|嫁给我",
    r"今天(?:星期|周|礼拜)几|今天(?:是)?几号$|现在几点(?:了|钟)?\W*$|几点了\W*$|\d+[加减乘除+*/x×÷]\d+(?:等于|=|$)|等于几",
    r"推荐(?:一)?(?:首|部|本|个)(?:好听的|好看的)?(?:歌|电影|书|电视剧|小说|综艺)|翻译(?:成|一下|一句)|(?:心情|情绪)(?:不好|很差|低落)|失恋|减肥|房价|哪个明星|离[^,。!?]{1,6}(?:有)?多远",
    r"彩票|双色球|股票|大盘|炒股|基金(?:涨|跌)|比特币|世界杯|欧冠|奥运会|nba|总统|主席|算命|星座|运势|解梦|缘分",
    r"(?:中午|晚上|今晚|晚饭|午饭)吃(?:什么|啥)(?:好)?$|附近有(?:什么|啥)好吃|(?:推荐|好看的)(?:一部|个)?电影|王者荣耀|打游戏|追剧",
    r"\b(?:weather|joke|sing (?:me )?a song|poem|horoscope|lottery|stock market|bitcoin|super bowl|world cup|meaning of life)\b",
    r"\b(?:how old are you|do you love me|marry me|are you single|what time is it|what day is it|tell me a story)\b",
)
_ONLY_POLITE = re.compile(rf"(?:{'|'.join([*_POLITE.values(), _FILLER])})+")
