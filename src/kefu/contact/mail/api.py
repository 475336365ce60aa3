"""Mailboxes and mails over HTTP."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema, Status
from pydantic import ConfigDict

from kefu.kernel import files
from kefu.kernel.http import ActorRequest, Page, page
from kefu.kernel.http.openapi import binary
from kefu.kernel.permissions import NUMBERS_SEE

from . import actions, permissions, presets, problems, queries, rules
from .models import Mailbox, ReceivedMail, SentMail

router = Router(tags=["mail"])
Security = Literal["tls", "starttls", "none"]
Host = Annotated[str, Field(min_length=1, max_length=253, pattern=r"^[^\s/@]+$")]
Port = Annotated[int, Field(ge=1, le=65535)]
Addresses = Annotated[list[Annotated[str, Field(max_length=254)]], Field(max_length=100)]


class MailboxChangesIn(Schema):
    """What is absent stays; an empty `password` too, which is never told again."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    queue_id: UUID | None = None
    address: Annotated[str, Field(max_length=254)] = ""
    sender_name: Annotated[str, Field(max_length=80)] = ""
    locale: Literal["zh-CN", "en"] = "zh-CN"
    imap_host: Host = "localhost"
    imap_port: Port = 993
    imap_security: Security = "tls"
    smtp_host: Host = "localhost"
    smtp_port: Port = 465
    smtp_security: Security = "tls"
    user: Annotated[str, Field(max_length=254)] = ""
    password: Annotated[str, Field(max_length=500)] = ""
    folder: Annotated[str, Field(min_length=1, max_length=120)] = "INBOX"
    reads_all: bool = False
    is_catch_all: bool = False
    has_plus: bool = False
    signature: Annotated[str, Field(max_length=2000)] = ""
    auto_reply: Annotated[str, Field(max_length=2000)] = ""
    undo_seconds: Annotated[int, Field(ge=0, le=rules.MAX_UNDO)] = 10
    reply_minutes: Annotated[int, Field(ge=5, le=43_200)] = 240
    silent_minutes: Annotated[int, Field(ge=2, le=1440)] = 15
    is_active: bool = True


class MailboxIn(MailboxChangesIn):
    queue_id: UUID
    address: Annotated[str, Field(min_length=3, max_length=254)]
    imap_host: Host
    smtp_host: Host
    password: Annotated[str, Field(min_length=1, max_length=500)]


class MailboxOut(Schema):
    """`state`: off, waiting (it was never read), reading, or failing since `failing_since` because of `problem`."""

    id: UUID
    brand_id: UUID
    queue_id: UUID
    address: str
    sender_name: str
    locale: str
    imap_host: str
    imap_port: int
    imap_security: Security
    smtp_host: str
    smtp_port: int
    smtp_security: Security
    user: str
    folder: str
    reads_all: bool
    is_catch_all: bool
    has_plus: bool
    signature: str
    auto_reply: str
    undo_seconds: int
    reply_minutes: int
    silent_minutes: int
    is_active: bool
    state: Literal["off", "waiting", "reading", "failing"]
    read_at: datetime | None
    failing_since: datetime | None
    problem: str

    @staticmethod
    def resolve_state(row: Mailbox) -> str:
        if not row.is_active:
            return "off"
        if row.failing_since:
            return "failing"
        return "reading" if row.read_at else "waiting"

    @staticmethod
    def resolve_problem(row: Mailbox) -> str:
        return problems.said(row.problem).in_language() if row.failing_since else ""


class MailboxFindingOut(Schema):
    """`detail` is what the server said, in its own words."""

    side: Literal["imap", "smtp"]
    works: bool
    text: str
    detail: str


class MailboxTestOut(Schema):
    items: list[MailboxFindingOut]


class MailPresetOut(Schema):
    code: str
    name: str
    domains: list[str]
    imap_host: str
    imap_port: int
    imap_security: Security
    smtp_host: str
    smtp_port: int
    smtp_security: Security
    has_plus: bool
    hint: str


