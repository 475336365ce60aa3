"""A simulated day: visitors with real sentences, agents of different habits, the clock moved by hand.

Everything goes through the product's own actions in this process, on a database of its own; nobody waits for anything. What the
simulation saw itself is compared in the end with what the product wrote down.
"""

from __future__ import annotations

import gzip
import heapq
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from kefu.config import founding
from kefu.contact.conversations import actions as conversations
from kefu.contact.conversations.models import Conversation, Message, Site
from kefu.contact.routing import queries as routing
from kefu.contact.routing.models import Contact, Miss, Queue
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.models import Presence, PresenceInterval, Role, User
from kefu.foundation.calendars.models import Calendar
from kefu.kernel import clock, events
from kefu.kernel.actor import Actor, system
from kefu.kernel.ids import new_id
from kefu.kernel.models import OutboxEvent

DIALOGUES = Path(__file__).parents[4] / "tests" / "data" / "crosswoz_200.jsonl.gz"
OPENING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SWEEP, BEAT = 5, 15  # seconds, as in production
LATEST = 2 * 3600  # seconds after the last arrival by which everything must have ended


@dataclass(frozen=True)
class Habit:
    """How an agent works: seconds to a reply, the share of turns that they overlook, seconds on line between losses of it."""

    name: str
    reply: tuple[float, float] = (8.0, 40.0)
    forgets: float = 0.0
    drops_every: float | None = None


HABITS = (
    *(Habit(f"steady {n}") for n in range(4)),
    Habit("slow", reply=(50.0, 150.0)),
    Habit("forgetful", forgets=0.2),
    Habit("very slow", reply=(100.0, 260.0)),
    Habit("disconnecting", drops_every=2400.0),
)


@dataclass
class Seat:
    habit: Habit
    actor: Actor
    has_socket: bool = True
    wakes_at: datetime | None = None


@dataclass
class Talk:
    """One conversation as the simulation saw it."""

    visitor: Actor
    lines: list[str]
    conversation_id: UUID
    status: str = ""
    assignee: UUID | None = None
    planned: UUID | None = None  # whose next reply is planned
    queued_at: datetime | None = None
    answered_at: datetime | None = None
    first_reply_at: datetime | None = None
    ended_at: datetime | None = None
    owed: datetime | None = None  # since when the present agent owes an answer
    unanswered: datetime | None = None
    spans: list[tuple[UUID, float]] = field(default_factory=list)  # (agent, seconds for which an answer was owed)


