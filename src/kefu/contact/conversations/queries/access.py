"""Nobody gets a conversation but through one of these."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.db.models import Max, Q, QuerySet

from kefu.contact.routing import queries as routing
from kefu.contact.routing.models import Disposition
from kefu.contact.sorting import queries as sorting
from kefu.kernel import statements, text
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import NotFound
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, rules
from ..models import Conversation, Mention, Message, Site, Visitor

SORTED_BONUS = 3  # as much as three words: how the contact was sorted, or corrected
TOKEN_LIFE = timedelta(days=30)
_signer = signing.TimestampSigner(salt="kefu.visitors")


def conversations(actor: Actor) -> QuerySet[Conversation]:
    """What a member of staff may see: their scope's conversations, those that nobody has yet, and where they were asked in."""
    actor.require(permissions.READ)
    rows = Conversation.objects.for_actor(actor)
    if actor.user_ids is None:
        return rows
    asked_into = Mention.objects.for_actor(actor).filter(user_id=actor.user_id).values("conversation_id")
    return rows.filter(Q(assignee_id__in=actor.user_ids) | Q(assignee_id=None) | Q(id__in=asked_into))


def conversation(actor: Actor, conversation_id: UUID) -> Conversation:
    return one(conversations(actor).filter(id=conversation_id))


def of_visitor(actor: Actor, conversation_id: UUID) -> Conversation:
    """The visitor's own conversation, or NotFound."""
    return one(Conversation.objects.for_actor(actor).filter(id=conversation_id, visitor_id=actor.visitor_id))


def locked(actor: Actor, conversation_id: UUID) -> Conversation:
    """The conversation with its row lock, for whoever may see it: staff by scope, the visitor their own, bot and system any."""
    return locked_for_message(actor, conversation_id, None)[0]


def locked_for_message(
    actor: Actor, conversation_id: UUID, client_id: str | None
) -> tuple[Conversation, Message | None]:
    """As `locked`; and the message that this client sent already under `client_id`, looked for once the lock is held."""
    if actor.kind == "user":
        actor.require(permissions.READ)
    wanted = [statements.find(Conversation, actor.organization_id, lock=True, id=conversation_id)]
    if client_id is not None:
        wanted.append(
            statements.find(Message, actor.organization_id, conversation_id=conversation_id, client_id=client_id)
        )
    found, *twins = statements.run(*wanted)
    if not found or not _is_visible(actor, found[0]):
        raise NotFound()
    return found[0], next((twin for rows in twins for twin in rows), None)


def _is_visible(actor: Actor, conversation: Conversation) -> bool:
    """What `conversations` and `of_visitor` ask of the database, of a row that is here already."""
    if actor.brand_ids is not None and conversation.brand_id not in actor.brand_ids:
        return False
    if actor.kind == "visitor":
        return conversation.visitor_id == actor.visitor_id
    reached = actor.user_ids
    if actor.kind != "user" or reached is None or conversation.assignee_id in {None, *reached}:
        return True
    return Mention.objects.for_actor(actor).filter(conversation=conversation, user_id=actor.user_id).exists()


def message(actor: Actor, conversation: Conversation, message_id: UUID) -> Message:
    return one(Message.objects.for_actor(actor).filter(conversation=conversation, id=message_id))


def first_words(actor: Actor, conversation: Conversation, limit: int = 5) -> tuple[str, UUID | None]:
    """The visitor's first messages as one text, and the reason (咨询分类) that they chose last, if any.

    What led to a card of the bot's (their order) has been answered with it, and tells nothing of what they want since.
    """
    rows = Message.objects.for_actor(actor).filter(conversation=conversation)
    shown = rows.filter(sender_kind="bot", kind=Message.Kind.CARD).aggregate(Max("seq"))["seq__max"] or 0
    said = rows.filter(sender_kind="visitor").order_by("seq").values_list("text", "payload")
    messages = list(said.filter(seq__gt=shown)[:limit]) or list(said[:limit])
    chosen = [payload["disposition_id"] for _, payload in messages if "disposition_id" in payload]
    return "\n".join(text for text, _ in messages if text), _chosen(chosen)


