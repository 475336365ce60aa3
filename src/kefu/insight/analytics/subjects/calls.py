"""Telephone calls, one row each."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from kefu.contact.telephony import queries as telephony
from kefu.contact.telephony.models import Call
from kefu.foundation.accounts import queries as accounts
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Text

from .. import sheets
from .base import Cells, Column, Subject, chosen, column, fixed, moment

DIRECTIONS = {"inbound": Text("呼入", "Inbound"), "outbound": Text("呼出", "Outbound")}
COLUMNS = (
    column("started_at", "开始时间（北京时间）", "Begun (Beijing)", "开始呼入或呼出的时间", "When it came in or went out"),
    column("direction", "方向", "Direction", "呼入或呼出", "Inbound or outbound"),
    column("caller", "客户号码", "Customer's number", "对方的号码，可能隐藏部分数字", "The other side's number, perhaps partly hidden"),
    column("customer", "客户", "Customer", "识别出的客户，未知则为空", "Whom it was recognised as; empty if unknown"),
    column("number", "本方号码", "Our number", "客户拨打或看到的号码", "The number that they dialled or saw"),
    column("queue", "技能组", "Queue", "最后进入的技能组", "The queue that it was in last"),
    column("agent", "客服", "Agent", "最后接听的客服", "Who had it last"),
    column("answered_at", "接通时间（北京时间）", "Answered (Beijing)", "由人工接通的时间", "By a person"),
    column("ended_at", "结束时间（北京时间）", "Ended (Beijing)", "双方都挂断的时间", "When both sides had hung up"),
    column("before", "接通前秒数", "Before answer, s", "从开始到人工接通，未接通则到结束", "Until a person answered, else its end"),
    column("talk", "通话秒数", "Talk, s", "与人工通话的时长", "With a person"),
    column("after", "通话后秒数", "After talk, s", "通话结束后留在线上的时长，如评价", "On the line after the talk, as for a rating"),
    column("ended_by", "结束方", "Ended by", "先挂断的一方", "Who hung up first"),
    column("cause", "结束原因", "Cause", "运营商给出的原因", "As the carrier gave it"),
    column("id", "通话标识", "Id", "接口使用的标识", "As the API knows it"),
)  # fmt: skip


def _calls(actor: Actor) -> QuerySet[Call]:
    return telephony.calls(actor).select_related("number", "queue", "assignee", "customer")


def _tell(actor: Actor, found: Sequence[Call], columns: Sequence[Column]) -> Iterator[Cells]:
    for call in found:
        seconds, cause = telephony.seconds(call), telephony.cause(call)
        yield [
            moment(call.started_at), chosen(DIRECTIONS, call.direction), call.caller,
            call.customer.name if call.customer else "", call.number.digits if call.number else "",
            call.queue.name if call.queue else "", accounts.staff_name(call.assignee) if call.assignee else "",
            moment(call.answered_at), moment(call.ended_at), seconds["before"], seconds["talk"], seconds["after"],
            chosen(sheets.ENDED_BY, call.ended_by), Text(cause["text"]["zh-CN"], cause["text"]["en"]).in_language() if cause else "",
            str(call.id),
        ]  # fmt: skip


CALLS = Subject("calls", Text("通话", "Calls"), fixed(*COLUMNS), _calls, _tell, dated="started_at")
