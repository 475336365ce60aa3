"""HTTP of hidden numbers and of copies."""

from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.kernel.http import ActorRequest

from .. import actions

router = Router()


class NumberOut(Schema):
    hidden: str
    number_shown: str


class RevealedOut(Schema):
    numbers: list[NumberOut]


class CopyIn(Schema):
    characters: int = Field(ge=1, le=10_000_000)


@router.post("/conversations/{conversation_id}/numbers", response=RevealedOut)
def reveal_numbers(request: ActorRequest, conversation_id: UUID) -> Any:
    """The conversation's whole numbers by their hidden form; the audit log notes who looked."""
    found = actions.reveal_numbers(request.auth, conversation_id)
    return {"numbers": [{"hidden": hidden, "number_shown": number} for hidden, number in found.items()]}


@router.post("/conversations/{conversation_id}/copies", response={204: None})
def note_copy(request: ActorRequest, conversation_id: UUID, data: CopyIn) -> Status[None]:
    """The caller copied so many characters out of the conversation; it is logged, without the words."""
    actions.note_copy(request.auth, conversation_id, data.characters)
    return Status(204, None)
