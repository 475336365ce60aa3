"""What calls announce."""

from typing import Any, ClassVar
from uuid import UUID

from kefu.kernel.events import Event


class CallChanged(Event):
    """A call as the desks of those who may see it live show it."""

    name: ClassVar = "telephony.call_changed"
    wire: ClassVar = "call"
    call: dict[str, Any]


class CallEnded(Event):
    """The customer's leg is gone; `answered` whether a person spoke with them."""

    name: ClassVar = "telephony.call_ended"
    call_id: UUID
    answered: bool


class CallTold(Event):
    """It is known what an ended call was about: it was heard, or the message in it, or its agent gave the reason."""

    name: ClassVar = "telephony.call_told"
    call_id: UUID


class CallbacksChanged(Event):
    """The list of callbacks differs now. Screens ask anew for what they may know of it."""

    name: ClassVar = "telephony.callbacks_changed"
    wire: ClassVar = "callbacks"


class CallbackGivenUp(Event):
    """A customer who asked in `call_id` to be called back was not reached as often as the rule says."""

    name: ClassVar = "telephony.callback_given_up"
    call_id: UUID


class PageEnded(Event):
    """Somebody of the house was rung because of `subject_id`; `outcome` is `confirmed` by a key, or why not."""

    name: ClassVar = "telephony.page_ended"
    subject_id: UUID
    user_id: UUID
    outcome: str


class ExtensionChanged(Event):
    """An agent's telephone signed in, or is away."""

    name: ClassVar = "telephony.extension_changed"
    wire: ClassVar = "extension"
    user_id: UUID
    is_signed_in: bool
