"""HTTP of ratings, their reasons, and the items that business reasons open."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.foundation.accounts.models import User
from kefu.kernel.actor import Actor
from kefu.kernel.http import ActorRequest, Page, page

from .. import actions, queries
from ..models import Rating, RatingItem, RatingReason
from .schemas import NamedOut

router = Router()


def _named(user: User | None) -> NamedOut | None:
    return NamedOut(id=user.id, name=user.nickname or user.name) if user else None


class ReasonGivenOut(Schema):
    id: UUID
    name: str
    family: str

    @classmethod
    def of(cls, row: RatingReason) -> "ReasonGivenOut":
        return cls(id=row.id, name=row.name, family=row.family)


class RatingOut(Schema):
    id: UUID
    at: datetime
    conversation_id: UUID  # or the call
    channel: str
    score: int
    solved: str | None
    tags: list[str]
    reasons: list[ReasonGivenOut]
    counts_for_agent: bool
    comment: str
    agent: NamedOut | None
    follow_up: str
    follow_up_note: str
    followed_by: NamedOut | None
    appeal: str
    appeal_reason: str

    @classmethod
    def of(cls, row: Rating, reasons: dict[UUID, RatingReason]) -> "RatingOut":
        return cls(
            id=row.id,
            at=row.created_at,
            conversation_id=row.contact.subject_id,
            channel=row.contact.channel,
            score=row.score,
            solved=row.solved or None,
            tags=row.tags,
            reasons=[ReasonGivenOut.of(reasons[id]) for id in row.reason_ids],
            counts_for_agent=row.counts_for_agent,
            comment=row.comment,
            agent=_named(row.agent),
            follow_up=row.follow_up,
            follow_up_note=row.follow_up_note,
            followed_by=_named(row.followed_by),
            appeal=row.appeal,
            appeal_reason=row.appeal_reason,
        )


@router.get("/ratings", response=Page[RatingOut])
def list_ratings(
    request: ActorRequest, conversation: UUID | None = None, after: str | None = None, limit: int = 50
) -> Page[RatingOut]:
    """What customers said of contacts in the actor's scope, newest first; of one `conversation` at most one."""
    found = queries.ratings(request.auth)
    if conversation:
        found = found.filter(contact__subject_id=conversation)
    rows, following = page(found, after=after, limit=limit)
    reasons = {reason.id: reason for reason in queries.rating_reasons(request.auth)}
    return Page[RatingOut](items=[RatingOut.of(row, reasons) for row in rows], next=following)


class RatingNoteIn(Schema):
    note: str = Field(min_length=1, max_length=500)


class AppealDecisionIn(Schema):
    accept: bool


def _rating(actor: Actor, row: Rating) -> RatingOut:
    return RatingOut.of(row, {reason.id: reason for reason in queries.rating_reasons(actor)})


@router.post("/ratings/{rating_id}/follow-up", response=RatingOut)
def follow_up(request: ActorRequest, rating_id: UUID, data: RatingNoteIn) -> RatingOut:
    """Say how a low rating was seen to."""
    return _rating(request.auth, actions.follow_up(request.auth, rating_id, data.note))


@router.post("/ratings/{rating_id}/appeal", response=RatingOut)
def appeal(request: ActorRequest, rating_id: UUID, data: RatingNoteIn) -> RatingOut:
    """The rated agent asks that a rating not count."""
    return _rating(request.auth, actions.appeal(request.auth, rating_id, data.note))


@router.post("/ratings/{rating_id}/appeal/decision", response=RatingOut)
def decide_appeal(request: ActorRequest, rating_id: UUID, data: AppealDecisionIn) -> RatingOut:
    """Accept an appeal, so that the rating does not count for the agent, or refuse it."""
    return _rating(request.auth, actions.decide_appeal(request.auth, rating_id, accept=data.accept))


class RatingReasonOut(Schema):
    id: UUID
    family: str
    name: str
    name_zh: str
    name_en: str
    owner: NamedOut | None
    position: int
    is_active: bool

    @staticmethod
    def resolve_owner(row: RatingReason) -> NamedOut | None:
        return _named(row.owner)


class RatingReasonIn(Schema):
    family: Literal["agent", "business"]
    name_zh: str = Field(min_length=1, max_length=40)
    name_en: str = Field(min_length=1, max_length=40)
    owner_id: UUID | None = None
    position: int = Field(0, ge=0, le=10_000)


class RatingReasonChanges(Schema):
    name_zh: str = Field("", min_length=1, max_length=40)
    name_en: str = Field("", min_length=1, max_length=40)
    owner_id: UUID | None = None
    position: int = Field(0, ge=0, le=10_000)
    is_active: bool = True


@router.get("/rating-reasons", response=Page[RatingReasonOut])
def list_rating_reasons(request: ActorRequest) -> Any:
    """All reasons at once, retired ones too: they are few by design."""
    return {"items": list(queries.rating_reasons(request.auth)), "next": None}


@router.post("/rating-reasons", response={201: RatingReasonOut})
def create_rating_reason(request: ActorRequest, data: RatingReasonIn) -> Status[RatingReason]:
    return Status(201, actions.create_rating_reason(request.auth, **data.model_dump()))


@router.patch("/rating-reasons/{reason_id}", response=RatingReasonOut)
def update_rating_reason(request: ActorRequest, reason_id: UUID, data: RatingReasonChanges) -> RatingReason:
    return actions.update_rating_reason(request.auth, reason_id, data.model_dump(exclude_unset=True))


class RatingItemOut(Schema):
    id: UUID
    at: datetime
    reason: ReasonGivenOut
    conversation_id: UUID  # or the call
    channel: str
    score: int
    comment: str
    owner: NamedOut | None
    state: str
    note: str
    done_at: datetime | None
    done_by: NamedOut | None

    @classmethod
    def of(cls, row: RatingItem) -> "RatingItemOut":
        return cls(
            id=row.id,
            at=row.created_at,
            reason=ReasonGivenOut.of(row.reason),
            conversation_id=row.rating.contact.subject_id,
            channel=row.rating.contact.channel,
            score=row.rating.score,
            comment=row.rating.comment,
            owner=_named(row.owner),
            state=row.state,
            note=row.note,
            done_at=row.done_at,
            done_by=_named(row.done_by),
        )


class RatingItemChanges(Schema):
    state: Literal["open", "done"] = "open"
    note: str = Field("", max_length=1000)


@router.get("/rating-items", response=Page[RatingItemOut])
def list_rating_items(
    request: ActorRequest,
    state: Literal["open", "done"] | None = None,
    owner: Literal["me"] | UUID | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[RatingItemOut]:
    """What business reasons of ratings left to be improved, newest first."""
    owner_id = request.auth.user_id if owner == "me" else owner
    rows, following = page(queries.rating_items(request.auth, state=state, owner_id=owner_id), after=after, limit=limit)
    return Page[RatingItemOut](items=[RatingItemOut.of(row) for row in rows], next=following)


@router.patch("/rating-items/{item_id}", response=RatingItemOut)
def update_rating_item(request: ActorRequest, item_id: UUID, data: RatingItemChanges) -> RatingItemOut:
    """Settle an item with a note, or open it again; for its owner and whoever manages the reasons."""
    return RatingItemOut.of(actions.update_rating_item(request.auth, item_id, data.model_dump(exclude_unset=True)))
