"""An event's shape, and its way into the outbox."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import connection, transaction
from pydantic import BaseModel, ConfigDict

from .. import statements
from ..models import OutboxEvent
from ..statements import Statement

OUTBOX_CHANNEL = "kefu_outbox"


class Event(BaseModel):
    """A fact, named in the past tense. Subclasses add fields; `audience` lists the topics whose sockets may see it.

    `name` is "module.fact"; `wire` is the `type` that sockets see (None: never shown live).
    """

    model_config = ConfigDict(frozen=True)
    REGISTER: ClassVar[dict[str, type["Event"]]] = {}
    name: ClassVar[str]
    wire: ClassVar[str | None] = None

    organization_id: UUID
    audience: tuple[str, ...] = ()

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        super().__pydantic_init_subclass__(**options)
        Event.REGISTER[cls.name] = cls


def load(row: OutboxEvent) -> Event:
    """The event of an outbox row; KeyError for a name that no module declares any more."""
    return Event.REGISTER[row.name].model_validate(
        {**row.payload, "organization_id": row.organization_id, "audience": row.audience}
    )


def publish(event: Event) -> None:
    """Announce `event`; call it inside the transaction that makes it true, after its aggregate is locked."""
    statements.run(announcement(event))


def announcement(event: Event) -> Statement:
    """As `publish`, as a statement to run together with those that make it true."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"{event.name} was published outside of a transaction")
    wake_relay_on_commit()
    return statements.insert(
        OutboxEvent(
            organization_id=event.organization_id,
            name=event.name,
            payload=event.model_dump(mode="json", exclude={"organization_id", "audience"}),
            audience=list(event.audience),
        )
    )


def wake_relay_on_commit() -> None:
    """NOTIFY after the commit, on its own: within it, the commits of all writers would wait for each other's flush."""
    if not any(_wake_relay in hook for hook in connection.run_on_commit):
        transaction.on_commit(_wake_relay)


def _wake_relay() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {OUTBOX_CHANNEL}")
