"""A centre with three random days: contacts, ratings and presence, written as they would stand had they taken place."""

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.test import Client

from kefu.contact.routing import actions as routing
from kefu.contact.routing.models import Contact, Disposition, Parking, Rating
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.models import PresenceInterval, Role, User
from kefu.insight.analytics.queries import Filters, Period
from kefu.kernel.actor import Actor, system
from kefu.kernel.ids import new_id

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 25, 18, 17, 5, tzinfo=ZONE)


class Centre:
    """Three days of two lines, four agents in two teams, everything drawn at random."""

    def __init__(self) -> None:
        self.random = random.Random(7)
        self.organization, owner = accounts.create_organization(
            code="centre", name="中心", admin_email="owner@centre.test", password="harvest-moon-42"
        )
        self.system = system(self.organization.id)
        self.owner, self.chief = actor_of(owner), owner
        self.brand = account_queries.default_brand(self.system)
        self.agents = [self.hire(f"80{n:02}") for n in range(4)]
        self.teams = [
            accounts.create_team(self.system, name=name, member_ids=[user.id for user in members])
            for name, members in (("甲组", self.agents[:2]), ("乙组", self.agents[2:]))
        ]
        self.queues = [
            routing.create_queue(self.system, brand_id=self.brand.id, name=name, team_ids=[team.id])
            for name, team in zip(("售前", "售后"), self.teams, strict=True)
        ]
        self.reasons = [
            Disposition.objects.create(organization=self.organization, code=code, name_zh=code, name_en=code)
            for code in ("a", "b")
        ]
        self.customers = [new_id() for _ in range(6)]
        self.gaps: dict[UUID, list[tuple[datetime, datetime]]] = {}
        self.contacts = [self.contact() for _ in range(160)]
        for user in self.agents:
            self.presence(user)

    def client(self, user: User) -> Client:
        """Signed in by a bearer token."""
        token = accounts.create_token(user.id, "test")
        return Client(headers={"Authorization": f"Bearer {token}", "Accept-Language": "zh-CN"})

    def hire(self, number: str, role: str = "agent") -> User:
        return accounts.create_user(
            self.system, name=number, employee_number=number, password="harvest-moon-42", must_change_password=False,
            role_id=Role.objects.for_actor(self.system).get(code=role).id,
        )  # fmt: skip

    def contact(self) -> Contact:
        chance = self.random
        start = NOW - timedelta(seconds=chance.randrange(0, 3 * 86400))
        at = chance.choice([0, 1])
        row = Contact(
            organization=self.organization, brand=self.brand, subject_id=new_id(), started_at=start,
            channel=chance.choice(["chat"] * 6 + ["phone"] * 3 + ["email", "message"]), customer_id=chance.choice([*self.customers, None]),
        )  # fmt: skip
        if chance.random() < 0.8:
            row.queue, row.queued_at = self.queues[at], start + timedelta(seconds=chance.randrange(0, 300))
            if chance.random() < 0.75:
                row.agent = chance.choice(self.agents[at * 2 : at * 2 + 2])
                row.answered_at = row.queued_at + timedelta(seconds=chance.choice([0, 5, 29, 30, 31, 90]))
                row.transfers = chance.choice([0, 0, 0, 1, 2])
                if row.channel != "phone" and chance.random() < 0.9:
                    row.first_reply_at = row.answered_at + timedelta(seconds=chance.choice([0, 1, 20, 45]))
        last = row.first_reply_at or row.answered_at or row.queued_at or start
        if chance.random() < 0.9:
            row.ended_at, row.ended_by = last + timedelta(seconds=chance.choice([0, 3, 5, 6, 400, 4000])), "agent"
            row.disposition = chance.choice([*self.reasons, None]) if row.answered_at else None
            if row.channel == "phone" and not row.queued_at:
                row.agent = chance.choice(self.agents)  # a call out that nobody answered
            if row.answered_at:
                row.parked_for = (row.ended_at - row.answered_at) * chance.choice([0, 0, 0.5])
                row.wrapped_at = chance.choice([None, None, row.ended_at + timedelta(seconds=30)])
        row.save()
        self.gaps[row.id] = self.put_off(row)
        if row.ended_at and row.answered_at and chance.random() < 0.5:
            Rating.objects.create(
                organization=self.organization, contact=row, agent_id=row.agent_id, score=chance.randint(1, 5),
                solved=chance.choice(["", "yes", "no", "pending"]), counts_for_agent=chance.random() < 0.8,
            )  # fmt: skip
        return row

    def put_off(self, row: Contact) -> list[tuple[datetime, datetime]]:
        """In two goes, with some time in hand before, between and after."""
        if not row.parked_for or not row.answered_at:
            return []
        piece = row.parked_for / 2
        gaps = [(at, at + piece) for at in (row.answered_at + piece / 2, row.answered_at + piece * 2)]
        for start, stop in gaps:
            Parking.objects.create(organization=self.organization, contact=row, started_at=start, ended_at=stop)
        return gaps

    def presence(self, user: User) -> None:
        PresenceInterval.objects.for_actor(self.system).filter(user=user).delete()
        at, rows = NOW - timedelta(days=4), []
        while at < NOW:
            until = at + timedelta(seconds=self.random.randrange(60, 20000))
            rows.append(
                PresenceInterval(
                    organization=self.organization, user=user, status=self.random.choice(["online", "busy", "offline"]),
                    started_at=at, ended_at=until if until < NOW else None,
                )
            )  # fmt: skip
            at = until
        PresenceInterval.objects.bulk_create(rows)

    def filters(self) -> tuple[Period, Filters]:
        chance, today = self.random, NOW.date()
        first = today - timedelta(days=chance.randrange(0, 4))
        period = Period.of_days(first, first + timedelta(days=chance.randrange(0, (today - first).days + 1)))
        return period, Filters(
            queue_ids=self.some(self.queues), agent_ids=self.some(self.agents), team_ids=self.some(self.teams),
            disposition_ids=self.some(self.reasons), brand_ids=self.some([self.brand]),
            channels=frozenset(chance.choice([[], [], ["chat"], ["phone"], ["email", "message"]])),
            half_hours=frozenset(chance.choice([[], [], range(16, 24), [0, 35, 36]])),
        )  # fmt: skip

    def some(self, rows: list[Any]) -> frozenset[UUID]:
        return frozenset(row.id for row in self.random.sample(rows, 1)) if self.random.random() < 0.25 else frozenset()


def actor_of(user: User) -> Actor:
    account_queries.forget()
    actor = account_queries.actor_for_user(user.id, ip=None)
    assert actor is not None
    return actor
