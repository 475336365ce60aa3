"""A company whose agents wait for work, and work for them; committed, so that threads see it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kefu.contact.routing import actions
from kefu.contact.routing.models import Queue, WorkItem
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.models import Brand, Role, User
from kefu.kernel.actor import Actor, system
from kefu.kernel.ids import new_id
from kefu.kernel.models import Organization

State = WorkItem.State


@dataclass
class Floor:
    organization: Organization
    brand: Brand
    queue: Queue

    @property
    def system(self) -> Actor:
        return system(self.organization.id)

    def agent(self, number: str, *, status: str = "online", capacity: int = 5, **details: Any) -> Actor:
        user: User = accounts.create_user(
            self.system,
            name=f"员工{number}",
            employee_number=number,
            role_id=Role.objects.for_actor(self.system).get(code="agent").id,
            password="harvest-moon-42",
            must_change_password=False,
            chat_capacity=capacity,
            **details,
        )
        actor = account_queries.actor_for_user(user.id, ip=None)
        assert actor is not None
        if status != "offline":
            accounts.set_presence(actor, status=status)
        return actor

    def second_queue(self, **settings: Any) -> Queue:
        return actions.create_queue(self.system, brand_id=self.brand.id, name=str(new_id()), **settings)

    def enqueue(self, queue: Queue | None = None, **fields: Any) -> WorkItem:
        return actions.enqueue(
            self.system,
            queue=queue or self.queue,
            channel="chat",
            subject_id=fields.pop("subject_id", new_id()),
            **fields,
        )

    def distribute(self) -> int:
        return actions.distribute(self.organization.id)

    def work(self, id: UUID | None = None) -> Any:
        rows = WorkItem.objects.for_actor(self.system)
        return rows.get(id=id) if id else rows.order_by("id")

    def held(self, agent: Actor) -> int:
        return int(self.work().filter(assignee_id=agent.id, state__in=[State.OFFERED, State.ASSIGNED]).count())


def found(code: str = "acme", **settings: Any) -> Floor:
    organization, _ = accounts.create_organization(
        code=code, name=code, admin_email=f"owner@{code}.test", password="harvest-moon-42"
    )
    actor = system(organization.id)
    brand = account_queries.default_brand(actor)
    return Floor(organization, brand, actions.create_queue(actor, brand_id=brand.id, name="在线客服", **settings))
