"""What a visitor's page says of the bot's answers."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.security import HttpBearer

from kefu.contact.conversations import queries as conversations
from kefu.kernel.actor import Actor
from kefu.kernel.http import ActorRequest, client_ip

from .. import actions


class VisitorBearer(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        return conversations.visitor_actor(token, client_ip(request))


router = Router(tags=["widget"], auth=VisitorBearer())


class FeedbackIn(Schema):
    is_helpful: bool


@router.put("/conversations/{conversation_id}/turns/{turn_id}/feedback", response={204: None})
def rate_answer(request: ActorRequest, conversation_id: UUID, turn_id: UUID, data: FeedbackIn) -> Status[None]:
    """Whether the bot's answer of this turn (`payload.turn_id`) helped; saying it again changes it."""
    actions.rate_answer(request.auth, conversation_id, turn_id, is_helpful=data.is_helpful)
    return Status(204, None)
