"""What was said in conversations, one row for each message."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from kefu.contact.conversations import queries as conversations
from kefu.contact.conversations.models import Message
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Text

from .. import rules, sheets
from .base import Cells, Column, Subject, chosen, column, fixed, moment, yes

SIDES = {**sheets.ENDED_BY, "bot": Text("机器人", "Bot")}
KINDS = {
    "text": Text("文字", "Text"),
    "image": Text("图片", "Picture"),
    "file": Text("文件", "File"),
    "card": Text("卡片", "Card"),
    "article": Text("知识", "Article"),
    "rating_invite": Text("邀请评价", "Rating invitation"),
    "note": Text("备注", "Note"),
    "system": Text("提示", "Notice"),
}
COLUMNS = (
    column("number", "会话编号", "Conversation", "所属会话的编号", "Number of its conversation"),
    column("channel", "渠道", "Channel", "会话来自的渠道", "By which it came"),
    column("customer", "客户", "Customer", "识别出的客户，未知则为访客名", "Whom it was recognised as, else the visitor's name"),
    column("at", "时间（北京时间）", "Time (Beijing)", "发送的时间", "When it was sent"),
    column("side", "发言方", "Side", "客户、客服、机器人或系统", "Customer, agent, bot or system"),
    column("sender", "发言人", "Sender", "当时显示的名字", "Their name as it was shown"),
    column("kind", "种类", "Kind", "文字、图片、文件、备注等", "Text, picture, file, note and so on"),
    column("text", "内容", "Text", "文字内容；已撤回的为空", "What was written; empty where it was recalled"),
    column("is_internal", "仅内部可见", "Internal", "“是”表示客户看不到", "“Yes” where the customer does not see it"),
    column("is_recalled", "已撤回", "Recalled", "“是”表示发送后撤回", "“Yes” where it was taken back"),
    column("files", "附件", "Files", "附件名，以“、”分隔", "Names of its files"),
    column("conversation_id", "会话标识", "Conversation id", "接口使用的会话标识", "The conversation as the API knows it"),
    column("id", "消息标识", "Id", "接口使用的标识", "As the API knows it"),
)  # fmt: skip


def _messages(actor: Actor) -> QuerySet[Message]:
    seen = conversations.conversations(actor).values("id")
    rows = Message.objects.for_actor(actor).filter(conversation__in=seen)
    return rows.select_related("conversation__customer")


def _tell(actor: Actor, found: Sequence[Message], columns: Sequence[Column]) -> Iterator[Cells]:
    for message in found:
        of, is_recalled = message.conversation, message.recalled_at is not None
        files = [] if is_recalled else [str(one.get("name") or "") for one in message.attachments]
        yield [
            of.number, chosen(rules.CHANNELS, of.channel), of.customer.name if of.customer else of.visitor_name,
            moment(message.created_at), chosen(SIDES, message.sender_kind), message.sender_name,
            chosen(KINDS, message.kind), "" if is_recalled else message.text, yes(message.is_internal),
            yes(is_recalled), "、".join(files), str(of.id), str(message.id),
        ]  # fmt: skip


MESSAGES = Subject("messages", Text("会话消息", "Messages"), fixed(*COLUMNS), _messages, _tell)
