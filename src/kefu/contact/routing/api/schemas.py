"""What several answers of routing carry."""

from uuid import UUID

from ninja import Schema


class NamedOut(Schema):
    id: UUID
    name: str
