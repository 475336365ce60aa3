"""HTTP of the page that an invitation to rate leads to; the link is all that one needs."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from kefu.kernel import limits
from kefu.kernel.http import client_ip

from .. import actions, queries

router = Router(tags=["telephony"])


class CallRatingBrandOut(Schema):
    name: str
    color: str


class CallRatingTagsOut(Schema):
    agent: list[str]
    business: list[str]


class CallRatingOut(Schema):
    """`score` is what was given already; null while it is open."""

    brand: CallRatingBrandOut
    called_at: datetime
    locale: Literal["zh-CN", "en"]
    tags: CallRatingTagsOut
    score: int | None


class CallRatingIn(Schema):
    score: int = Field(ge=1, le=5)
    solved: Literal["yes", "no", "pending"] | None = None
    tags: list[str] = Field([], max_length=10)
    comment: str = Field("", max_length=1000)


@router.get("/call-ratings/{rating_token}", auth=None, response=CallRatingOut)
def get_call_rating(request: HttpRequest, rating_token: str) -> dict[str, Any]:
    """The call behind the link of an SMS; 410 when its three days are over."""
    limits.hit("telephony.rating", client_ip(request) or "", limit=60, seconds=60)
    return queries.invitation_shown(rating_token)


@router.post("/call-ratings/{rating_token}", auth=None, response={204: None})
def rate_call(request: HttpRequest, rating_token: str, data: CallRatingIn) -> Status[None]:
    """Rate the call, once."""
    limits.hit("telephony.rating", client_ip(request) or "", limit=60, seconds=60)
    tags = [tag[:40] for tag in data.tags]
    actions.rate_by_link(rating_token, score=data.score, solved=data.solved or "", tags=tags, comment=data.comment)
    return Status(204, None)