def begun(actor: Actor, *, since: datetime, most: int, words: int = 3) -> list[tuple[Conversation, str, UUID | None]]:
    """The conversations begun since then, the newest first and at most so many, each with the visitor's first messages as
    one text and the reason that they chose. Reads the newest rows only, however many there are."""
    newest = Conversation.objects.for_actor(actor).select_related("customer").order_by("-id")[:most]
    found = [one for one in newest if one.created_at >= since]
    said: dict[UUID, list[tuple[str, Any]]] = {one.id: [] for one in found}
    rows = Message.objects.for_actor(actor).filter(
        conversation__in=list(said), sender_kind="visitor", seq__lte=3 * words
    )
    for conversation_id, line, payload in rows.order_by("seq").values_list("conversation_id", "text", "payload"):
        said[conversation_id].append((line, payload.get("disposition_id")))
    return [
        (one, "\n".join(line for line, _ in said[one.id][:words]), _chosen([choice for _, choice in said[one.id]]))
        for one in found
    ]


def _chosen(choices: list[Any]) -> UUID | None:
    """The last reason that was chosen; whoever sends something else has chosen nothing."""
    try:
        return UUID(str(next(one for one in reversed(choices) if one)))
    except (StopIteration, ValueError):
        return None


def original(actor: Actor, conversation_id: UUID, message_id: UUID) -> Message:
    """A message with what it said before it was recalled, for quality inspection."""
    actor.require(permissions.INSPECT)
    return message(actor, conversation(actor, conversation_id), message_id)


def giver(actor: Actor, conversation: Conversation) -> UUID | None:
    """Who transferred the conversation to the one who has it now; None once that one has answered."""
    rows = Message.objects.for_actor(actor).filter(conversation=conversation).order_by("-seq")
    note = rows.filter(kind=Message.Kind.NOTE, payload__code="transfer").first()
    if note is None or note.payload.get("to_agent") != str(conversation.assignee_id):
        return None
    answered = rows.filter(seq__gt=note.seq, sender_kind="agent").exclude(kind=Message.Kind.NOTE)
    return None if answered.exists() else note.sender_id


def earlier_messages(
    actor: Actor,
    conversation: Conversation,
    *,
    before_seq: int | None = None,
    after_seq: int | None = None,
    limit: int = 100,
) -> tuple[list[Message], bool]:
    """Up to `limit` (1..200) messages in order, and whether more lie further in that direction.

    Before `before_seq` (default: the end) going back, or after `after_seq` going on. Visitors get no internal notes.
    """
    limit = max(1, min(limit, 200))
    rows = Message.objects.for_actor(actor).filter(conversation=conversation)
    if actor.kind == "visitor":
        rows = rows.exclude(kind=Message.Kind.NOTE)
    if after_seq is not None:
        found = list(rows.filter(seq__gt=after_seq).order_by("seq")[: limit + 1])
        return found[:limit], len(found) > limit
    if before_seq is not None:
        rows = rows.filter(seq__lt=before_seq)
    found = list(rows.order_by("-seq")[: limit + 1])
    return found[:limit][::-1], len(found) > limit


def sites(actor: Actor) -> QuerySet[Site]:
    actor.require(permissions.SITES_READ)
    return Site.objects.for_actor(actor).order_by("name", "id")


def site(actor: Actor, site_id: UUID) -> Site:
    return one(sites(actor).filter(id=site_id))


def site_that_needs(actor: Actor, queue_id: UUID) -> Text | None:
    """Why a queue cannot be switched off: sites send their customers there."""
    names = Site.objects.for_actor(actor).filter(queue_id=queue_id).order_by("name").values_list("name", flat=True)
    if not names:
        return None
    return Text(
        f"咨询窗口{'、'.join(f'“{name}”' for name in names)}由该技能组接待，请先为它改选技能组。",
        f"The site {', '.join(f'“{name}”' for name in names)} sends its customers here; choose another queue for it first.",
    )


def site_by_key(key: str) -> Site:
    """The site that a public address names."""
    site = (
        Site.objects.across_organizations("a public address names the site")
        .select_related("brand", "queue")
        .filter(key=key)
        .first()
    )
    if site is None:
        raise NotFound(
            "unknown_site", Text("咨询窗口不存在，请检查 site key。", "There is no such site; check the site key.")
        )
    return site


