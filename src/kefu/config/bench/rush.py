"""Ten minutes of the simulated day, so many times as dense: the same visitors once without rush mode and once with it."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from kefu.config.bench.day import OPENING, Day, Talk
from kefu.config.bench.instance import machine
from kefu.contact.bot.models import Turn
from kefu.contact.conversations import actions as conversations
from kefu.contact.conversations.models import Conversation, Message
from kefu.contact.routing import actions as routing
from kefu.contact.routing.models import Contact
from kefu.foundation.knowledge import actions as knowledge
from kefu.kernel import clock, events

FAQ = Path(__file__).parents[1] / "demo" / "content" / "faq.zh-CN.csv"
MINUTES = 10
EVERYDAY = 25  # conversations in ten minutes of the ordinary day: 1,200 in eight hours
SWITCHES: dict[str, Any] = {
    "minutes": 60,
    "bot_first": True,
    "announcement": {"zh-CN": "当前咨询量较大，回复可能稍慢。"},
    "topics_on_top": True,
    "capacity_plus": 2,
    "max_waiting": 60,
}
KNOWN = 0.45  # share of visitors whose matter stands in the knowledge base, in its own words
HASTY = 0.4  # who ask for a person before they have said anything
SILENT = 0.1  # who never ask for one
CONTENT = 0.75  # who need nobody once the bot has answered
TELLS_THE_BOT = 0.7  # of the hasty, when the bot asks to try first
LEAVES_A_MESSAGE = 0.8  # of those whom the full line turns away


@dataclass
class Guest:
    """What the simulation knows of a visitor besides the talk; `chance` is theirs, the same with rush mode and without."""

    chance: random.Random
    said: int = 0
    has_left_message: bool = False
    has_given_up: bool = False


class Crowd(Day):
    """The day's agents, and so many times its visitors within ten minutes."""

    def __init__(self, *, times: int, has_rush: bool, seed: int = 1) -> None:
        super().__init__(talks=times * EVERYDAY, hours=MINUTES / 60, seed=seed)
        self.seed, self.guests = seed, dict[UUID, Guest]()
        with FAQ.open(encoding="utf-8") as file:
            self.questions = [row["question"] for row in csv.DictReader(file)]
        with clock.frozen(OPENING):
            brand_id = self.site.brand_id
            knowledge.import_articles(
                self.system, name="faq.csv", content=FAQ.read_bytes(), brand_id=brand_id, locale="zh-CN"
            )
            if has_rush:
                routing.begin_rush(self.system, **SWITCHES)
            events.drain(times=1)

    def arrive(self, lines: list[str]) -> None:
        guest = Guest(random.Random(f"{self.seed}:{len(self.talks)}"))
        if guest.chance.random() < KNOWN:
            lines = [guest.chance.choice(self.questions), *lines[1:]]
        is_hasty = guest.chance.random() < HASTY
        visitor, conversation = conversations.start(self.site, ip=None, text=None if is_hasty else lines[0])
        id = conversation.id
        self.guests[id] = guest
        if is_hasty:
            self.talks[id] = Talk(visitor, lines, id, status="bot")
            self.plan(guest.chance.uniform(1, 5), partial(self.ask_for_person, id))
            return
        guest.said = 1
        self.talks[id] = Talk(visitor, lines[1:], id, unanswered=self.now)
        if guest.chance.random() >= SILENT:
            self.plan(guest.chance.uniform(5, 20), partial(self.read, id))

    def read(self, id: UUID) -> None:
        """The visitor has read what the bot said, and goes, or asks for a person."""
        talk, guest = self.talks[id], self.guests[id]
        if talk.status != "bot":
            return
        if self._answered(id) and guest.chance.random() < CONTENT:
            self.plan(guest.chance.uniform(10, 40), partial(self.go, id))
        else:
            self.ask_for_person(id)

    def ask_for_person(self, id: UUID) -> None:
        talk, guest = self.talks[id], self.guests[id]
        if talk.status != "bot":
            return
        status = conversations.hand_off(talk.visitor, id).status
        if status != Conversation.Status.BOT:
            if not guest.said:
                self.plan(guest.chance.uniform(5, 15), partial(self.say, id))
        elif self._turned_away(id):
            leaves = guest.chance.random() < LEAVES_A_MESSAGE
            self.plan(guest.chance.uniform(10, 40), partial(self.leave_message if leaves else self.give_up, id))
        else:  # said to the bot, in the visitor's name
            talk.unanswered = talk.unanswered or self.now
            self.plan(guest.chance.uniform(5, 15), partial(self.tell_the_bot, id))

    def tell_the_bot(self, id: UUID) -> None:
        talk, guest = self.talks[id], self.guests[id]
        if talk.status == "bot" and not guest.said and guest.chance.random() < TELLS_THE_BOT:
            self.say(id)
            self.plan(guest.chance.uniform(5, 20), partial(self.read, id))
        else:
            self.ask_for_person(id)

    def say(self, id: UUID) -> None:
        talk = self.talks[id]
        before = len(talk.lines)
        super().say(id)
        self.guests[id].said += before - len(talk.lines)

    def leave_message(self, id: UUID) -> None:
        talk = self.talks[id]
        if talk.status == "bot":
            conversations.leave_message(
                self.site, ip=None, text="请尽快联系我。", known=talk.visitor, phone="13800138000"
            )
            talk.unanswered = talk.unanswered or self.now
            self.guests[id].said += 1
            self.guests[id].has_left_message = True

    def give_up(self, id: UUID) -> None:
        self.guests[id].has_given_up = True
        self.go(id)

    def go(self, id: UUID) -> None:
        if self.talks[id].status == "bot":
            conversations.leave(self.talks[id].visitor, id)

    def _answered(self, id: UUID) -> bool:
        return Turn.objects.for_actor(self.system).filter(conversation_id=id, outcome="answer").exists()

    def _turned_away(self, id: UUID) -> bool:
        said = Message.objects.for_actor(self.system).filter(conversation_id=id)
        return said.filter(payload__code="queue_full").exists()

    def lost(self) -> list[str]:
        """Whoever is nowhere: not dealt with in the end, waited for nothing, or whose words are not all there."""
        lost = [f"{id} is still {talk.status}" for id, talk in self.talks.items() if talk.status != "closed"]
        unserved = Contact.objects.for_actor(self.system).filter(queued_at__isnull=False, answered_at=None)
        lost += [f"{contact.subject_id} waited for nothing" for contact in unserved]
        for id, guest in self.guests.items():
            kept = Message.objects.for_actor(self.system).filter(conversation_id=id, sender_kind="visitor")
            if kept.exclude(client_id=conversations.ASKED).count() != guest.said:
                lost.append(f"{id}: of {guest.said} messages not all are there")
        return lost

    def figures(self) -> dict[str, Any]:
        left = {id for id, guest in self.guests.items() if guest.has_left_message}
        gone = {id for id, guest in self.guests.items() if guest.has_given_up}
        contacts = list(Contact.objects.for_actor(self.system))
        chats = [c for c in contacts if c.queued_at and c.subject_id not in left]
        alone = [c.subject_id for c in contacts if not c.queued_at and c.subject_id not in gone]
        answered = [id for id in alone if self._answered(id)]
        waits = sorted((c.answered_at - c.queued_at).total_seconds() for c in chats if c.answered_at and c.queued_at)
        return {
            "arrived": len(self.talks),
            "answered_by_the_bot": len(answered),
            "fell_silent_with_the_bot": len(alone) - len(answered),
            "queued": len(chats),
            "refused_into_a_message": len(left),
            "refused_and_gone": len(gone),
            "served_by_a_person": sum(c.answered_at is not None for c in contacts),
            "lost": len(self.lost()),
            "longest_wait_seconds": int(waits[-1]) if waits else 0,
            "mean_wait_seconds": round(sum(waits) / len(waits)) if waits else 0,
            "minutes_until_all_was_done": round((self.now - OPENING).total_seconds() / 60),
        }


def compare(*, times: int) -> dict[str, Any]:
    """Both runs on the present database, one after the other; `faults` is empty when nothing was lost and the books agree."""
    found: dict[str, Any] = {"minutes": MINUTES, "times": times, "switches": SWITCHES}
    faults = []
    for name, has_rush in (("without", False), ("with", True)):
        crowd = Crowd(times=times, has_rush=has_rush)
        crowd.run()
        with clock.frozen(crowd.now):
            found[name] = crowd.figures()
            faults += [f"{name}: {fault}" for fault in [*crowd.lost(), *crowd.faults()]]
    return {**found, "faults": faults, "machine": machine()}
