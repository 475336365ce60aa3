"""The language model: set up, tried out, asked."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction

from kefu.contact.conversations import queries as conversations
from kefu.contact.conversations.models import Message
from kefu.foundation.accounts import queries as accounts
from kefu.kernel import audit, sealing
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, provider, queries, thought, writing
from ..models import Provider, ProviderUse
from ..queries import ProviderState, Suggestion
from ..writing import Quote, Refusal, Refused, Source, Written

USED = "used"
MESSAGES_SUMMED_UP = 40
COPILOT_SECONDS = 6
"""An agent waits no longer for a suggestion, whatever visitors may have to wait."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one question: an answer with its quotes, or why there is none. `seconds` it took."""

    outcome: str
    detail: str
    text: str
    quotes: tuple[Quote, ...]
    sources: tuple[Source, ...]
    seconds: float


@transaction.atomic
def set_provider(actor: Actor, changes: Mapping[str, Any]) -> ProviderState:
    """Change the settings; `key` is sealed, and forgotten when the host changes without a new one. Raises Invalid."""
    actor.require(permissions.PROVIDER)
    Provider.objects.for_actor(actor).get_or_create(defaults={"organization_id": actor.organization_id})
    row = one(Provider.objects.for_actor(actor).select_for_update())
    before = _described(row)
    host = urlsplit(row.base_url).netloc
    for field in ("is_on", "model", "timeout_seconds", "monthly_cap"):
        setattr(row, field, changes.get(field, getattr(row, field)))
    if "base_url" in changes:
        row.base_url = _address(changes["base_url"])
    if urlsplit(row.base_url).netloc != host:
        row.sealed_key = ""
    if changes.get("key"):
        row.sealed_key = sealing.seal(changes["key"])
    row.model = row.model.strip()
    if row.is_on and not (row.base_url and row.model):
        text = Text("启用前请填写接口地址和模型名。", "Give address and model before you switch it on.")
        raise Invalid("provider_incomplete", text, errors=[FieldError("base_url" if row.model else "model", text)])
    row.save()
    provider.forget(actor.organization_id)
    audit.record(
        actor,
        action="bot.provider_updated",
        target_type="bot_provider",
        target_id=row.id,
        target_label=row.base_url,
        before=before,
        after=_described(row),
    )
    return queries.provider(actor)


def try_provider(actor: Actor, brand_id: UUID, question: str) -> Trial:
    """Ask as for a visitor of the brand; nobody is told. Counts as a request."""
    actor.require(permissions.PROVIDER)
    brand = one(accounts.brands(actor).filter(id=brand_id))
    reader = system(actor.organization_id, "bot")
    known = thought.think(reader, brand.id, question, is_patient=False)
    sources = queries.sources_of(reader, known.guesses)
    started = time.monotonic()
    try:
        written = ask(reader, writing.INSTRUCTIONS, question, sources, even_if_off=True)
        outcome, detail = USED, ""
    except Refused as why:
        written, outcome, detail = Written(""), why.why.value, why.detail
    seconds = round(time.monotonic() - started, 2)
    return Trial(outcome, detail, written.text, written.quotes, tuple(sources), seconds)


def ask(
    actor: Actor,
    task: str,
    question: str,
    sources: Sequence[Source],
    *,
    seconds: int | None = None,
    even_if_off: bool = False,
) -> Written:
    """An answer from the sources alone, checked. Never inside a transaction. Raises Refused."""
    row = queries.provider_of(actor)
    if row is None or not row.base_url or not (row.is_on or even_if_off):
        raise Refused(Refusal.OFF)
    try:
        usable = writing.usable(question, sources)
        _count(actor, row.monthly_cap)
        said = provider.complete(
            actor.organization_id,
            base_url=row.base_url,
            key=_key(row),
            model=row.model,
            seconds=min(row.timeout_seconds, seconds or row.timeout_seconds),
            messages=writing.messages(task, question, usable),
        )
        written = writing.check(said, usable)
    except Refused as why:
        _note(actor, why.why.value)
        raise
    _note(actor, USED)
    return written


def suggestion(actor: Actor, conversation_id: UUID) -> Suggestion | None:
    """What `queries.suggestion` finds, worded by the language model where one is on and supported by its quotes."""
    found = queries.suggestion(actor, conversation_id)
    if found is None or not queries.provider_is_on(actor):
        return found
    try:
        sources = [Source(str(found.article_id), found.question, found.answer)]
        written = ask(actor, writing.INSTRUCTIONS, found.asked, sources, seconds=COPILOT_SECONDS)
    except Refused:
        return found
    return Suggestion(found.article_id, found.question, written.text, found.asked, found.probability)


def draft_summary(actor: Actor, conversation_id: UUID) -> str:
    """The summary by rule, or the language model's where one is on and each of its facts stands in a message."""
    drafted = queries.draft_summary(actor, conversation_id)
    if not drafted or not queries.provider_is_on(actor):
        return drafted
    conversation = conversations.conversation(actor, conversation_id)
    said = Message.objects.for_actor(actor).filter(conversation=conversation, recalled_at=None)
    rows = said.filter(sender_kind__in=["visitor", "agent"]).exclude(kind="note").exclude(text="").order_by("-seq")
    sources = [
        Source(str(row.id), row.sender_kind, writing.mask(row.text[:500]))
        for row in reversed(rows[:MESSAGES_SUMMED_UP])
    ]
    try:
        return ask(actor, writing.SUMMARY, "", sources, seconds=COPILOT_SECONDS).text
    except Refused:
        return drafted


@transaction.atomic
def _count(actor: Actor, cap: int) -> None:
    """One more request this month. Raises Refused cap_reached."""
    use = _use(actor)
    if use.requests >= cap:
        raise Refused(Refusal.CAP_REACHED)
    use.requests += 1
    use.save(update_fields=["requests"])


@transaction.atomic
def _note(actor: Actor, outcome: str) -> None:
    use = _use(actor)
    use.outcomes[outcome] = use.outcomes.get(outcome, 0) + 1
    use.save(update_fields=["outcomes"])


def _use(actor: Actor) -> ProviderUse:
    uses = ProviderUse.objects.for_actor(actor)
    uses.get_or_create(month=queries.month(), defaults={"organization_id": actor.organization_id})
    return one(uses.select_for_update().filter(month=queries.month()))


def _key(row: Provider) -> str:
    try:
        return sealing.unseal(row.sealed_key) if row.sealed_key else ""
    except sealing.Unreadable as error:
        raise Refused(Refusal.UNREADABLE_KEY) from error


def _address(address: str) -> str:
    cleaned = address.strip().rstrip("/").removesuffix("/chat/completions")
    parts = urlsplit(cleaned)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or "@" in parts.netloc:
        text = Text(
            "请填写以 https:// 开头的接口地址，如 https://example.com/v1。",
            "Give an address that begins with https://, such as https://example.com/v1.",
        )
        raise Invalid("wrong_address", text, errors=[FieldError("base_url", text)])
    return cleaned


def _described(row: Provider) -> dict[str, Any]:
    """Without the key: the memory of changes is for reading."""
    return {
        "is_on": row.is_on,
        "base_url": row.base_url,
        "has_key": bool(row.sealed_key),
        "model": row.model,
        "timeout_seconds": row.timeout_seconds,
        "monthly_cap": row.monthly_cap,
    }
