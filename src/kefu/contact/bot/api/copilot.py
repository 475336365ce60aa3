"""What helps an agent while writing and closing."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from kefu.kernel import masking
from kefu.kernel.http import ActorRequest

from .. import actions

router = Router(tags=["bot"])


class SuggestedReplyOut(Schema):
    article_id: UUID
    question: str
    answer: str
    asked: str
    probability: float


class SuggestedOut(Schema):
    suggestion: SuggestedReplyOut | None


class SummaryDraftOut(Schema):
    summary: str


@router.get("/bot/suggestions", response=SuggestedOut)
def get_suggestion(request: ActorRequest, conversation: UUID) -> Any:
    """A reply to the customer's last words from the knowledge base, with its source; null when nothing fits."""
    found = actions.suggestion(request.auth, conversation)
    if found is None:
        return {"suggestion": None}
    # The answer is the company's own and goes to the customer; what was asked is the customer's.
    return {"suggestion": replace(found, asked=masking.for_actor(request.auth, found.asked))}


@router.get("/bot/summary-drafts", response=SummaryDraftOut)
def get_summary_draft(request: ActorRequest, conversation: UUID) -> Any:
    """A draft of the summary for closing: what was wanted, what was done."""
    return {"summary": actions.draft_summary(request.auth, conversation)}
