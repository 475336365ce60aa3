"""Writes the conversations of the past two weeks, as they would stand had they taken place.

Rows are written directly: through the actions they would happen now, and the bot would answer them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from kefu.config.demo import script, traffic
from kefu.config.demo.script import Scene
from kefu.contact.bot.models import Turn
from kefu.contact.conversations.models import Conversation, Message, Site, Visitor
from kefu.contact.routing import queries as routing
from kefu.contact.routing.models import Contact, Queue, Rating, WorkItem
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.foundation.customers import actions as customer_actions
from kefu.foundation.customers.models import Customer
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Text
from kefu.kernel.ids import new_id, next_numbers

TAKEN_BEFORE_REPLY = 0.6  # of the pause before an agent's first words
CLOSED_AFTER, RATED_AFTER = timedelta(seconds=40), timedelta(seconds=90)
SOLVED = {1: "no", 2: "no", 3: "pending", 4: "yes", 5: "yes"}
COMPLAINT = "催了三次才有人处理"
BOT_NAME = Text("智能客服", "Assistant")
PAGE = "https://qinghe.example/"
BATCH = 2_000


@dataclass
class Rows:
    """Everything to be stored, in the order in which it refers to each other."""

    visitors: list[Visitor] = field(default_factory=list)
    conversations: list[Conversation] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    work: list[WorkItem] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)

    def save(self) -> None:
        Visitor.objects.bulk_create(self.visitors, BATCH)
        Conversation.objects.bulk_create(self.conversations, BATCH)
        Message.objects.bulk_create(self.messages, BATCH)
        Turn.objects.bulk_create(self.turns, BATCH)
        WorkItem.objects.bulk_create(self.work, BATCH)
        Contact.objects.bulk_create(self.contacts, BATCH)
        Rating.objects.bulk_create(self.ratings, BATCH)


def plant(
    actor: Actor,
    *,
    people: Mapping[str, User],
    queues: Mapping[str, Queue],
    sites: Mapping[str, Site],
    customers: Mapping[str, Customer],
) -> None:
    """Write the history, unless the demo's customers have one."""
    if Conversation.objects.for_actor(actor).filter(customer__in=customers.values()).exists():
        return
    _Writer(actor, people, queues, sites, customers).write()


