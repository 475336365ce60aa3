"""What many answers about tickets name: people, types, stages."""

from typing import Literal
from uuid import UUID

from kefu.kernel.http import Shape

Category = Literal["open", "waiting", "done", "closed"]
Names = dict[str, str]


class TicketPerson(Shape):
    id: UUID
    name: str


class TicketCustomer(TicketPerson):
    tier: Literal["normal", "vip"]


class TicketTypeName(Shape):
    id: UUID
    code: str
    name: Names


class TicketStage(Shape):
    code: str
    name: Names
    category: Category
