"""`kefu bench floor`: what lists, figures and the agents' board cost as the house grows, in this process, on a database of its own.

The demo's two weeks are copied in SQL until there are as many contacts and agents as wanted; each step is measured alike.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection

from kefu.config.bench.instance import machine
from kefu.config.demo import everyday, seed
from kefu.contact.conversations import queries as conversations
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.foundation.customers import queries as customers
from kefu.insight.analytics import queries as analytics
from kefu.insight.analytics import rules
from kefu.kernel import clock
from kefu.kernel.actor import Actor, system

HISTORY = {
    # table: the columns that point at copied rows
    "customers_customer": ("id",),
    "customers_identity": ("id", "customer_id"),
    "customers_timelineentry": ("id", "customer_id", "object_id"),
    "conversations_visitor": ("id", "customer_id"),
    "conversations_conversation": ("id", "visitor_id", "customer_id", "work_item_id", "previous_id"),
    "routing_workitem": ("id", "subject_id", "customer_id"),
    "routing_contact": ("id", "subject_id", "customer_id"),
    "routing_rating": ("id", "contact_id"),
}
STAFF = {
    "accounts_user": ("id",),
    "accounts_membership": ("id", "user_id"),
    "accounts_userskill": ("id", "user_id"),
    "accounts_presence": ("id", "user_id"),
}
UNIQUE = {"value", "number", "employee_number", "mobile", "email", "external_id"}
DAYS, SPREAD = 14, 4  # the copies lie in the last eight weeks
ROUNDS = 5


def run(*, contacts: tuple[int, ...], agents: int) -> dict[str, Any]:
    """Milliseconds (median of five) of each question at each number of contacts; `agents` at work from the second step on."""
    organization = seed.plant(lambda _: None)
    everyday.plant(system(organization.id, "kefu bench"))
    planted = _count("routing_contact")
    copies, staff, course = 0, 0, []
    for wanted in (planted, *contacts):
        while _count("routing_contact") < wanted:
            copies += 1
            _copy(HISTORY, copies, "TRUE")
        if wanted > planted and not staff:
            staff = _hire(agents)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        leader = _actor("supervisor@demo.test")
        agent = _actor("agent1@demo.test")
        course.append(
            {
                "contacts": _count("routing_contact"),
                "agents": _count("accounts_user"),
                "milliseconds": {name: _timed(act) for name, act in _questions(leader, agent).items()},
            }
        )
    return {"machine": machine(), "organization": organization.code, "course": course}


def _questions(leader: Actor, agent: Actor) -> dict[str, Callable[[], object]]:
    today = analytics.Period.of_days()
    month = analytics.Period(today.until - timedelta(days=30), today.until)
    year = analytics.Period(today.until - timedelta(days=365), today.until)
    week = analytics.Period(clock.now() - timedelta(days=7), clock.now())
    every = [code for code, figure in rules.FIGURES.items()]
    return {
        "board": lambda: analytics.board(leader),
        "figures of today": lambda: analytics.figures(leader, every, today),
        "figures of 30 days": lambda: analytics.figures(leader, every, month),
        "figures of 30 days by agent": lambda: analytics.figures(leader, every, month, by="agent"),
        "figures of a year by day": lambda: analytics.figures(leader, every, year, by="day"),
        "contacts, first page": lambda: _page(leader, month, "all"),
        "low ratings of a week": lambda: _page(leader, week, "low_rated"),
        "solved by the bot": lambda: _page(leader, month, "bot_solved"),
        "my figures": lambda: analytics.my_figures(agent, today),
        "conversations, first page": lambda: conversations.rows(
            leader, conversations.conversations(leader).order_by("-id")[:50]
        ),
        "desk snapshot": lambda: conversations.snapshot(agent),
        "customers, first page": lambda: list(customers.visible(leader).order_by("-id")[:50]),
        "customers by name": lambda: list(customers.matching(leader, text="陈")[:50]),
        "customers by number": lambda: list(customers.matching(leader, phone="13800000620")[:50]),
    }


def _page(leader: Actor, period: analytics.Period, only: str) -> list[Any]:
    found = analytics.selected(leader, period, only=only).order_by("-id")[:50]
    return analytics.contact_rows(leader, list(found))


def _timed(act: Callable[[], object]) -> float:
    act()
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(times), 1)


def _actor(email: str) -> Actor:
    actor = accounts.actor_for_user(User.objects.across_organizations("bench").get(email=email).id, ip=None)
    assert actor is not None
    return actor


def _hire(agents: int) -> int:
    for number in range(1, agents):
        _copy(STAFF, number, "{user} = (SELECT id FROM accounts_user WHERE email = 'agent1@demo.test')", days=0)
    return agents


def _copy(tables: dict[str, tuple[str, ...]], number: int, condition: str, days: int = DAYS) -> None:
    """Copy the original rows of these tables, some weeks earlier, under ids made of the old ones."""
    with connection.cursor() as cursor:
        for table, references in tables.items():
            cursor.execute(
                "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", [table]
            )
            kinds = dict(cursor.fetchall())
            values = [_copied(name, kind, references, number, days) for name, kind in kinds.items()]
            wanted = condition.format(user="user_id" if "user_id" in kinds else "id")
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(kinds)}) SELECT {', '.join(values)} FROM {table} "
                f"WHERE {wanted} AND {_is_original('id')}"
            )


def _copied(name: str, kind: str, references: tuple[str, ...], number: int, days: int) -> str:
    if name in references:
        return f"overlay(overlay({name}::text placing 'c' from 15) placing '{number:06x}' from 1 for 6)::uuid"
    if kind == "timestamp with time zone" and days:
        return f"{name} - interval '{number % SPREAD * days} days'"
    if name in UNIQUE:
        return f"CASE WHEN {name} = '' THEN '' ELSE {name} || '-{number}' END"
    return name


def _is_original(name: str) -> str:
    """A copy is marked by the version digit of its id: `c` where ours have 7."""
    return f"substr({name}::text, 15, 1) <> 'c'"


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])
