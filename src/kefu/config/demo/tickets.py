"""The tickets of the demo: two dozen in every stage, each made and worked on by its own actions at the moment it tells of."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from kefu.config.founding import CONTENT
from kefu.contact.conversations.models import Conversation
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import Team, User
from kefu.foundation.calendars.models import Calendar
from kefu.foundation.customers.models import Customer
from kefu.foundation.notices import actions as notices
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.service.tickets import actions, queries
from kefu.service.tickets.models import Ticket

Story = dict[str, Any]


def stories() -> list[Story]:
    """What happened, oldest first: `hours` is how long ago, `steps` are in the order in which they were taken."""
    found: list[Story] = json.loads((CONTENT / "tickets.json").read_text(encoding="utf-8"))
    return found


def plant(
    actor: Actor,
    *,
    hours: Calendar,
    people: Mapping[str, User],
    teams: Mapping[str, Team],
    customers: Mapping[str, Customer],
) -> None:
    """The usual types with promises by `hours`, and the tickets, unless the demo's customers have some.

    The warnings that are due are given, and what was told on the way has been read.
    """
    actions.plant_standard(actor, calendar_id=hours.id, locale="zh-CN")
    if Ticket.objects.for_actor(actor).filter(customer__in=customers.values()).exists():
        return
    _Planter(actor, people, teams, customers).plant()


class _Planter:
    def __init__(
        self, actor: Actor, people: Mapping[str, User], teams: Mapping[str, Team], customers: Mapping[str, Customer]
    ) -> None:
        self.system, self.people, self.teams, self.customers = actor, people, teams, customers
        self.now = clock.now()
        self.actors: dict[str, Actor] = {}
        self.types = {kind.code: kind.id for kind in queries.types(actor)}

    def plant(self) -> None:
        for story in stories():
            self._tell(story)
        for organization_id, clock_id in list(queries.to_warn()):
            if organization_id == self.system.organization_id:
                actions.warn(organization_id, clock_id)
        for login in self.people:
            notices.mark_read(self._who(login))

    def _tell(self, story: Story) -> None:
        customer, at = self.customers[story["member"]], self._ago(story["hours"])
        conversation = self._conversation(customer, self.people[story["by"]], at)
        owner, team = story.get("owner"), self.teams[story["team"]]
        with clock.frozen(at):
            ticket = actions.create(
                self._who(story["by"]),
                actions.NewTicket(
                    subject=story["subject"],
                    description=story["description"],
                    type_id=self.types[story["type"]],
                    customer_id=customer.id,
                    impact=story["impact"],
                    urgency=story["urgency"],
                    owner_id=self.people[owner].id if owner else None,
                    team_id=team.id,
                    conversation_id=conversation.id if conversation else None,
                    values=story.get("values", {}),
                    watcher_ids=tuple(self.people[login].id for login in story.get("copied_to", [])),
                    source=Ticket.Source.DESK,
                ),
            )
        for step in story.get("steps", []):
            with clock.frozen(self._ago(step["hours"])):
                self._do(ticket, step)

    def _do(self, ticket: Ticket, step: Story) -> None:
        text, who = step.get("text", ""), self._who(step["who"]) if "who" in step else self.system
        match step["do"]:
            case "say" | "note" as kind:
                actions.comment(who, ticket.id, text=text, is_public=kind == "say")
            case "hear":
                customer = ticket.customer
                actions.hear(self.system, ticket.id, text=text, author_name=customer.name if customer else "")
            case "move":
                actions.move(who, ticket.id, stage=step["stage"], values=step.get("values", {}), text=text)
            case "urge":
                actions.urge(who, ticket.id, text=text)
            case "supervise":
                until = clock.now() + timedelta(hours=step["for_hours"])
                actions.supervise(who, ticket.id, until=until, text=text)
            case "reopen":
                actions.reopen(who, ticket.id, reason=text)
            case unknown:
                raise ValueError(f"no such step: {unknown}")

    def _conversation(self, customer: Customer, maker: User, at: datetime) -> Conversation | None:
        """The last one that the maker had with the customer before: where the ticket came from."""
        mine = Conversation.objects.for_actor(self.system).filter(customer=customer, assignee=maker)
        rows = mine.filter(created_at__lt=at)
        return rows.order_by("-created_at").first()

    def _who(self, login: str) -> Actor:
        if login not in self.actors:
            found = accounts.actor_for_user(self.people[login].id, ip="127.0.0.1")
            assert found
            self.actors[login] = found
        return self.actors[login]

    def _ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)
