"""A turn of the bot: hear, decide, answer or lead to a person."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from kefu.contact.bulletins.models import Bulletin
from kefu.contact.conversations import actions as conversations
from kefu.contact.conversations import queries as conversations_read
from kefu.contact.conversations.models import Conversation, Message
from kefu.foundation.knowledge import queries as knowledge
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import NotFound, Unavailable
from kefu.kernel.i18n import Text
from kefu.kernel.timers import defer

from .. import flows, ports, queries, rules, thought, writing
from ..flows import Move, State
from ..models import FlowRun, FlowVersion, Turn
from ..rules import Band
from ..thought import Thought
from ..writing import Refused
from .orders import Parcel, parcel_asked_for
from .provider import ask

WORDLESS = Text(
    "我在的，您请说。也可以随时点「转人工」找客服。", "I am here, go ahead. You can ask for a person at any time."
)
PICTURE = Text(
    "收到您发的内容了，不过我还看不了图片和文件。需要的话，我马上请客服来看。",
    "I got that, but I cannot read pictures and files. I can have a colleague look at it right away.",
)
OFFER = Text("您是不是想问：", "Did you mean:")
MISS = Text(
    "这个问题我还没有准确的答案，不耽误您的时间，需要的话马上为您转接人工客服。",
    "I have no sure answer to that. I would rather not keep you: a person can take over right away.",
)
ORDER = Text("查到您的订单了：", "Here is your order:")
ORDER_WITH_NEWS = Text(
    "查到您的包裹了，最新进展：{latest}。详情如下：",
    "I found your parcel. The latest news: {latest}. Here is the order:",
)
OFF_TOPIC = Text(
    "这个我可帮不上忙，我只懂本店的商品和服务。有这方面的问题尽管问我，也可以找人工客服。",
    "That is beyond me: I only know our products and services. Ask me about those, or talk to a person.",
)
FIRST = Text(
    "现在咨询的人比较多，我先试着帮您。没有解决的话，再点一次「转人工」，马上为您排队。",
    "We are very busy right now, so let me try first. If that does not help, ask for a person once more and you are in line.",
)
LEFT = Text("好的，已经停下。还有什么可以帮您？", "All right, stopped. Is there anything else?")
SMALL_TALK = {
    rules.SmallTalk.GREETING: Text("您好，请问有什么可以帮您？", "Hello, how can I help you?"),
    rules.SmallTalk.THANKS: Text(
        "不客气，很高兴能帮到您。还有其他问题吗？", "You are welcome. Is there anything else?"
    ),
    rules.SmallTalk.GOODBYE: Text("感谢您的咨询，祝您生活愉快，再见！", "Thank you for your message. Have a nice day!"),
    rules.SmallTalk.PRAISE: Text("谢谢夸奖，有问题随时叫我。", "Thank you! I am here whenever you need me."),
    rules.SmallTalk.IDENTITY: Text(
        "我是智能客服，可以回答商品、订单、配送和售后等常见问题；想和真人说话，点「转人工」就好。",
        "I am the automatic assistant. I answer common questions; to talk to a person, just choose that below.",
    ),
    rules.SmallTalk.OFF_TOPIC: OFF_TOPIC,
}
OFFERS_A_PERSON = (rules.SmallTalk.IDENTITY, rules.SmallTalk.OFF_TOPIC)


def bot(organization_id: UUID) -> Actor:
    return Actor(kind="bot", organization_id=organization_id, name="bot")


def answer(organization_id: UUID, conversation_id: UUID, message: Mapping[str, Any]) -> None:
    """React to what a visitor said, if the bot still has the conversation; the same message again changes nothing."""
    if turn := _turn(bot(organization_id), conversation_id, message):
        turn.take()


def word_answer(organization_id: UUID, conversation_id: UUID, message_id: UUID) -> None:
    """Take the turn of a message again, this time with the language model; not inside a transaction, for it may wait."""
    actor = bot(organization_id)
    message = Message.objects.for_actor(actor).filter(conversation_id=conversation_id, id=message_id).first()
    if message and (turn := _turn(actor, conversation_id, conversations_read.message_view(message))):
        turn.word()


def _turn(actor: Actor, conversation_id: UUID, message: Mapping[str, Any]) -> "_Turn | None":
    """The turn of this message, None when it was taken or the bot has the conversation no more."""
    message_id = UUID(message["id"])
    conversation = (
        Conversation.objects.for_actor(actor).select_related("site", "visitor").filter(id=conversation_id).first()
    )
    if conversation is None or conversation.status != Conversation.Status.BOT:
        return None
    if Turn.objects.for_actor(actor).filter(message_id=message_id).exists():
        return None
    return _Turn(actor, conversation, message_id, message)


class _Found(NamedTuple):
    """What the ranking found, the band it is in, and the turn that will remember it."""

    known: Thought
    band: Band
    turn: Turn


def _by_article(quoted: list[dict[str, str]]) -> list[dict[str, str]]:
    """One source an article, with its quotes joined."""
    joined: dict[str, dict[str, str]] = {}
    for one in quoted:
        if one["article_id"] in joined:
            joined[one["article_id"]]["quote"] += f" … {one['quote']}"
        else:
            joined[one["article_id"]] = dict(one)
    return list(joined.values())


class _Turn:
    """One question on its way to an outcome."""

    def __init__(self, actor: Actor, conversation: Conversation, message_id: UUID, message: Mapping[str, Any]) -> None:
        self.actor, self.conversation, self.message_id = actor, conversation, message_id
        self.text, self.kind, self.payload = str(message["text"]), str(message["kind"]), message["payload"]
        self.locale = conversation.locale

    def take(self) -> None:
        escalation = rules.escalation(self.text)
        if bulletin := queries.bulletin_for(self.actor, self.conversation, self.text):
            return self._tell(bulletin, escalation)
        if escalation == rules.Escalation.ASKED_FOR_HUMAN and queries.tries_first(self.actor, self.conversation):
            self._try_first()
        elif escalation:
            self._hand_over(escalation.value)
        else:
            self._reply()

    def _tell(self, bulletin: Bulletin, escalation: rules.Escalation | None) -> None:
        """What everybody is told just now, before everything else; whoever asks for a person gets both."""
        words, payload = bulletin.said(self.locale), {"handoff": True, "bulletin_id": str(bulletin.id)}
        if escalation is None:
            return self._say(Text(words, words), payload, Turn(outcome="answer", reason="bulletin"))
        client_id = f"bot:{self.message_id}:bulletin"
        conversations.bot_says(self.actor, self.conversation.id, text=words, payload=payload, client_id=client_id)
        self._hand_over(escalation.value)

    def _try_first(self) -> None:
        """In a rush: the best there is before the line, once, and the word that asking again leads there."""
        is_bare = rules.only_asks(self.text)
        choices = queries.first_questions(self.actor, self.conversation) if is_bare else []
        with transaction.atomic():
            conversations.bot_says(
                self.actor,
                self.conversation.id,
                text=FIRST.in_language(self.locale),
                payload={"choices": choices, "handoff": True},
                client_id=f"bot:{self.message_id}:first",
            )
            if is_bare:
                self._remember(Turn(outcome="tried", reason="bot_first"))
        if not is_bare:
            self._reply()

    def _reply(self) -> None:
        if run := queries.flow_run(self.actor, self.conversation):
            self._go_on(run)
        elif chosen := self._chosen_article():
            queries.offers_with(self.actor, self.conversation, chosen).update(picked_id=chosen)
            self._answer(chosen, Turn(outcome="answer", reason="chosen"))
        elif talk := rules.small_talk(self.text):
            payload = {"handoff": True} if talk in OFFERS_A_PERSON else {}
            self._say(SMALL_TALK[talk], payload, Turn(outcome="small_talk", reason=talk.value))
        elif self.kind in ("image", "file") and not self.text.strip():
            self._miss(PICTURE, Turn(outcome="miss", reason="picture"))
        elif reason := rules.unanswerable(self.text):
            if reason == rules.Unanswerable.TOO_LONG:
                self._hand_over(reason.value)
            else:
                self._say(WORDLESS, {"handoff": True}, Turn(outcome="ignored", reason=reason.value))
        elif parcel := parcel_asked_for(self.conversation, self.text):
            self._show(parcel)
        else:
            self._answer_by_knowledge()

    def _go_on(self, run: FlowRun) -> None:
        """The flow takes the message; what it says and where it stands are saved together."""
        version, state = run.version, State(run.step, run.variables, run.tries)
        self._follow(version, lambda: flows.advance(version.definition, state, self.text, self._look_up))

    def _follow(self, version: FlowVersion, move: Callable[[], Move]) -> None:
        turn = Turn(outcome="flow", reason=version.flow.name[:40])
        try:
            made = move()
        except Unavailable:
            return self._hand_over("system_away", turn)
        said = [*made.said, flows.Said(LEFT.in_language(self.locale))] if made.outcome == "left" else made.said
        with transaction.atomic():
            for number, one in enumerate(said):
                conversations.bot_says(
                    self.actor,
                    self.conversation.id,
                    text=one.text,
                    payload=dict(one.card) if one.card else {"choices": list(one.choices)} if one.choices else {},
                    client_id=f"bot:{self.message_id}:{number}" if number else f"bot:{self.message_id}",
                    kind=Message.Kind.CARD if one.card else Message.Kind.TEXT,
                )
            runs = FlowRun.objects.for_actor(self.actor)
            if made.outcome == "waiting":
                standing = {
                    "organization_id": self.actor.organization_id,
                    "version": version,
                    "step": made.state.step,
                    "variables": made.state.variables,
                    "tries": made.state.tries,
                    "touched_at": clock.now(),
                }
                runs.update_or_create(conversation=self.conversation, defaults=standing)
            else:
                runs.filter(conversation=self.conversation).delete()
            if made.outcome == "hand_over":
                self._hand_over("flow", turn)
            else:
                self._remember(turn)

    def _look_up(self, number: str) -> flows.Found | None:
        return ports.orders.order(self.actor.organization_id, self.conversation.brand_id, number, self.locale)

    def _answer_by_knowledge(self) -> None:
        if flow := queries.flow_for(self.actor, self.conversation.brand_id, self.text):
            return self._follow(flow, lambda: flows.begin(flow.definition, self._look_up))
        found = self._think()
        if found.band != Band.ANSWER and found.known.guesses and queries.provider_is_on(self.actor):
            defer(
                "kefu.contact.bot.jobs.word_answer",
                queue="asking",
                once=f"word_answer:{self.message_id}",
                organization_id=self.actor.organization_id,
                conversation_id=self.conversation.id,
                message_id=self.message_id,
            )
        else:
            self._settle(found)

    def word(self) -> None:
        """Let the language model answer from the articles found; what it cannot support leaves the turn to its band."""
        found = self._think()
        sources = queries.sources_of(self.actor, found.known.guesses)
        try:
            written = ask(self.actor, writing.INSTRUCTIONS, self.text, sources)
        except Refused:
            return self._settle(found)
        titles = {source.id: source.title for source in sources}
        quoted = [
            {"article_id": quote.source_id, "question": titles[quote.source_id], "quote": quote.text}
            for quote in written.quotes
        ]
        found.turn.outcome, found.turn.reason = "answer", "written"
        found.turn.article_id = UUID(written.quotes[0].source_id)
        payload = {"sources": _by_article(quoted), "turn_id": str(found.turn.id)}
        self._say(Text(written.text, written.text), payload, found.turn)

    def _think(self) -> _Found:
        known = thought.think(self.actor, self.conversation.brand_id, self.text)
        thresholds = queries.thresholds(self.actor, self.conversation.site_id, known)
        best = known.guesses[0] if known.guesses else None
        misses = queries.misses(self.actor, self.conversation)
        band = rules.band(best.probability, thresholds, misses=misses) if best else Band.HANDOVER
        turn = Turn(
            outcome="miss",
            ranked_by=known.ranked_by,
            probability=best.probability if best else None,
            candidates=[
                {
                    "article_id": str(g.article_id),
                    "question": g.question,
                    "probability": g.probability,
                    "features": g.features,
                }
                for g in known.guesses
            ],
        )
        return _Found(known, band, turn)

    def _settle(self, found: _Found) -> None:
        known, band, turn = found
        if band == Band.ANSWER:
            self._answer(known.guesses[0].article_id, turn)
        elif band == Band.OFFER:
            turn.outcome = "offer"
            options = [
                {"article_id": str(g.article_id), "question": q}
                for g, q in queries.standard_questions(self.actor, known.guesses)
            ]
            self._say(OFFER, {"options": options, "handoff": True}, turn)
        else:
            self._miss(MISS, turn)

    def _miss(self, text: Text, turn: Turn) -> None:
        """Say honestly that there is no answer; the second time in a row a person takes over."""
        if queries.misses(self.actor, self.conversation) + 1 >= rules.MISSES_BEFORE_HANDOVER:
            self._hand_over("unanswered", turn)
        else:
            self._say(text, {"handoff": True}, turn)

    def _chosen_article(self) -> UUID | None:
        """The article of an option that the visitor picked, if it is one of this brand's."""
        try:
            wanted = UUID(str(self.payload.get("article_id")))
            return knowledge.published(self._reader(), wanted).id
        except (ValueError, NotFound):
            return None

    def _reader(self) -> Actor:
        return Actor(
            kind="bot", organization_id=self.actor.organization_id, brand_ids=frozenset({self.conversation.brand_id})
        )

    def _answer(self, article_id: UUID, turn: Turn) -> None:
        article = knowledge.published(self._reader(), article_id)
        turn.outcome, turn.article_id = "answer", article.id
        sources = [{"article_id": str(article.id), "question": article.question}]
        self._say(Text(article.answer, article.answer), {"sources": sources, "turn_id": str(turn.id)}, turn)

    def _say(self, text: Text, payload: dict[str, Any], turn: Turn, **values: str) -> None:
        with transaction.atomic():
            said = conversations.bot_says(
                self.actor,
                self.conversation.id,
                text=text.in_language(self.locale).format(**values) if values else text.in_language(self.locale),
                payload=payload,
                client_id=f"bot:{self.message_id}",
            )
            if said:
                self._remember(turn)

    def _show(self, parcel: Parcel) -> None:
        """What is known of the parcel, in words and as a card."""
        with transaction.atomic():
            text = ORDER_WITH_NEWS if parcel.news else ORDER
            self._say(text, {}, Turn(outcome="answer", reason="order"), latest=parcel.news)
            conversations.bot_says(
                self.actor,
                self.conversation.id,
                text="",
                kind="card",
                payload=parcel.card,
                client_id=f"bot:{self.message_id}:order",
            )

    def _hand_over(self, reason: str, turn: Turn | None = None) -> None:
        turn = turn or Turn()
        turn.outcome, turn.reason = "handed_over", reason
        with transaction.atomic():
            FlowRun.objects.for_actor(self.actor).filter(conversation=self.conversation).delete()
            conversations.hand_off(self.actor, self.conversation.id, reason=reason)
            self._remember(turn)

    def _remember(self, turn: Turn) -> None:
        turn.organization_id = self.actor.organization_id
        turn.conversation, turn.message_id, turn.question = self.conversation, self.message_id, self.text[:500]
        turn.save(force_insert=True)


def summarise(organization_id: UUID, conversation_id: UUID, reason: str) -> None:
    """Before a person takes over: what the visitor wanted, what the bot tried, why it ends here."""
    actor = bot(organization_id)
    conversation = Conversation.objects.for_actor(actor).filter(id=conversation_id).first()
    if conversation is None or conversation.channel != "chat":
        return
    summary = queries.summary(actor, conversation, reason)
    if summary:
        conversations.bot_note(
            actor, conversation_id, summary=summary, client_id=f"summary:{conversation.work_item_id}"
        )
