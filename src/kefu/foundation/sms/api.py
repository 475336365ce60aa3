"""Short messages over HTTP."""

from datetime import datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from pydantic import ConfigDict

from kefu.kernel import limits
from kefu.kernel.http import ActorRequest, Page, client_ip, page

from . import actions, queries
from .models import Sms, SmsLine, SmsRefusal

router = Router(tags=["short messages"])
Provider = Literal["sandbox", "http"]
Format = Literal["json", "form"]
TimeOfDay = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]  # in the organization's zone


class SmsLineChangesIn(Schema):
    """What is absent stays. `headers`, `body` name {to}, {text}, {id}, {secret}; `secret` is never told again."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    provider: Provider = "sandbox"
    sign: Annotated[str, Field(min_length=2, max_length=20, pattern=r"^[^【】]+$")] = ""
    url: Annotated[str, Field(max_length=500)] = ""
    format: Format = "json"
    headers: Annotated[dict[str, str], Field(max_length=20)] = {}
    body: Annotated[str, Field(max_length=4000)] = ""
    expects: Annotated[str, Field(max_length=100)] = ""
    secret: Annotated[str, Field(max_length=500)] = ""
    quiet_from: TimeOfDay = "20:00"
    quiet_until: TimeOfDay = "09:00"
    is_active: bool = True


class SmsLineIn(SmsLineChangesIn):
    brand_id: UUID
    sign: Annotated[str, Field(min_length=2, max_length=20, pattern=r"^[^【】]+$")]


class SmsLineOut(Schema):
    """`receiving_path` is where the provider tells of answers (…/replies) and of what became of messages (…/receipts)."""

    id: UUID
    brand_id: UUID
    provider: Provider
    sign: str
    url: str
    format: Format
    headers: dict[str, str]
    body: str
    expects: str
    has_secret: bool
    quiet_from: TimeOfDay
    quiet_until: TimeOfDay
    is_active: bool
    receiving_path: str

    @staticmethod
    def resolve_has_secret(row: SmsLine) -> bool:
        return bool(row.secret)

    @staticmethod
    def resolve_quiet_from(row: SmsLine) -> str:
        return f"{row.quiet_from:%H:%M}"

    @staticmethod
    def resolve_quiet_until(row: SmsLine) -> str:
        return f"{row.quiet_until:%H:%M}"

    @staticmethod
    def resolve_receiving_path(row: SmsLine) -> str:
        return f"/api/v1/sms/{queries.receiving_key(row)}"


class SmsOut(Schema):
    id: UUID
    number: str
    text: str
    purpose: str
    state: Literal["waiting", "sending", "sent", "delivered", "failed", "refused"]
    send_at: datetime
    attempts: int
    error: str
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None


class SmsNumberIn(Schema):
    number: Annotated[str, Field(min_length=5, max_length=20)]


class SmsRefusalOut(Schema):
    id: UUID
    number: str
    origin: Literal["reply", "staff"]
    words: str
    created_at: datetime


class SmsSaidIn(Schema):
    """What somebody writes."""

    number: Annotated[str, Field(min_length=5, max_length=20)]
    text: Annotated[str, Field(max_length=2000)]


class SmsReplyIn(SmsSaidIn):
    """What somebody wrote. The same `reference` (the provider's own) is one message; without it, the same words within 60 s are."""

    reference: Annotated[str, Field(max_length=100)] = ""


class SmsReceiptIn(Schema):
    """What became of the message that the provider calls `reference`."""

    reference: Annotated[str, Field(min_length=1, max_length=100)]
    delivered: bool
    error: Annotated[str, Field(max_length=300)] = ""


@router.get("/sms-lines", response=Page[SmsLineOut])
def list_lines(request: ActorRequest, after: str | None = None, limit: int = 50) -> dict[str, Any]:
    found, following = page(queries.lines(request.auth), after=after, limit=limit)
    return {"items": found, "next": following}


@router.post("/sms-lines", response={201: SmsLineOut})
def create_line(request: ActorRequest, data: SmsLineIn) -> Status[SmsLine]:
    return Status(201, actions.create_line(request.auth, brand_id=data.brand_id, changes=_changes(data)))


@router.patch("/sms-lines/{uuid:sms_line_id}", response=SmsLineOut)
def change_line(request: ActorRequest, sms_line_id: UUID, data: SmsLineChangesIn) -> SmsLine:
    return actions.change_line(request.auth, sms_line_id, _changes(data))


@router.delete("/sms-lines/{uuid:sms_line_id}", response={204: None})
def delete_line(request: ActorRequest, sms_line_id: UUID) -> Status[None]:
    actions.delete_line(request.auth, sms_line_id)
    return Status(204, None)


@router.post("/sms-lines/{uuid:sms_line_id}/test", response={201: SmsOut})
def try_line(request: ActorRequest, sms_line_id: UUID, data: SmsNumberIn) -> Status[Sms]:
    """Send a test, whatever the hour; `GET …/messages` tells what became of it."""
    limits.hit("sms.test", str(request.auth.organization_id), limit=20, seconds=3600)
    return Status(201, actions.try_line(request.auth, sms_line_id, data.number))


@router.post("/sms-lines/{uuid:sms_line_id}/receive", response={204: None})
def simulate(request: ActorRequest, sms_line_id: UUID, data: SmsSaidIn) -> Status[None]:
    """Try a sandbox: as if this number had written."""
    limits.hit("sms.simulate", str(request.auth.organization_id), limit=100, seconds=3600)
    actions.simulate(request.auth, sms_line_id, number=data.number, words=data.text)
    return Status(204, None)


@router.get("/sms-lines/{uuid:sms_line_id}/messages", response=Page[SmsOut])
def list_messages(
    request: ActorRequest, sms_line_id: UUID, after: str | None = None, limit: int = 20
) -> dict[str, Any]:
    """Newest first."""
    found, following = page(queries.messages(request.auth, sms_line_id), after=after, limit=limit, order=("-id",))
    return {"items": found, "next": following}


@router.get("/sms-refusals", response=Page[SmsRefusalOut])
def list_refusals(request: ActorRequest, after: str | None = None, limit: int = 50) -> dict[str, Any]:
    """Numbers that want no short messages, newest first."""
    found, following = page(queries.refusals(request.auth), after=after, limit=limit, order=("-id",))
    return {"items": found, "next": following}


@router.post("/sms-refusals", response={201: SmsRefusalOut})
def refuse(request: ActorRequest, data: SmsNumberIn) -> Status[SmsRefusal]:
    return Status(201, actions.refuse(request.auth, data.number))


@router.delete("/sms-refusals/{uuid:sms_refusal_id}", response={204: None})
def allow(request: ActorRequest, sms_refusal_id: UUID) -> Status[None]:
    actions.allow(request.auth, sms_refusal_id)
    return Status(204, None)


@router.post("/sms/{sms_key}/replies", auth=None, response={204: None})
def heed_reply(request: HttpRequest, sms_key: str, data: SmsReplyIn) -> Status[None]:
    """Told by the provider: what somebody wrote. R, T, TD, 0000 and 退订 mean that the number wants no more; anything else
    becomes a conversation where the line has a queue."""
    limits.hit("sms.receive", client_ip(request) or "", limit=600, seconds=60)
    actions.heed_reply(sms_key, number=data.number, words=data.text, reference=data.reference)
    return Status(204, None)


@router.post("/sms/{sms_key}/receipts", auth=None, response={204: None})
def heed_receipt(request: HttpRequest, sms_key: str, data: SmsReceiptIn) -> Status[None]:
    """Told by the provider: whether a message arrived."""
    limits.hit("sms.receive", client_ip(request) or "", limit=600, seconds=60)
    actions.heed_receipt(sms_key, reference=data.reference, delivered=data.delivered, error=data.error)
    return Status(204, None)


def _changes(data: SmsLineChangesIn) -> dict[str, Any]:
    found = data.model_dump(exclude_unset=True, exclude={"brand_id"})
    return found | {name: time.fromisoformat(found[name]) for name in ("quiet_from", "quiet_until") if name in found}
