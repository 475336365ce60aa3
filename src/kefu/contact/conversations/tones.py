"""The two sets of standard texts: polite (您), and 「亲」 as online shops say it. One switch of the site chooses.

What 「亲」 leaves out is said politely; other languages know one tone only.
"""

from typing import Literal

from kefu.kernel.i18n import Text

Tone = Literal["polite", "qin"]

GREETING = Text("您好，请问有什么可以帮您？", "Hello, how can we help you?")
QIN_GREETING = "亲，您好呀～请问有什么可以帮您的呢？"
AWAY = Text(
    "您好，现在是非工作时间，人工客服{back}回来。您可以先留言，我们会尽快回复。",
    "Hello, we are closed just now and will be back {back}. You can leave a message, we will answer as soon as we can.",
)
QIN_AWAY = "亲，现在是休息时间呢～客服{back}回来，您可以先留言，我们会尽快回复您哦～"
QIN = {
    "queued": "亲，正在为您转接人工客服，稍等一下哦～您的问题已同步，不用重复说啦。",
    "nobody_online": "亲，现在没有客服在线，您可以先留言，我们会尽快回复您哦～",
    "joined": "亲，您好，我是{name}，正在查看您的问题～",
    "transferred_queue": "亲，正在为您转接{name}同事，您的问题已同步，不用重复说啦～",
    "transferred_agent": "亲，已为您转接给{name}，您的问题已同步，不用重复说啦～",
    "closed": "亲，本次服务已结束，感谢您的支持，祝您生活愉快～",
    "closed_by_system": "亲，您有一会儿没回复啦，本次会话先结束了，有需要随时再来找我们哦～",
    "silent": "亲，还在吗？没有其他问题的话，会话会在 {m} 分钟后自动结束哦～",
    "waited_too_long": "亲，让您久等了，真的很抱歉！您可以先留言，我们会尽快回复，您的排队位置也会保留哦～",
    "back_to_bot": "亲，现在咨询的人有点多，先由智能客服为您服务，您也可以稍后再转人工哦～",
    "waiting": "亲，当前排队第 {n} 位，您也可以先留言哦～",
    "waiting_timed": "亲，当前排队第 {n} 位，预计等待 {m} 分钟，您也可以先留言哦～",
    "closed_by_visitor": "亲，您已结束本次会话，有需要随时来找我们哦～",
}


def greeting(tone: str, language: str) -> str:
    return QIN_GREETING if tone == "qin" and language == "zh-CN" else GREETING.in_language(language)


def away(tone: str, language: str) -> str:
    """The greeting after hours; `{back}` is when somebody is there again."""
    return QIN_AWAY if tone == "qin" and language == "zh-CN" else AWAY.in_language(language)


def said(code: str, polite: Text, tone: str, language: str) -> str:
    """The words of a system line in the site's tone."""
    return QIN.get(code, polite.zh) if tone == "qin" and language == "zh-CN" else polite.in_language(language)
