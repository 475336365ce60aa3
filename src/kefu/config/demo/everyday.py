"""Writes the everyday contacts of the past two weeks, in bulk; the written conversations of `history` are there already."""

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.config.demo import organization, script, service, traffic
from kefu.config.demo.history import BOT_NAME, PAGE, RATED_AFTER, SOLVED, Rows, first_turn, id_at
from kefu.config.demo.organization import BANK, SHOP, TRAVEL
from kefu.config.demo.traffic import Case
from kefu.config.founding import CONTENT
from kefu.contact.conversations import queries as conversation_queries
from kefu.contact.conversations.models import Conversation, Message, Site, Visitor
from kefu.contact.routing import queries as routing
from kefu.contact.routing.models import Contact, Queue, Rating, RatingItem, RatingReason, WorkItem
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import Brand, User
from kefu.kernel import clock
from kefu.kernel.actor import Actor

FULL_DAYS = timedelta(days=2)
LAST_WORD = timedelta(seconds=25)  # before the agent closes
NAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
SOURCES = {
    SHOP: ("faq.zh-CN.csv", "colloquial_dialogues.json"),
    TRAVEL: ("faq.travel.zh-CN.csv", "dialogues.travel.json"),
    BANK: ("faq.en.csv", "dialogues.en.json"),
}
BRAND_OF = {service.ONLINE: SHOP, service.AFTER_SALES: SHOP, service.JOURNEYS: TRAVEL, service.BANKING: BANK}
OUTAGE_TOPIC, OUTAGE_REASON = "complaint-charge", "系统故障"
OUTAGE_NOTE = "支付渠道 15:05 起返回超时，16:35 恢复；扣款未成单的订单已全部原路退回。"
OUTAGE_LINES = (
    "付款一直转圈，钱扣了订单没生成，怎么回事？",
    "支付失败三次了，到底能不能买？",
    "扣了我两次钱！订单还是待付款",
    "提示支付超时，还能下单吗？优惠快到点了",
)
OUTAGE_ANSWERS = (
    ("agent", "非常抱歉，支付渠道刚刚出现异常，技术同事正在抢修，您的扣款不会丢失。"),
    ("visitor", "那多久能好？"),
    ("agent", "恢复后会第一时间短信通知您；没有生成订单的扣款，今天内原路退回。"),
)
REASONS = {1: "回复速度", 2: "回复速度"}


def plant(actor: Actor) -> int:
    """Write what is missing; returns the number of contacts. Once they are there, 0."""
    worst = (
        Rating.objects.for_actor(actor)
        .filter(contact__disposition__code=script.DISCONTENT, score=1, contact__customer_id__isnull=False)
        .order_by("id")
        .select_related("contact")
        .first()
    )
    if worst is None:
        return 0
    with clock.frozen(worst.created_at + traffic.BAD_RATING_AGE), transaction.atomic():
        return _Writer(actor).write(worst.contact.subject_id)


