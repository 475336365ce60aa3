"""A customer makes a ticket without an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.foundation.customers import actions as customers
from kefu.kernel import files, limits
from kefu.kernel.database import lock_for_transaction
from kefu.kernel.errors import FieldError, Forbidden, Invalid, TooLarge
from kefu.kernel.i18n import Text
from kefu.kernel.text import storable
from kefu.service.tickets import actions as tickets
from kefu.service.tickets.models import Ticket, TicketType

from .. import queries, rules
from ..models import HelpCentre, PortalTicket

FORM_LOCK = 7_302_047
NO_TICKETS = Text(
    "这里暂不接受工单，请联系在线客服。", "No tickets are taken here at present; please talk to us instead."
)


@dataclass(frozen=True, slots=True)
class NewPortalTicket:
    """A form as it was sent; `once` is its own number, so that sending it twice makes one ticket. `values` are the type's
    own fields as written, by code."""

    once: UUID
    name: str
    contact: str
    subject: str
    text: str
    words: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    locale: str = "zh-CN"
    ip: str | None = None


def submit(found: HelpCentre, new: NewPortalTicket, uploads: Sequence[files.Upload] = ()) -> PortalTicket:
    """Make the ticket, or find the one that this form has made. Raises Invalid, naming each wrong field, TooLarge for
    files, Blocked for who is kept out, and Forbidden where no tickets are taken."""
    kind, value = _checked(found, new)
    check(uploads)
    actor = queries.helper(found.organization_id, ip=new.ip)
    is_phone = kind == PortalTicket.Kind.PHONE
    limits.refuse_blocked(actor, phone=value if is_phone else "", email="" if is_phone else value, at_once=True)
    with transaction.atomic():
        lock_for_transaction(FORM_LOCK, f"{found.site_id} {new.once}")
        known = PortalTicket.objects.for_actor(actor).filter(site=found.site, once=new.once).first()
        return known or _made(found, new, kind, value, uploads)


def _made(
    found: HelpCentre, new: NewPortalTicket, kind: str, value: str, uploads: Sequence[files.Upload]
) -> PortalTicket:
    actor = queries.helper(found.organization_id, ip=new.ip)
    wanted = queries.ticket_type(found) if found.takes_tickets else None
    if wanted is None:
        raise Forbidden("no_tickets_here", NO_TICKETS)
    is_phone = kind == PortalTicket.Kind.PHONE
    customer = customers.identify(
        actor,
        brand_id=found.site.brand_id,
        phone=value if is_phone else None,
        email=None if is_phone else value,
        name=_line(new.name, rules.LONGEST_NAME),
    )
    kept = [files.store(actor, upload) for upload in uploads]
    subject, words = _line(new.subject, rules.LONGEST_SUBJECT), _line(new.words, rules.LONGEST_WORDS)
    text = storable(new.text).strip()
    team_id = found.team_id or wanted.team_id
    ticket = tickets.create(
        actor,
        tickets.NewTicket(
            subject=subject,
            description=rules.with_words(text, words, found.site.locale),
            type_id=wanted.id,
            values=_values(wanted, new.values),
            brand_id=found.site.brand_id,
            customer_id=customer.id,
            owner_id=queries.owner_for(found, team_id),
            team_id=team_id,
            attachment_ids=tuple(file.id for file in kept),
            source=Ticket.Source.PORTAL,
        ),
    )
    return PortalTicket.objects.create(
        organization_id=found.organization_id,
        site=found.site,
        ticket=ticket,
        number=ticket.number,
        once=new.once,
        name=_line(new.name, rules.LONGEST_NAME),
        kind=kind,
        contact=value,
        subject=subject,
        text=text,
        words=words,
        attachments=[files.described(file) for file in kept],
        locale=new.locale,
    )


def _values(kind: TicketType, written: Mapping[str, str]) -> dict[str, Any]:
    """What customers are asked for, as the type's form takes it."""
    found = {one["code"]: (one["kind"], written.get(one["code"], "").strip()) for one in queries.asked(kind)}
    said = {"yes": True, "no": False}
    return {code: said.get(text, text) if kind == "yes_no" else text for code, (kind, text) in found.items()}


def _checked(found: HelpCentre, new: NewPortalTicket) -> tuple[str, str]:
    """Kind and value of the contact. Raises Invalid with every wrong field."""
    wrong: list[FieldError] = []
    contact = queries.contact(new.contact)
    if not _line(new.name, rules.LONGEST_NAME):
        wrong.append(FieldError("name", Text("请填写您的称呼。", "Tell us your name.")))
    if contact is None:
        text = Text(
            "请填写正确的手机号或邮箱，我们用它回复您。",
            "Give a telephone number or an e-mail address; we answer you there.",
        )
        wrong.append(FieldError("contact", text))
    if not _line(new.subject, rules.LONGEST_SUBJECT):
        wrong.append(FieldError("subject", Text("请用一句话说明问题。", "Say in a line what it is about.")))
    if not storable(new.text).strip():
        wrong.append(FieldError("text", Text("请写下具体情况。", "Tell us what happened.")))
    elif len(new.text) > rules.LONGEST_TEXT:
        most = rules.LONGEST_TEXT
        wrong.append(FieldError("text", Text(f"最多 {most} 个字。", f"At most {most} characters.")))
    if wanted := queries.ticket_type(found) if found.takes_tickets else None:
        wrong += tickets.form_faults(wanted, _values(wanted, new.values))
    if wrong or contact is None:
        raise Invalid("invalid_fields", Text("请检查标出的内容。", "Check what is marked below."), errors=wrong)
    return contact


def check(uploads: Sequence[files.Upload]) -> None:
    """Raise what is wrong with any of the files before one is kept; Invalid and TooLarge name the field `files`."""
    if len(uploads) > rules.MOST_FILES:
        text = Text(f"最多 {rules.MOST_FILES} 个附件。", f"At most {rules.MOST_FILES} files.")
        raise Invalid("too_many_attachments", text, errors=[FieldError("files", text)])
    if sum(upload.size or 0 for upload in uploads) > rules.MOST_BYTES:
        text = Text("附件合计不能超过 24 MB，请压缩后再传。", "All files together may have 24 MB; compress them.")
        raise TooLarge("files_too_large", text, errors=[FieldError("files", text)])
    for upload in uploads:
        try:
            files.check(upload)
        except (Invalid, TooLarge) as wrong:
            name = (upload.name or "")[:60]
            text = Text(f"附件 {name}：{wrong.text.zh}", f"File {name}: {wrong.text.en}")
            raise type(wrong)(wrong.code, text, errors=[FieldError("files", text)]) from wrong


def _line(written: str, longest: int) -> str:
    return " ".join(storable(written).split())[:longest]