class MailPresetsOut(Schema):
    items: list[MailPresetOut]


@router.get("/mailboxes", response=Page[MailboxOut])
def list_mailboxes(request: ActorRequest, after: str | None = None, limit: int = 50) -> dict[str, object]:
    found, next = page(queries.mailboxes(request.auth), after=after, limit=limit)
    return {"items": found, "next": next}


@router.post("/mailboxes", response={201: MailboxOut})
def create_mailbox(request: ActorRequest, data: MailboxIn) -> Status[Mailbox]:
    return Status(201, actions.create_mailbox(request.auth, **data.model_dump(exclude_unset=True)))


@router.get("/mailbox-presets", response=MailPresetsOut)
def list_presets(request: ActorRequest) -> Any:
    """The servers of large providers, and what has to be done there first."""
    request.auth.require(permissions.MANAGE)
    return {
        "items": [
            {
                "code": preset.code,
                "name": preset.name.in_language(),
                "domains": list(preset.domains),
                "imap_host": preset.imap_host,
                "imap_port": 993,
                "imap_security": "tls",
                "smtp_host": preset.smtp_host,
                "smtp_port": preset.smtp_port,
                "smtp_security": preset.smtp_security,
                "has_plus": preset.has_plus,
                "hint": preset.hint.in_language(),
            }
            for preset in presets.PRESETS
        ]
    }


@router.patch("/mailboxes/{uuid:mailbox_id}", response=MailboxOut)
def change_mailbox(request: ActorRequest, mailbox_id: UUID, data: MailboxChangesIn) -> Mailbox:
    return actions.change_mailbox(request.auth, mailbox_id, data.model_dump(exclude_unset=True))


@router.delete("/mailboxes/{uuid:mailbox_id}", response={204: None})
def delete_mailbox(request: ActorRequest, mailbox_id: UUID) -> Status[None]:
    """One that has mails is switched off instead."""
    actions.delete_mailbox(request.auth, mailbox_id)
    return Status(204, None)


@router.post("/mailboxes/{uuid:mailbox_id}/test", response=MailboxTestOut)
def test_mailbox(request: ActorRequest, mailbox_id: UUID) -> Any:
    """Sign in at both servers, and say what is wrong. Nothing is read and nothing sent."""
    return {
        "items": [
            {"side": each.side, "works": not each.problem, "text": each.words.in_language(), "detail": each.detail}
            for each in actions.test_mailbox(request.auth, mailbox_id)
        ]
    }


class CorrespondenceOut(Schema):
    """How an answer would be addressed, and with what it ends."""

    from_address: str
    to: list[str]
    cc: list[str]
    subject: str
    signature: str
    undo_seconds: int
    is_active: bool


class AnswerIn(Schema):
    text: str
    to: Addresses
    cc: Addresses = []
    bcc: Addresses = []
    subject: Annotated[str, Field(max_length=300)] = ""
    attachment_ids: list[UUID] = []
    reply_ids: list[UUID] = []
    client_id: Annotated[str, Field(max_length=64)] | None = None
    quotes: bool = True


class SentMailOut(Schema):
    id: UUID
    message_id: UUID | None
    state: Literal["waiting", "sending", "sent", "failed", "bounced", "undone"]
    due_at: datetime
    error: str

    @staticmethod
    def resolve_message_id(row: SentMail) -> UUID | None:
        return row.posted_id


@router.get("/conversations/{uuid:conversation_id}/mail", response=CorrespondenceOut)
def get_correspondence(request: ActorRequest, conversation_id: UUID) -> Any:
    thread = queries.thread_of(request.auth, conversation_id)
    return queries.correspondence(request.auth, thread)