class _Writer:
    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        people = {user.email: user for user in User.objects.for_actor(actor)}
        self.people = {one.login: people[one.email] for one in organization.COLLEAGUES}
        self.queues: dict[str, Queue] = {queue.name: queue for queue in routing.queues(actor)}
        self.brands: dict[str, Brand] = {brand.code: brand for brand in accounts.brands(actor)}
        self.sites: Mapping[UUID, Site] = {
            site.brand_id: site for site in conversation_queries.sites(actor).order_by("-id")
        }
        self.reasons = {reason.code: reason for reason in routing.dispositions(actor)}
        self.rating_reasons = {reason.name_zh: reason for reason in routing.rating_reasons(actor)}
        self.questions = {brand: _questions(faq) for brand, (faq, _) in SOURCES.items()}
        self.dialogues = {brand: _dialogues(name) for brand, (_, name) in SOURCES.items()}
        self.rows, self.items = Rows(), list[RatingItem]()

    def write(self, anchor_id: UUID) -> int:
        now, midnight = clock.now(), routing.start_of_today()
        scenes, cases = script.scenes(now, midnight), traffic.cases(now, midnight)
        last = Conversation.objects.get_for(self.actor, anchor_id)
        moments = sorted([*(scene.at for scene in scenes), *(case.started for case in cases)])
        series, year, digits = last.number.split("-")
        first = int(digits) - moments.index(scenes[-1].at)
        numbers = [f"{series}-{year}-{first + nth:06d}" for nth in range(len(moments))]
        numbered = traffic.numbered([scene.at for scene in scenes], cases, numbers)
        if not cases or Conversation.objects.for_actor(self.actor).filter(number=numbered[cases[0].started]).exists():
            return 0
        for case in cases:
            self._stage(case, numbered[case.started], is_full=now - case.started < FULL_DAYS)
        self.rows.save()
        RatingItem.objects.bulk_create(self.items)
        return len(cases)

    def _stage(self, case: Case, number: str, *, is_full: bool) -> None:
        organization_id, brand = self.actor.organization_id, BRAND_OF[case.queue]
        queue, site = self.queues[case.queue], self.sites[self.brands[brand].id]
        agent = self.people[case.agent] if case.agent else None
        topic, lines = self._lines(case, brand)
        visitor = Visitor(
            id=id_at(case.started), organization_id=organization_id, created_at=case.started, brand_id=queue.brand_id,
            site=site, name=_name(case) if brand != BANK else "", locale=site.locale,
        )  # fmt: skip
        conversation = Conversation(
            id=id_at(case.started), organization_id=organization_id, created_at=case.started, number=number,
            brand_id=queue.brand_id, site=site, visitor=visitor, visitor_name=visitor.display_name, locale=site.locale,
            status=Conversation.Status.CLOSED, queue=queue if case.queued else None, assignee=agent, entry={"page": PAGE},
            summary=lines[0][1], queued_at=case.queued, assigned_at=case.assigned, closed_at=case.ended,
        )  # fmt: skip
        said = self._messages(case, conversation, agent, lines if is_full else _short(lines))
        heard = said[-1]
        conversation.last_seq = conversation.read_seq = heard.seq
        conversation.last_text, conversation.last_sender = heard.text[:120], heard.sender_kind
        conversation.last_message_at = heard.created_at
        contact = Contact(
            id=id_at(case.started), organization_id=organization_id, created_at=case.started, brand_id=queue.brand_id,
            channel="chat", subject_id=conversation.id, queue=conversation.queue, agent=agent, started_at=case.started,
            queued_at=case.queued, answered_at=case.assigned, first_reply_at=case.replied, ended_at=case.ended,
            ended_by=Contact.EndedBy.AGENT if agent and case.dice % 5 else Contact.EndedBy.VISITOR,
            disposition=self.reasons[topic] if agent else None, summary=conversation.summary,
        )  # fmt: skip
        if case.queued:
            work = WorkItem(
                id=id_at(case.queued), organization_id=organization_id, created_at=case.queued, brand_id=queue.brand_id,
                queue=queue, channel="chat", subject_id=conversation.id, priority=queue.priority, queued_at=case.queued,
                state=WorkItem.State.DONE if agent else WorkItem.State.CANCELLED, assignee=agent,
                assigned_at=case.assigned, ended_at=case.ended,
            )  # fmt: skip
            conversation.work_item_id = work.id
            self.rows.work.append(work)
        self.rows.visitors.append(visitor)
        self.rows.conversations.append(conversation)
        self.rows.messages.extend(said)
        self.rows.turns.append(first_turn(said[0], is_answered=case.queued is None))
        self.rows.contacts.append(contact)
        if case.score:
            self._rate(case, contact, case.score)

    def _rate(self, case: Case, contact: Contact, score: int) -> None:
        at = case.ended + min(RATED_AFTER, timedelta(seconds=20 + case.dice % 70))
        name = OUTAGE_REASON if case.is_outage and score < 4 else REASONS.get(score)
        reason = self.rating_reasons.get(name) if name else None
        is_business = reason is not None and reason.family == RatingReason.Family.BUSINESS
        rating = Rating(
            id=id_at(at), organization_id=self.actor.organization_id, created_at=at, contact=contact, agent=contact.agent,
            score=score, solved=SOLVED[score], tags=[reason.name_zh] if reason else [],
            reason_ids=[reason.id] if reason else [], counts_for_agent=not is_business,
        )  # fmt: skip
        self.rows.ratings.append(rating)
        if reason and is_business:
            done_at = case.ended + timedelta(hours=3)
            self.items.append(
                RatingItem(
                    id=id_at(at),
                    organization_id=self.actor.organization_id,
                    created_at=at,
                    rating=rating,
                    reason=reason,
                    owner_id=reason.owner_id,
                    state=RatingItem.State.DONE,
                    note=OUTAGE_NOTE,
                    done_at=done_at,
                    done_by_id=reason.owner_id,
                )
            )

    def _lines(self, case: Case, brand: str) -> tuple[str, list[tuple[str, str]]]:
        """The topic of the talk, and who said what."""
        if not case.queued:
            question, answer = self.questions[brand][case.dice % len(self.questions[brand])]
            return "", [("visitor", question), ("bot", answer)]
        if case.is_outage:
            asked = ("visitor", OUTAGE_LINES[case.dice % len(OUTAGE_LINES)])
            return OUTAGE_TOPIC, [asked, *OUTAGE_ANSWERS] if case.agent else [asked]
        fitting = self.dialogues[brand]
        if brand == SHOP:
            is_after = case.queue == service.AFTER_SALES
            fitting = [one for one in fitting if one["topic"].startswith(script.AFTER_SALES_TOPICS) == is_after]
        dialogue = fitting[case.dice % len(fitting)]
        lines = [
            (line["from"], line["text"].replace(dialogue["customer"], _name(case))) for line in dialogue["messages"]
        ]
        if not case.agent:
            lines = [line for line in lines if line[0] != "agent"][:2]
        return dialogue["topic"], lines

    def _messages(
        self, case: Case, conversation: Conversation, agent: User | None, lines: list[tuple[str, str]]
    ) -> list[Message]:
        names = {
            "visitor": (conversation.visitor_id, conversation.visitor_name),
            "bot": (None, BOT_NAME.in_language(conversation.locale)),
            "agent": (agent.id, accounts.display_name(agent)) if agent else (None, ""),
        }
        return [
            Message(
                id=id_at(at), organization_id=self.actor.organization_id, created_at=at, conversation=conversation,
                seq=seq, sender_kind=sender, sender_id=names[sender][0], sender_name=names[sender][1], text=text,
            )
            for seq, ((sender, text), at) in enumerate(zip(lines, _moments(case, lines), strict=True), start=1)
        ]  # fmt: skip