class Day:
    """The heap of what will happen, and everybody in it."""

    def __init__(self, *, talks: int, hours: float, seed: int) -> None:
        self.random = random.Random(seed)
        self.now = OPENING
        self.horizon = OPENING + timedelta(hours=hours)
        self.heap: list[tuple[datetime, int, Callable[[], None]]] = []
        self.order = count()
        self.talks: dict[UUID, Talk] = {}
        self.steps = 0
        with clock.frozen(self.now):
            self._found()
        with gzip.open(DIALOGUES, "rt", encoding="utf-8") as file:
            dialogues = [json.loads(line)["turns"] for line in file]
        self.said = [[turn["text"] for turn in turns if turn["role"] == "customer"] for turns in dialogues]
        for n in range(talks):
            at = self.random.uniform(0, hours * 3600)
            lines = self.said[n % len(self.said)][: self.random.randint(1, 4)]
            self.plan(at, partial(self.arrive, lines))
        for seat in self.seats:
            if seat.habit.drops_every:
                self.plan(self.random.uniform(60, seat.habit.drops_every / 4), partial(self.drop, seat))

    def _found(self) -> None:
        organization = founding.create(
            code=f"day-{self.random.randrange(10**9)}-{new_id().hex[-6:]}",
            name="模拟日",
            admin_email="day@kefu.test",
            password="harvest-moon-42",
        )
        self.organization_id = organization.id
        self.system = system(organization.id, "simulation")
        week = {str(day): [["00:00", "24:00"]] for day in range(1, 8)}
        Calendar.objects.for_actor(self.system).update(weekly=week, follows_statutory_holidays=False)
        self.queue = Queue.objects.for_actor(self.system).get()
        self.site = Site.objects.for_actor(self.system).select_related("brand", "queue").get()
        role = Role.objects.for_actor(self.system).get(code="agent")
        self.seats = []
        for n, habit in enumerate(HABITS):
            user: User = accounts.create_user(
                self.system,
                name=habit.name,
                employee_number=str(8001 + n),
                role_id=role.id,
                password="harvest-moon-42",
                must_change_password=False,
            )
            actor = account_queries.actor_for_user(user.id, ip=None)
            assert actor is not None
            accounts.set_presence(actor, status="online")
            self.seats.append(Seat(habit, actor))
        self.by_user = {seat.actor.user_id: seat for seat in self.seats}
        paths = routing.dispositions(self.system)
        parents = {d.parent_id for d in paths}
        self.leaf = next(d.id for d in paths if d.id not in parents)
        events.drain(times=1)

    # the clock

    def plan(self, seconds: float, what: Callable[[], None]) -> None:
        """Do it so many whole seconds from now."""
        heapq.heappush(self.heap, (self.now + timedelta(seconds=round(seconds)), next(self.order), what))

    def run(self) -> None:
        self.plan(SWEEP, self.sweep)
        self.plan(BEAT, self.beat)
        latest = self.horizon + timedelta(seconds=LATEST)
        while self.heap and self.now < latest:
            self.now, _, what = heapq.heappop(self.heap)
            with clock.frozen(self.now):
                what()
                if OutboxEvent.objects.filter(organization_id=self.organization_id, position=None).exists():
                    events.drain(times=1)
                    self.look()
            self.steps += 1
            if self.now > self.horizon and all(talk.status == "closed" for talk in self.talks.values()):
                break

    def sweep(self) -> None:
        conversations.sweep()
        busy = Presence.objects.for_actor(self.system).filter(status="busy").values_list("user_id", flat=True)
        for seat in [self.by_user[user_id] for user_id in busy]:
            if seat.wakes_at is None:
                seat.wakes_at = self.now + timedelta(seconds=self.random.randint(60, 300))
                self.plan((seat.wakes_at - self.now).total_seconds(), partial(self.wake, seat))
        self.plan(SWEEP, self.sweep)

    def beat(self) -> None:
        here = [seat.actor.user_id for seat in self.seats if seat.has_socket]
        accounts.beat(here, (self.now - OPENING).total_seconds())
        self.plan(BEAT, self.beat)

    # people

    def arrive(self, lines: list[str]) -> None:
        visitor, conversation = conversations.start(self.site, ip=None, text=lines[0])
        self.talks[conversation.id] = Talk(visitor, lines[1:], conversation.id, unanswered=self.now)
        if self.random.random() < 0.9:  # the others talk to the bot alone, and fall silent
            self.plan(self.random.uniform(2, 20), lambda: self.ask_for_person(conversation.id))

    def ask_for_person(self, id: UUID) -> None:
        talk = self.talks[id]
        if talk.status == "bot":
            conversations.hand_off(talk.visitor, id)

    def say(self, id: UUID) -> None:
        talk = self.talks[id]
        if talk.status == "closed" or not talk.lines:
            return
        conversations.visitor_posts(talk.visitor, id, text=talk.lines.pop(0))
        talk.unanswered = talk.unanswered or self.now
        self.owe(talk)

    def reply(self, id: UUID, user_id: UUID) -> None:
        talk, seat = self.talks[id], self.by_user[user_id]
        if talk.planned == user_id:
            talk.planned = None
        if talk.status != "active" or talk.assignee != user_id or talk.owed is None:
            return
        if not seat.has_socket:
            self.plan_reply(talk, user_id)
            return
        conversations.post(seat.actor, id, text="好的,我来为您处理。")
        self.paid(talk)
        talk.unanswered = None
        talk.first_reply_at = talk.first_reply_at or self.now
        if talk.lines:
            self.plan(self.random.uniform(5, 60), lambda: self.say(id))
        elif self.random.random() < 0.5:  # the others leave the end to the clock
            self.plan(self.random.uniform(20, 120), lambda: self.close(id, user_id))

    def close(self, id: UUID, user_id: UUID) -> None:
        talk, seat = self.talks[id], self.by_user[user_id]
        if talk.status == "active" and talk.assignee == user_id and talk.owed is None and seat.has_socket:
            conversations.close(seat.actor, id, disposition_id=self.leaf)

    def drop(self, seat: Seat) -> None:
        """The browser dies, for one to six minutes; whoever finds themselves signed out comes back on line."""
        seat.has_socket = False
        accounts.beat([seat.actor.user_id])
        self.plan(self.random.uniform(60, 360), lambda: self.back(seat))

    def back(self, seat: Seat) -> None:
        seat.has_socket = True
        accounts.beat([seat.actor.user_id])
        accounts.set_presence(seat.actor, status="online")
        self.plan(self.random.uniform(0.5, 1.5) * (seat.habit.drops_every or 0), lambda: self.drop(seat))

    def wake(self, seat: Seat) -> None:
        """Whoever was made busy for what they missed notices it after a while."""
        seat.wakes_at = None
        if seat.has_socket and account_queries.presence_of(self.system, seat.actor.user_id).status == "busy":
            accounts.set_presence(seat.actor, status="online")

    # what has happened

    def look(self) -> None:
        open_ids = [id for id, talk in self.talks.items() if talk.status != "closed"]
        rows = Conversation.objects.for_actor(self.system).filter(id__in=open_ids)
        for id, status, assignee in rows.values_list("id", "status", "assignee_id"):
            talk = self.talks[id]
            if status in ("queued", "active"):
                talk.queued_at = talk.queued_at or self.now
            if status == "active" and assignee != talk.assignee:
                self.paid(talk)
                talk.answered_at = talk.answered_at or self.now
                talk.assignee = assignee
                self.owe(talk)
            elif status != "active" and talk.status == "active":
                self.paid(talk)
                talk.assignee = None
            if status == "closed" and talk.status != "closed":
                talk.ended_at = self.now
            talk.status = status

    def owe(self, talk: Talk) -> None:
        if talk.assignee is None or talk.unanswered is None or talk.owed is not None:
            return
        talk.owed = self.now
        self.plan_reply(talk, talk.assignee)

    def plan_reply(self, talk: Talk, user_id: UUID) -> None:
        habit = self.by_user[user_id].habit
        delay = self.random.uniform(*habit.reply)
        if self.random.random() < habit.forgets:
            delay += self.random.uniform(300, 900)
        talk.planned = user_id
        self.plan(delay, lambda: self.reply(talk.conversation_id, user_id))

    def paid(self, talk: Talk) -> None:
        if talk.owed is not None and talk.assignee is not None:
            talk.spans.append((talk.assignee, (self.now - talk.owed).total_seconds()))
        talk.owed = None

    # the reckoning

    def faults(self) -> list[str]:
        """Where the product's books differ from what was seen; empty when they agree to the second."""
        return [*self._open(), *self._silent_alarms(), *self._wrong_contacts(), *self._wrong_presence()]

    def _open(self) -> list[str]:
        return [f"{id} is still {talk.status}" for id, talk in self.talks.items() if talk.status != "closed"]

    def alarms(self) -> Counter[tuple[str, str, int]]:
        rows = OutboxEvent.objects.filter(organization_id=self.organization_id, name="conversations.reply_overdue")
        told = rows.values_list("payload", flat=True)
        return Counter((fact["conversation_id"], fact["user_id"], fact["stage"]) for fact in told)

    def _silent_alarms(self) -> list[str]:
        alarms = self.alarms()
        limits = (self.queue.remind_seconds, self.queue.escalate_seconds, self.queue.reassign_seconds)
        faults = []
        for id, talk in self.talks.items():
            for user_id in {user for user, _ in talk.spans}:
                owed = [seconds for user, seconds in talk.spans if user == user_id]
                for stage, limit in enumerate(limits, start=1):
                    assert limit is not None
                    surely = sum(seconds >= limit + SWEEP for seconds in owed)
                    at_most = sum(seconds >= limit for seconds in owed)
                    if not surely <= alarms[str(id), str(user_id), stage] <= at_most:
                        faults.append(f"{id}: owed for {owed} s, {alarms[str(id), str(user_id), stage]} alarms {stage}")
        return faults

    def _wrong_contacts(self) -> list[str]:
        faults = []
        for contact in Contact.objects.for_actor(self.system):
            talk = self.talks[contact.subject_id]
            written = (contact.queued_at, contact.answered_at, contact.first_reply_at, contact.ended_at)
            seen = (talk.queued_at, talk.answered_at, talk.first_reply_at, talk.ended_at)
            if written != seen or contact.disposition_id is None:
                faults.append(f"{contact.subject_id}: written {written}, seen {seen}")
        return faults

    def _wrong_presence(self) -> list[str]:
        worked = dict.fromkeys(self.by_user, timedelta())
        for interval in PresenceInterval.objects.for_actor(self.system).filter(user_id__in=worked):
            begun = max(interval.started_at, OPENING)
            worked[interval.user_id] += (interval.ended_at or self.now) - begun
        return [
            f"{user}: {spent} of {self.now - OPENING}" for user, spent in worked.items() if spent != self.now - OPENING
        ]

    def figures(self) -> dict[str, Any]:
        contacts = list(Contact.objects.for_actor(self.system))
        waits = [(c.answered_at - c.queued_at).total_seconds() for c in contacts if c.answered_at and c.queued_at]
        replies = [
            (c.first_reply_at - c.answered_at).total_seconds() for c in contacts if c.first_reply_at and c.answered_at
        ]
        by_stage = Counter[int]()
        for (_, _, stage), n in self.alarms().items():
            by_stage[stage] += n
        gone = OutboxEvent.objects.filter(organization_id=self.organization_id, name="accounts.staff_gone").count()
        return {
            "conversations": len(self.talks),
            "messages": Message.objects.for_actor(self.system).count(),
            "served_by_a_person": len(waits),
            "ended_by": dict(Counter(c.ended_by for c in contacts)),
            "dispositions_pending": sum(c.disposition_is_guess for c in contacts),
            "mean_wait_seconds": round(sum(waits) / len(waits), 1) if waits else None,
            "mean_first_reply_seconds": round(sum(replies) / len(replies), 1) if replies else None,
            "alarms": {"60 s": by_stage[1], "120 s": by_stage[2], "180 s": by_stage[3]},
            "reassigned": Miss.objects.for_actor(self.system).count(),
            "agents_gone": gone,
            "simulated_hours": round((self.now - OPENING) / timedelta(hours=1), 2),
        }


def simulate(*, talks: int = 1200, hours: float = 8.0, seed: int = 1) -> dict[str, Any]:
    """Live through the day on the present database; `faults` is empty when nothing was forgotten and the books agree."""
    began = time.perf_counter()
    day = Day(talks=talks, hours=hours, seed=seed)
    day.run()
    with clock.frozen(day.now):
        faults = day.faults()
        return {**day.figures(), "faults": faults, "seconds_taken": round(time.perf_counter() - began, 1)}