@router.post("/conversations/{uuid:conversation_id}/mail", response={201: SentMailOut})
def write_mail(request: ActorRequest, conversation_id: UUID, data: AnswerIn) -> Status[SentMail]:
    """Answer by mail. It goes out at `due_at`; until then it can be undone. `quotes`: the mail that it answers stands below it."""
    return Status(201, actions.write(request.auth, conversation_id, **data.model_dump()))


@router.post("/conversations/{uuid:conversation_id}/mail/{uuid:message_id}/undo", response=SentMailOut)
def undo_mail(request: ActorRequest, conversation_id: UUID, message_id: UUID) -> SentMail:
    """Take an own mail back before it goes out."""
    return actions.undo(request.auth, conversation_id, message_id)


class MailOut(Schema):
    """A mail in full. `html` may be shown in a sandbox; `held_back` pictures of it are not shown, since they come from elsewhere."""

    id: UUID
    sender_name: str
    sender: str
    subject: str
    to: list[str]
    cc: list[str]
    sent_at: datetime | None
    text: str
    quoted: str
    html: str
    held_back: int
    is_forged: bool
    raw_url: str | None


@router.get("/mails/{uuid:mail_id}", response=MailOut)
def get_mail(request: ActorRequest, mail_id: UUID, pictures: bool = False) -> Any:
    """A mail in full; `raw_url` is for those who may see whole addresses, since they stand in it. With `pictures` those from elsewhere
    are shown too: this server fetches them, so that their senders learn that it was read, and nothing of who reads."""
    mail = queries.received(request.auth, mail_id)
    view = queries.shown_html(mail, shows_remote=pictures)
    names = ("id", "sender_name", "sender", "subject", "to", "cc", "sent_at", "text", "quoted", "is_forged")
    return {
        **{name: getattr(mail, name) for name in names},
        "html": view.html,
        "held_back": view.held_back,
        "raw_url": files.link(mail.raw_id) if mail.raw_id and request.auth.may(NUMBERS_SEE) else None,
    }


@router.get("/mail-pictures/{token}", auth=None, response={200: None}, openapi_extra=binary("image/*"))
def get_remote_picture(request: HttpRequest, token: str) -> HttpResponse:
    """A picture that a mail names, fetched now; links are in the `html` of a mail and hold for an hour."""
    type, content = actions.remote_picture(token)
    response = HttpResponse(content, content_type=type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = f"private, max-age={rules.PICTURE_SECONDS}, immutable"
    return response


class QuarantinedOut(Schema):
    id: UUID
    mailbox: str
    sender: str
    subject: str
    cause: str
    text: str
    detail: str
    size: int
    created_at: datetime
    raw_url: str | None

    @staticmethod
    def resolve_mailbox(row: ReceivedMail) -> str:
        return row.mailbox.address

    @staticmethod
    def resolve_text(row: ReceivedMail) -> str:
        return rules.CAUSES[row.cause].in_language()

    @staticmethod
    def resolve_raw_url(row: ReceivedMail) -> str | None:
        return files.link(row.raw_id) if row.raw_id else None


@router.get("/quarantined-mails", response=Page[QuarantinedOut])
def list_quarantined(request: ActorRequest, after: str | None = None, limit: int = 50) -> dict[str, object]:
    """What was set aside and nobody has settled, newest first."""
    found, next = page(queries.quarantined(request.auth), after=after, limit=limit, order=("-id",))
    return {"items": found, "next": next}


@router.post("/quarantined-mails/{uuid:mail_id}/release", response={204: None})
def release_mail(request: ActorRequest, mail_id: UUID) -> Status[None]:
    """Let it in as if it had just arrived."""
    actions.release(request.auth, mail_id)
    return Status(204, None)


@router.post("/quarantined-mails/{uuid:mail_id}/discard", response={204: None})
def discard_mail(request: ActorRequest, mail_id: UUID) -> Status[None]:
    """Somebody has seen it, and nothing needs to be done."""
    actions.discard(request.auth, mail_id)
    return Status(204, None)
