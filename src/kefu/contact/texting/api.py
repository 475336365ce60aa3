"""Where short messages go, over HTTP."""

from uuid import UUID

from ninja import Router, Schema
from pydantic import ConfigDict

from kefu.kernel.http import ActorRequest

from . import actions, queries

router = Router(tags=["short messages"])


class SmsQueueIn(Schema):
    """Where what customers write to the line waits; null: it opens no conversations."""

    model_config = ConfigDict(extra="forbid")

    queue_id: UUID | None


class SmsQueueOut(Schema):
    queue_id: UUID | None


@router.get("/sms-lines/{uuid:sms_line_id}/queue", response=SmsQueueOut)
def show_queue(request: ActorRequest, sms_line_id: UUID) -> SmsQueueOut:
    return SmsQueueOut(queue_id=queries.queue_id(request.auth, sms_line_id))


@router.put("/sms-lines/{uuid:sms_line_id}/queue", response=SmsQueueOut)
def set_queue(request: ActorRequest, sms_line_id: UUID, data: SmsQueueIn) -> SmsQueueOut:
    return SmsQueueOut(queue_id=actions.set_queue(request.auth, sms_line_id, data.queue_id))
