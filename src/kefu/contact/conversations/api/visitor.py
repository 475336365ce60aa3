"""What a visitor's page calls. The only proof is the visitor token; nothing here reveals anybody else."""

import ipaddress
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, File, Header, Router, Schema, Status, UploadedFile
from ninja.security import HttpBearer

from kefu.contact.bulletins import queries as bulletins
from kefu.contact.routing import queries as routing
from kefu.contact.sorting import queries as sorting
from kefu.foundation.calendars import queries as calendars
from kefu.foundation.knowledge import queries as knowledge
from kefu.kernel import clock, files, limits
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Forbidden
from kefu.kernel.http import ActorRequest, client_ip
from kefu.kernel.i18n import LANGUAGES, Text, choose

from .. import actions, greetings, queries
from ..models import Conversation, Site
from .schemas import FileOut, MessageIn, MessageOut


class VisitorBearer(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        return queries.visitor_actor(token, client_ip(request))


router = Router(tags=["widget"], auth=VisitorBearer())
ChallengeAnswer = Annotated[str, Header(alias="Challenge-Answer", max_length=600)]


def throttle(request: HttpRequest, name: str, *, limit: int, seconds: float, key: str | None = None) -> None:
    """Limit an address (or `key`); this machine itself is trusted, since its proxies report the real address."""
    ip = client_ip(request)
    if ip is None or not ipaddress.ip_address(ip).is_loopback:
        limits.hit(name, key or ip or "unknown", limit=limit, seconds=seconds)


def site_for(request: HttpRequest, site_key: str) -> Site:
    """The site, if the page that calls may: its origin is ours, or listed, or the site lists none."""
    site = queries.site_by_key(site_key)
    origin = request.headers.get("Origin")
    if origin and site.origins and origin not in site.origins and origin != f"{request.scheme}://{request.get_host()}":
        raise Forbidden(
            "origin_not_listed",
            Text("此网站未被允许使用该咨询窗口。", "This web site is not on the list of the chat site's origins."),
        )
    return site


def anybody(request: HttpRequest, site: Site) -> Actor:
    return Actor(kind="visitor", id=site.id, organization_id=site.organization_id, ip=client_ip(request))


class ChipOut(Schema):
    text: str


class TopicOut(Schema):
    id: UUID
    text: str


class BrandOut(Schema):
    name: str
    color: str
    logo_url: str | None


class RatingTagsOut(Schema):
    agent: list[str]
    business: list[str]


class RatingConfigOut(Schema):
    tags: RatingTagsOut


class RushConfigOut(Schema):
    """Rush mode as visitors see it: the announcement (empty without any), and whether the choices stay on top of the chat."""

    announcement: str
    topics_on_top: bool


class ConfigOut(Schema):
    site_key: str
    brand: BrandOut
    title: str
    greeting: str
    chips: list[ChipOut]
    topics: list[TopicOut]
    locale: str
    locales: list[str]
    is_open: bool
    next_opening: str | None
    leave_message: bool
    typing_preview: bool
    rating: RatingConfigOut
    rush: RushConfigOut | None
    bulletins: list[str]


@router.get("/{site_key}/config", response=ConfigOut, auth=None)
def config(request: HttpRequest, site_key: str, locale: str | None = None) -> Any:
    """How the chat of this site looks and greets, in the visitor's language."""
    site = site_for(request, site_key)
    language = choose(locale or site.locale)
    actor, now = system(site.organization_id), clock.now()
    is_open = site.calendar_id is None or calendars.is_open(actor, site.calendar_id, now)
    opening = None if is_open or site.calendar_id is None else calendars.next_opening(actor, site.calendar_id, now)
    said = site.settings
    greeting, chips = _greeting(site, language, is_open=is_open, opening=opening)
    return {
        "site_key": site.key,
        "brand": {
            "name": site.brand.name,
            "color": said.get("color") or site.brand.color,
            "logo_url": files.link(site.logo_id) if site.logo_id else None,
        },
        "title": said.get("title", {}).get(language) or site.brand.name,
        "greeting": greeting,
        "chips": [{"text": text} for text in chips],
        "topics": [
            {"id": id, "text": name.in_language(language)} for id, name in sorting.choices(actor, site.brand_id)
        ],
        "locale": language,
        "locales": list(LANGUAGES),
        "is_open": is_open,
        "next_opening": opening.isoformat() if opening else None,
        "leave_message": not is_open or not routing.anybody_online(actor, site.queue_id),
        "typing_preview": bool(said.get("typing_preview")),
        "rating": {"tags": _rating_tags(actor, language)},
        "rush": _rush(actor, site, language),
        "bulletins": [one.said(language) for one in bulletins.banners(actor, site.brand_id)],
    }


def _rush(actor: Actor, site: Site, language: str) -> dict[str, Any] | None:
    rush = routing.rush_of(actor, site.brand_id)
    return {"announcement": rush.announced(language), "topics_on_top": rush.topics_on_top} if rush else None


def _greeting(site: Site, language: str, *, is_open: bool, opening: datetime | None) -> tuple[str, Sequence[str]]:
    kind, now = "regular", clock.now()
    if site.calendar_id is not None and not is_open:
        schedule = calendars.schedule(system(site.organization_id), site.calendar_id)
        now = now.astimezone(schedule.zone)
        kind = schedule.day(now.date())[0]
        opening = opening.astimezone(schedule.zone) if opening else None
    return greetings.greet(
        site.settings,
        greetings.moment(is_open=is_open, kind_of_day=kind),
        language=language,
        shop=site.brand.name,
        back=greetings.back_at(opening, now, language),
    )


def _rating_tags(actor: Actor, language: str) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {"agent": [], "business": []}
    for reason in routing.offered_reasons(actor):
        tags[reason.family].append(Text(reason.name_zh, reason.name_en).in_language(language))
    return tags


class PublicArticleOut(Schema):
    id: UUID
    question: str
    answer: str


@router.get("/{site_key}/articles/{article_id}", response=PublicArticleOut, auth=None)
def article(request: HttpRequest, site_key: str, article_id: UUID) -> Any:
    """A published article of the site's brand, for whoever follows a source."""
    site = site_for(request, site_key)
    actor = Actor(kind="visitor", organization_id=site.organization_id, brand_ids=frozenset({site.brand_id}))
    return knowledge.published(actor, article_id)


class VisitorIn(Schema):
    name: str | None = Field(None, max_length=80)
    email: str | None = Field(None, max_length=254)
    phone: str | None = Field(None, max_length=40)
    external_id: str | None = Field(None, max_length=120)
    identity_signature: str | None = Field(None, max_length=128)


class PageIn(Schema):
    page: str = Field(max_length=2000)
    title: str = Field("", max_length=300)


class EntryIn(Schema):
    """`trail`: the pages before this one, the oldest first."""

    title: str | None = Field(None, max_length=300)
    trail: list[PageIn] = Field([], max_length=30)
    page: str | None = Field(None, max_length=2000)
    referrer: str | None = Field(None, max_length=2000)
    product_id: str | None = Field(None, max_length=120)
    category: str | None = Field(None, max_length=120)


class StartIn(Schema):
    text: str | None = None
    visitor: VisitorIn | None = None
    locale: str | None = Field(None, max_length=35)
    entry: EntryIn | None = None
    client_id: str | None = Field(None, min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")


class GivenRatingOut(Schema):
    score: int


class ViewOut(Schema):
    id: UUID
    status: Literal["bot", "queued", "active", "closed"]
    queue_position: int | None
    estimated_wait_seconds: int | None
    queue_text: str | None
    agent: str | None
    messages: list[MessageOut]
    agent_read_seq: int
    rating: GivenRatingOut | None
    can_rate: bool


class StartedOut(ViewOut):
    visitor_token: str


@router.post("/{site_key}/conversations", response={201: StartedOut}, auth=None)
def start(request: HttpRequest, site_key: str, data: StartIn, challenge_answer: ChallengeAnswer = "") -> Status[Any]:
    """Open a conversation. A page that has a visitor token may send it, and stays the same visitor.

    428 `challenge_required` carries a `challenge` {id, token, bits, question}. Find a decimal NONCE for which SHA-256 of
    "id:NONCE" begins with `bits` zero bits, and send the same request again with `Challenge-Answer: TOKEN NONCE SUM`; SUM
    answers `question` and is left out where that is null. It opens one conversation, within ten minutes.
    """
    throttle(request, "conversations", limit=30, seconds=60)
    site = site_for(request, site_key)
    bearer = _bearer(request)
    actor, conversation = actions.start(
        site,
        ip=client_ip(request),
        known=queries.visitor_actor(bearer) if bearer else None,
        text=data.text,
        claims=data.visitor.model_dump(exclude_none=True) if data.visitor else None,
        locale=data.locale,
        entry=data.entry.model_dump(exclude_none=True) if data.entry else None,
        client_id=data.client_id,
        answer=challenge_answer,
    )
    started = {
        **queries.visitor_view(actor, conversation),
        "visitor_token": queries.visitor_token(conversation.visitor),
    }
    return Status(201, started)


@router.post("/conversations/{conversation_id}/messages", response={201: MessageOut})
def post_message(request: ActorRequest, conversation_id: UUID, data: MessageIn) -> Status[Any]:
    throttle(request, "messages", limit=60, seconds=60, key=str(request.auth.id))
    return Status(201, queries.message_view(actions.visitor_posts(request.auth, conversation_id, **data.model_dump())))


@router.get("/conversations/{conversation_id}", response=ViewOut)
def get_conversation(request: ActorRequest, conversation_id: UUID, after_seq: int | None = None) -> Any:
    """The visitor's own conversation: the last 200 messages, or those after `after_seq`."""
    after_seq = max(0, min(after_seq, 2**31 - 1)) if after_seq is not None else None
    return queries.visitor_view(request.auth, queries.of_visitor(request.auth, conversation_id), after_seq=after_seq)


class SeenIn(Schema):
    seq: int = Field(ge=0, le=2**31 - 1)


@router.post("/conversations/{conversation_id}/read", response={204: None})
def mark_read(request: ActorRequest, conversation_id: UUID, data: SeenIn) -> Status[None]:
    """The visitor has seen the conversation up to `seq`."""
    throttle(request, "marks", limit=60, seconds=60, key=str(request.auth.id))
    actions.visitor_read(request.auth, conversation_id, data.seq)
    return Status(204, None)


@router.post("/conversations/{conversation_id}/page", response={204: None})
def visit_page(request: ActorRequest, conversation_id: UUID, data: PageIn) -> Status[None]:
    """The visitor stands on this page of the site now. The address is kept without its query and fragment."""
    throttle(request, "marks", limit=60, seconds=60, key=str(request.auth.id))
    actions.visitor_moved(request.auth, conversation_id, page=data.page, title=data.title)
    return Status(204, None)


def _answer(actor: Actor, conversation: Conversation) -> Any:
    return queries.visitor_view(actor, conversation)


@router.post("/conversations/{conversation_id}/handoff", response=ViewOut)
def hand_off(request: ActorRequest, conversation_id: UUID) -> Any:
    """Ask for a person."""
    return _answer(request.auth, actions.hand_off(request.auth, conversation_id))


@router.post("/conversations/{conversation_id}/close", response=ViewOut)
def close(request: ActorRequest, conversation_id: UUID) -> Any:
    return _answer(request.auth, actions.leave(request.auth, conversation_id))


class RatingIn(Schema):
    score: int = Field(ge=1, le=5)
    solved: Literal["yes", "no", "pending"] | None = None
    tags: list[str] = Field([], max_length=10)
    comment: str = Field("", max_length=1000)


@router.post("/conversations/{conversation_id}/rating", response={204: None})
def rate(request: ActorRequest, conversation_id: UUID, data: RatingIn) -> Status[None]:
    """Rate a served conversation after its end, once."""
    tags = [tag[:40] for tag in data.tags]
    actions.rate(request.auth, conversation_id, score=data.score, solved=data.solved, tags=tags, comment=data.comment)
    return Status(204, None)


@router.post("/conversations/{conversation_id}/attachments", response={201: FileOut})
def attach(request: ActorRequest, conversation_id: UUID, file: File[UploadedFile]) -> Status[Any]:
    throttle(request, "attachments", limit=20, seconds=60, key=str(request.auth.id))
    return Status(201, actions.visitor_attach(request.auth, file, conversation_id))


@router.post("/{site_key}/attachments", response={201: FileOut}, auth=None)
def attach_before(request: HttpRequest, site_key: str, file: File[UploadedFile]) -> Status[Any]:
    """Upload before a conversation exists, for an offline message."""
    throttle(request, "attachments", limit=20, seconds=60)
    return Status(201, actions.visitor_attach(anybody(request, site_for(request, site_key)), file))


class LeaveMessageIn(Schema):
    text: str = Field(min_length=1)
    phone: str | None = Field(None, max_length=40)
    email: str | None = Field(None, max_length=254)
    attachment_ids: list[UUID] = []
    locale: str | None = Field(None, max_length=35)


class LeftOut(Schema):
    id: UUID
    number: str
    visitor_token: str


@router.post("/{site_key}/leave-message", response={201: LeftOut}, auth=None)
def leave_message(
    request: HttpRequest, site_key: str, data: LeaveMessageIn, challenge_answer: ChallengeAnswer = ""
) -> Status[Any]:
    """Leave a message. A page that has a visitor token sends it, and finds the answer there when it comes back.

    428 `challenge_required` as when a conversation is begun.
    """
    throttle(request, "conversations", limit=30, seconds=60)
    site = site_for(request, site_key)
    bearer = _bearer(request)
    known = queries.visitor_actor(bearer) if bearer else None
    left = actions.leave_message(site, ip=client_ip(request), known=known, answer=challenge_answer, **data.model_dump())
    return Status(201, {"id": left.id, "number": left.number, "visitor_token": queries.visitor_token(left.visitor)})


def _bearer(request: HttpRequest) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ")