def visitor_token(visitor: Visitor) -> str:
    """The bearer by which a visitor's page speaks for them; good for 30 days, signed, stored nowhere."""
    return "v_" + _signer.sign_object([str(visitor.id), str(visitor.organization_id)], compress=True)


def visitor_actor(token: str, ip: str | None = None) -> Actor | None:
    """The visitor whom a token speaks for; None when it is forged or has expired."""
    if not token.startswith("v_"):
        return None
    try:
        visitor_id, organization_id = _signer.unsign_object(token[2:], max_age=TOKEN_LIFE)
    except signing.BadSignature:
        return None
    return Actor(kind="visitor", id=UUID(visitor_id), organization_id=UUID(organization_id), ip=ip)


def suggested_dispositions(actor: Actor, conversation: Conversation, limit: int = 5) -> list[UUID]:
    """Leaves that fit, best first: the one set beforehand, those whose words were used, those this agent used most lately."""
    used = Counter(routing.recent_dispositions(actor))
    fits = _fitting_leaves(actor, conversation)
    ranked = sorted(fits, key=lambda fit: (-fit[1], -used[fit[0].id], fit[0].position, fit[0].code))
    ids = [leaf.id for leaf, _ in ranked]
    if conversation.expected_disposition_id in ids:
        ids.remove(conversation.expected_disposition_id)
        ids.insert(0, conversation.expected_disposition_id)
    return ids[:limit]


def guessed_disposition(conversation: Conversation) -> UUID | None:
    """The leaf set beforehand, or whose words were used, else 其他; None where the tree has neither."""
    fits = _fitting_leaves(system(conversation.organization_id), conversation)
    if conversation.expected_disposition_id in {leaf.id for leaf, _ in fits}:
        return conversation.expected_disposition_id
    best = max(fits, key=lambda fit: (fit[1], -fit[0].position), default=None)
    if best and best[1] > 0:
        return best[0].id
    return next((leaf.id for leaf, _ in fits if leaf.code == routing.OTHER), None)


def _fitting_leaves(actor: Actor, conversation: Conversation) -> list[tuple[Disposition, float]]:
    """Every active leaf, and how many of its words were used, those of its branch counting half."""
    tree = [d for d in routing.dispositions(actor) if d.is_active]
    parents = {d.parent_id for d in tree}
    said = (
        Message.objects.for_actor(actor)
        .filter(conversation=conversation, sender_kind__in=["visitor", "bot"])
        .exclude(kind="note")
    )
    words = Counter(
        t
        for line in said.order_by("seq").values_list("text", flat=True)[:50]
        for t in set(text.tokens(line))
        if len(t) > 1
    )
    by_id = {d.id: d for d in tree}
    found = sorting.of(actor, conversation.id)
    told = {found.corrected_to_id or found.disposition_id} if found else set()

    def used_words(node: Disposition | None) -> int:
        names = f"{node.name_zh} {node.name_en}" if node else ""
        return sum(words[t] for t in set(text.tokens(names)) if len(t) > 1)

    def bonus(leaf: Disposition) -> float:
        return SORTED_BONUS if {leaf.id, leaf.parent_id} & told else 0

    return [
        (leaf, used_words(leaf) + used_words(by_id.get(leaf.parent_id) if leaf.parent_id else None) / 2 + bonus(leaf))
        for leaf in tree
        if leaf.id not in parents
    ]


def queue_texts(actor: Actor) -> list[dict[str, Any]]:
    """Every text that a queue may word itself: its code, the values that may stand in it, and our own words."""
    actor.require(routing.QUEUES_READ)
    return [
        {
            "code": code,
            "placeholders": sorted(f"{{{name}}}" for name in names),
            "zh": rules.SYSTEM_TEXTS[code].zh.replace("{name}", "{昵称}" if code == "joined" else "{组}"),
            "en": rules.SYSTEM_TEXTS[code].en.replace("{name}", "{nickname}" if code == "joined" else "{group}"),
        }
        for code, names in routing.TEXTS.items()
    ]
