"""What mailboxes announce. Those above (tickets, automations) need nothing else of them."""

from typing import ClassVar
from uuid import UUID

from kefu.kernel.events import Event


class MailReceived(Event):
    """A mail became a message of a conversation. `is_new`: the conversation began with it. `kind` as of `parsing.Kind`."""

    name: ClassVar = "mail.received"
    mail_id: UUID
    mailbox_id: UUID
    conversation_id: UUID
    sender: str
    subject: str
    kind: str
    is_new: bool


class MailQuarantined(Event):
    """A mail was set aside; `cause` is of `rules.CAUSES`."""

    name: ClassVar = "mail.quarantined"
    mail_id: UUID
    mailbox_id: UUID
    cause: str


class MailNotDelivered(Event):
    """A mail that we sent did not arrive: its server refused it, or it came back."""

    name: ClassVar = "mail.not_delivered"
    sent_mail_id: UUID
    conversation_id: UUID
    reason: str
