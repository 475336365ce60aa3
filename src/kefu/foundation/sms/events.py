"""What short messages announce; none reaches a screen."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from kefu.kernel.events import Event


class SmsReceived(Event):
    """Somebody wrote to a line, and not to refuse. `reference` is the provider's own; `number` as kernel.limits compares them."""

    name: ClassVar = "sms.received"
    sms_id: UUID
    line_id: UUID
    brand_id: UUID
    number: str
    text: str
    reference: str
    at: datetime


class SmsSettled(Event):
    """What became of a message that was to go out: `state` is sent, delivered, failed or refused. `purpose` and `fact` are its sender's."""

    name: ClassVar = "sms.settled"
    sms_id: UUID
    purpose: str
    fact: str
    state: str
    error: str