def _moments(case: Case, lines: list[tuple[str, str]]) -> Iterator[datetime]:
    """When each line is said: before the line was joined, at the first reply, and evenly up to the end."""
    reply = next((nth for nth, (sender, _) in enumerate(lines) if sender == "agent"), len(lines))
    before_until = case.queued or case.ended
    for nth in range(reply):
        yield case.started + (before_until - case.started) * (nth / max(reply, 2))
    if case.replied:
        step = (case.ended - LAST_WORD - case.replied) / max(1, len(lines) - reply - 1)
        for nth in range(len(lines) - reply):
            yield case.replied + step * nth


def _short(lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is kept of an older talk: the question, the first answer, the last word."""
    reply = next((nth for nth, (sender, _) in enumerate(lines) if sender == "agent"), None)
    if reply is None or len(lines) <= reply + 2:
        return lines
    return [lines[0], lines[reply], lines[-1]]


def _name(case: Case) -> str:
    return NAMES[case.dice % len(NAMES)] + ("女士" if case.dice // len(NAMES) % 2 else "先生")


def _questions(name: str) -> list[tuple[str, str]]:
    with (CONTENT / name).open(encoding="utf-8-sig") as file:
        return [
            (asked, row["answer"])
            for row in csv.DictReader(file)
            for asked in [row["question"], *row["similar"].split("|")[:3]]
        ]


def _dialogues(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((CONTENT / name).read_text(encoding="utf-8"))
    return found