class _Writer:
    def __init__(
        self,
        actor: Actor,
        people: Mapping[str, User],
        queues: Mapping[str, Queue],
        sites: Mapping[str, Site],
        customers: Mapping[str, Customer],
    ) -> None:
        self.actor, self.people, self.queues, self.customers = actor, people, queues, customers
        self.sites = {site.brand_id: site for site in sites.values()}
        self.reasons = {reason.code: reason for reason in routing.dispositions(actor)}
        self.visitors: dict[str, Visitor] = {}
        self.rows = Rows()

    def write(self) -> None:
        now, midnight = clock.now(), routing.start_of_today()
        scenes, everyday = script.scenes(now, midnight), traffic.cases(now, midnight)
        # the everyday contacts are written later, under the numbers left out here
        numbers = next_numbers(self.actor.organization_id, "C", len(scenes) + len(everyday))
        numbered = traffic.numbered([scene.at for scene in scenes], everyday, numbers)
        for scene in scenes:
            self._stage(scene, numbered[scene.at])
        self.rows.save()
        for conversation, contact in zip(self.rows.conversations, self.rows.contacts, strict=True):
            self._tell(conversation, contact)

    def _stage(self, scene: Scene, number: str) -> None:
        agent, queue, visitor = self.people[scene.agent], self.queues[scene.queue], self._visitor(scene)
        conversation = Conversation(
            id=id_at(scene.at), organization_id=self.actor.organization_id, created_at=scene.at, number=number,
            brand_id=queue.brand_id, site=visitor.site, visitor=visitor, customer=visitor.customer,
            visitor_name=visitor.display_name, locale=visitor.locale,
            status=Conversation.Status.CLOSED, queue=queue, assignee=agent, entry={"page": PAGE},
            summary=scene.messages[0]["text"],
        )  # fmt: skip
        said = self._messages(scene, conversation, agent)
        reply = next(at for at, message in enumerate(said) if message.sender_kind == Message.Sender.AGENT)
        queued = said[reply - 1].created_at
        assigned = queued + (said[reply].created_at - queued) * TAKEN_BEFORE_REPLY
        closed, last = said[-1].created_at + CLOSED_AFTER, said[-1]
        conversation.queued_at, conversation.assigned_at, conversation.closed_at = queued, assigned, closed
        conversation.last_seq = conversation.read_seq = last.seq
        conversation.last_text, conversation.last_sender = last.text[:120], last.sender_kind
        conversation.last_message_at = last.created_at
        work = WorkItem(
            id=id_at(queued), organization_id=self.actor.organization_id, created_at=queued, brand_id=queue.brand_id,
            queue=queue, channel="chat", subject_id=conversation.id, customer_id=conversation.customer_id,
            state=WorkItem.State.DONE, priority=queue.priority, queued_at=queued, assignee=agent, assigned_at=assigned,
            ended_at=closed,
        )  # fmt: skip
        conversation.work_item_id = work.id
        contact = Contact(
            id=id_at(scene.at), organization_id=self.actor.organization_id, created_at=scene.at, brand_id=queue.brand_id,
            channel="chat", subject_id=conversation.id, customer_id=conversation.customer_id, queue=queue, agent=agent,
            started_at=scene.at, queued_at=queued, answered_at=assigned, first_reply_at=said[reply].created_at,
            ended_at=closed, ended_by=Contact.EndedBy.AGENT, disposition=self.reasons[scene.topic], summary=conversation.summary,
        )  # fmt: skip
        if scene.score is not None:
            is_worst = scene.topic == script.DISCONTENT
            rated = (
                max(closed + RATED_AFTER, clock.now() - traffic.BAD_RATING_AGE) if is_worst else closed + RATED_AFTER
            )
            self.rows.ratings.append(self._rating(contact, scene.score, rated))
        self.rows.conversations.append(conversation)
        self.rows.messages.extend(said)
        self.rows.turns.append(first_turn(said[0], is_answered=False))
        self.rows.work.append(work)
        self.rows.contacts.append(contact)

    def _visitor(self, scene: Scene) -> Visitor:
        """A customer writes from one browser, signed in there."""
        person, customer = scene.person, self.customers[scene.person.member]
        if person.member not in self.visitors:
            site = self.sites[customer.brand_id]
            visitor = Visitor(
                id=id_at(scene.at), organization_id=self.actor.organization_id, created_at=scene.at,
                brand_id=customer.brand_id, site=site, customer=customer, name=person.name, phone=person.phone,
                external_id=person.member, is_verified=True, locale=site.locale,
            )  # fmt: skip
            self.visitors[person.member] = visitor
            self.rows.visitors.append(visitor)
        return self.visitors[person.member]

    def _messages(self, scene: Scene, conversation: Conversation, agent: User) -> list[Message]:
        visitor = conversation.visitor
        senders: dict[str, tuple[UUID | None, str]] = {
            "visitor": (visitor.id, visitor.display_name),
            "bot": (None, BOT_NAME.in_language(visitor.locale)),
            "agent": (agent.id, accounts.display_name(agent)),
        }
        at, said = scene.at, []
        for seq, message in enumerate(scene.messages, start=1):
            at += timedelta(seconds=message["after_seconds"])
            sender_id, sender_name = senders[message["from"]]
            said.append(
                Message(
                    id=id_at(at),
                    organization_id=self.actor.organization_id,
                    created_at=at,
                    conversation=conversation,
                    seq=seq,
                    sender_kind=message["from"],
                    sender_id=sender_id,
                    sender_name=sender_name,
                    text=message["text"],
                )
            )
        return said

    def _rating(self, contact: Contact, score: int, at: datetime) -> Rating:
        return Rating(
            id=id_at(at), organization_id=self.actor.organization_id, created_at=at, contact=contact, agent=contact.agent,
            score=score, solved=SOLVED[score], comment=COMPLAINT if score == 1 else "",
        )  # fmt: skip

    def _tell(self, conversation: Conversation, contact: Contact) -> None:
        """Add the contact to the customer's story."""
        reason, agent, customer = contact.disposition, conversation.assignee, conversation.customer
        assert reason and agent and customer
        customer_actions.add_timeline(
            self.actor.organization_id,
            customer_id=customer.id,
            at=conversation.created_at,
            kind="conversation",
            title=Text(reason.name_zh, reason.name_en),
            summary=conversation.summary,
            object_type="conversation",
            object_id=conversation.id,
            agent_name=accounts.display_name(agent),
            data={"number": conversation.number, "channel": conversation.channel},
        )


def first_turn(asked: Message, *, is_answered: bool) -> Turn:
    """What the bot made of the visitor's first line: an answer that was enough, or the way to a person."""
    outcome, reason = ("answer", "") if is_answered else ("handed_over", "asked_for_human")
    return Turn(
        id=id_at(asked.created_at), organization_id=asked.organization_id, created_at=asked.created_at,
        conversation=asked.conversation, message_id=asked.id, question=asked.text[:500], outcome=outcome, reason=reason,
    )  # fmt: skip


def id_at(at: datetime) -> UUID:
    """A fresh id that sorts by `at`: lists show the newest first by their ids."""
    milliseconds = int(at.timestamp() * 1000)
    return UUID(int=milliseconds << 80 | new_id().int & ((1 << 80) - 1))
