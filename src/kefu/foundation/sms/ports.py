"""What Kefu asks of a provider of short messages. Each in `providers/` speaks to one kind of service."""

from typing import Protocol


class NotSent(Exception):
    """The provider did not take the message. `may_retry` only where it certainly has not: nobody is to get it twice."""

    def __init__(self, reason: str, *, may_retry: bool = False) -> None:
        super().__init__(reason)
        self.may_retry = may_retry


class SmsProvider(Protocol):
    def send(self, *, to: str, text: str, id: str) -> str:
        """Hand one message over; returns the provider's own name of it, "" where it has none. Raises NotSent.

        `to` is a mobile number of China in eleven digits; `id` is ours and stays the same when it is tried again.
        """
