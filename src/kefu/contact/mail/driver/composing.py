"""A mail as bytes."""

from __future__ import annotations

from collections.abc import Sequence
from email import policy
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy
from email.utils import format_datetime, make_msgid
from typing import Any

from kefu.kernel import clock, files
from kefu.kernel.models import StoredFile

from ..models import Mailbox, SentMail
from ..parsing import MARK


class _Ids(UnstructuredHeader, BaseHeader):
    """Ids of mails as they are: the library would write a long one in a code, by which no program finds its thread."""

    def fold(self, *, policy: Policy[Any]) -> str:
        return f"{self.name}: {f'{policy.linesep} '.join(str(self).split())}{policy.linesep}"


_headers = HeaderRegistry()
for _name in ("in-reply-to", "references"):
    _headers.map_to_type(_name, _Ids)
WRITTEN = policy.SMTP.clone(header_factory=_headers)


def composed(sent: SentMail, attachments: Sequence[StoredFile], *, reply_to: str) -> EmailMessage:
    """With all that threads and loop guards of others go by; blind copies stand nowhere in it."""
    mail = EmailMessage(policy=WRITTEN)
    mail["From"] = _address(sent.mailbox.sender_name, sent.from_address)
    mail["To"] = ", ".join(sent.to)
    if sent.cc:
        mail["Cc"] = ", ".join(sent.cc)
    if reply_to:
        mail["Reply-To"] = _address(sent.mailbox.sender_name, reply_to)
    mail["Subject"] = " ".join(sent.subject.split())
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = sent.message_id
    if sent.references:
        mail["In-Reply-To"] = sent.references[-1]
        mail["References"] = " ".join(sent.references)
    mail[MARK] = str(sent.organization_id)
    if sent.is_automatic:
        mail["Auto-Submitted"] = "auto-replied"
        mail["Precedence"] = "auto_reply"
    mail.set_content(sent.text, charset="utf-8", cte="base64")
    for file in attachments:
        main, _, sub = file.type.partition("/")
        mail.add_attachment(
            files.content_of(file), maintype=main or "application", subtype=sub or "octet-stream", filename=file.name
        )
    return mail


def plain(
    mailbox: Mailbox, *, to: str, subject: str, text: str, message_id: str = "", reply_to: str = ""
) -> EmailMessage:
    """A mail that stands alone and wants no answer from machines."""
    mail = EmailMessage(policy=WRITTEN)
    mail["From"] = _address(mailbox.sender_name, mailbox.address)
    mail["To"] = to
    if reply_to:
        mail["Reply-To"] = _address(mailbox.sender_name, reply_to)
    mail["Subject"] = " ".join(subject.split())
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = message_id or make_msgid(domain=mailbox.domain)
    mail[MARK] = str(mailbox.organization_id)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text, charset="utf-8", cte="base64")
    return mail


def _address(name: str, address: str) -> Address | str:
    return Address(display_name=" ".join(name.split()), addr_spec=address) if name else address
