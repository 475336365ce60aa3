"""`kefu demo --live`: a few visitors and colleagues who keep the demo alive, through the public API like everybody else.

One contact every 6 to 10 s (ten times as many at speed 10), never more than `MOST_OPEN` at once, at most four hours. They arrive on
a thread of their own, so that a slow answer keeps nobody from coming. It ends with the instance, or when asked to: then its
visitors' conversations are ended and its colleagues go home. The person at 8001 is helped out only when one of these
visitors has waited for long.
"""

from __future__ import annotations

import json
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import httpx2

from kefu.config.demo import keeper
from kefu.config.demo.organization import CODE, PASSWORD
from kefu.config.demo.service import WINDOWS
from kefu.config.environment import Environment
from kefu.config.founding import CONTENT
from kefu.kernel import clock
from kefu.kernel.ids import new_id

EVERY_SECONDS = (6.0, 10.0)
MOST_OPEN = {1: 40, 10: 120}
MOST_OWED = (
    10  # who could not come in, while there were MOST_OPEN or the server was slow, comes later; the rest never does
)
LONGEST_LOOK = 30.0  # seconds; a machine that slept brings no crowd
FAILURES_BORNE = 5  # answers in a row that are late or server errors
TIDY_SECONDS, TIDY_AT_ONCE = 60.0, 6
LONGEST = timedelta(hours=4)
TURN_SECONDS, DOOR_SECONDS = 1.0, 0.25
SIT_DOWN = ("8002", "8005", "8006")
PERSON, LEADER = "8001", "supervisor@demo.test"
DIALOGUES = ("colloquial_dialogues.json", "dialogues.travel.json")
FAMILY_NAMES = "王李张刘陈杨黄周吴徐孙马朱胡林郭何高罗梁谢宋唐许邓曹彭曾肖田董潘蒋蔡余杜叶程魏丁任沈姚卢"
PATIENCE = timedelta(seconds=75)  # with the person at 8001, before a helping hand answers
WANTS_A_PERSON, RATES = 0.55, 0.38
SCORES = (5,) * 16 + (4,) * 3 + (3,)


class Away(Exception):
    """The instance does not answer any more."""


@dataclass
class Guest:
    """A visitor of ours: what is still to be said, and when."""

    id: str
    token: str
    number: str | None
    lines: list[tuple[str, str]]
    next_at: datetime
    is_over: bool = False


@dataclass
class Arrivals:
    """When visitors come: one every EVERY_SECONDS of running time, divided by the speed. While it is paused time stands still."""

    dice: random.Random
    left: float = 0.0  # seconds at speed 1 until the next one
    seen: datetime | None = None

    def due(self, now: datetime, *, is_running: bool, speed: int) -> int:
        """How many came since the last look."""
        passed = min((now - self.seen).total_seconds(), LONGEST_LOOK) if self.seen else 0.0
        self.seen = now
        if not is_running:
            return 0
        self.left -= passed * speed
        count = 0
        while self.left <= 0:
            self.left += self.dice.uniform(*EVERY_SECONDS)
            count += 1
        return count


@dataclass
class Generator:
    environment: Environment
    dice: random.Random = field(default_factory=random.Random)
    guests: list[Guest] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    leader: str = ""
    started: int = 0
    failures: int = 0

    def run(self, stopping: threading.Event) -> int:
        """Blocks; returns the number of contacts begun."""
        began, ended = clock.now(), threading.Event()
        doorman = threading.Thread(target=self._let_in, args=(stopping, ended))
        try:
            doorman.start()
            self._sit_down()
            while not ended.is_set() and not stopping.wait(TURN_SECONDS) and clock.now() - began < LONGEST:
                if not keeper.wish(self.environment).is_running:
                    continue
                for guest in list(self.guests):
                    now = clock.now()
                    if guest.next_at <= now:
                        self._go_on(guest, now)
                    if guest.is_over:
                        self.guests.remove(guest)
                    if stopping.is_set():
                        break
        except Away:
            ended.set()
        is_away = ended.is_set()
        ended.set()
        doorman.join()
        if not is_away:
            self._go_home()
        keeper.stop_beating(self.environment)
        return self.started

    def _let_in(self, stopping: threading.Event, ended: threading.Event) -> None:
        """The thread of the door: it only adds to `guests`."""
        arrivals, owed = Arrivals(self.dice), 0
        try:
            while not stopping.is_set() and not ended.wait(DOOR_SECONDS):
                keeper.beat(self.environment, guests=len(self.guests))
                wish = keeper.wish(self.environment)
                owed += arrivals.due(clock.now(), is_running=wish.is_running, speed=wish.speed)
                while owed and wish.is_running and len(self.guests) < MOST_OPEN[wish.speed] and not stopping.is_set():
                    if not self._arrive():
                        break
                    owed -= 1
                    if keeper.wish(self.environment) != wish:
                        break
                owed = min(owed, MOST_OWED)
        except Away:
            ended.set()

    def _go_home(self) -> None:
        """End what was begun and leave as found, so that nobody waits for people who are not there. As far as time allows."""
        end = clock.now() + timedelta(seconds=TIDY_SECONDS)

        def close(guest: Guest) -> None:
            if clock.now() < end:
                self._call("POST", f"/widget/conversations/{guest.id}/close", {}, guest.token)

        try:
            with ThreadPoolExecutor(TIDY_AT_ONCE) as hands:
                list(hands.map(close, self.guests))
            for number in SIT_DOWN:
                if token := self.tokens.get(number):
                    self._call("PUT", "/agents/me/presence", {"status": "offline"}, token)
        except Away:
            pass

    def _sit_down(self) -> None:
        for number in (*SIT_DOWN, PERSON):
            signed_in = self._sign_in(number)
            self.tokens[number], self.numbers[signed_in["user"]["id"]] = signed_in["token"], number
        self.leader = self._sign_in(LEADER)["token"]
        for number in SIT_DOWN:
            self._call("PUT", "/agents/me/presence", {"status": "online"}, self.tokens[number])

    def _sign_in(self, login: str) -> Any:
        """Raises Away where there is no demo, or its people have passwords of their own."""
        said = {"login": login, "password": PASSWORD, "organization": CODE}
        if not (answer := self._call("POST", "/auth/token", said)):
            raise Away
        return answer

    def _arrive(self) -> bool:
        """One more visitor, unless they were refused."""
        nth = 0 if self.dice.random() < 0.8 else 1
        window, dialogue = WINDOWS[nth], self.dice.choice(_dialogues(DIALOGUES[nth]))
        name = self.dice.choice(FAMILY_NAMES) + self.dice.choice(("先生", "女士"))
        lines = [
            (line["from"], line["text"].replace(dialogue["customer"], name))
            for line in dialogue["messages"]
            if line["from"] != "bot"
        ]
        said = {"text": lines[0][1], "visitor": {"name": name}}
        opened = self._call("POST", f"/widget/{window.key}/conversations", said)
        if not opened:
            return False
        guest = Guest(opened["id"], opened["visitor_token"], None, lines[1:], clock.now() + timedelta(seconds=8))
        if self.dice.random() > WANTS_A_PERSON:
            guest.lines = []
        self.guests.append(guest)
        self.started += 1
        return True

    def _go_on(self, guest: Guest, now: datetime) -> None:
        guest.next_at = now + timedelta(seconds=self.dice.uniform(6, 16))
        status = self._call("GET", f"/widget/conversations/{guest.id}", None, guest.token).get("status")
        if status == "closed":
            guest.is_over = True
            if guest.number and self.dice.random() < RATES:
                self._call(
                    "POST", f"/widget/conversations/{guest.id}/rating", {"score": self.dice.choice(SCORES)}, guest.token
                )
        elif status == "bot":
            if guest.lines:
                self._call("POST", f"/widget/conversations/{guest.id}/handoff", {}, guest.token)
            else:
                self._call("POST", f"/widget/conversations/{guest.id}/close", {}, guest.token)
                guest.is_over = True
        elif status == "active":
            self._serve(guest, now)

    def _serve(self, guest: Guest, now: datetime) -> None:
        """The next line, by whoever's turn it is; after the last one the agent closes."""
        if guest.number is None:
            guest.number = self._server_of(guest)
            if guest.number == PERSON:
                guest.next_at = now + PATIENCE
                return
        if guest.number is None:
            return
        token = self.tokens[guest.number]
        if guest.lines:
            sender, text = guest.lines.pop(0)
            client = {"text": text, "client_id": str(new_id())}
            if sender == "agent":
                self._call("POST", f"/conversations/{guest.id}/messages", client, token)
            else:
                self._call("POST", f"/widget/conversations/{guest.id}/messages", client, guest.token)
            return
        suggested = self._call("GET", f"/conversations/{guest.id}/suggested-dispositions", None, token)
        leaf = next(iter(suggested.get("items", [])), None) or self._some_leaf(token)
        if leaf:
            self._call("POST", f"/conversations/{guest.id}/close", {"disposition_id": leaf["id"]}, token)

    def _server_of(self, guest: Guest) -> str | None:
        seen = self._call("GET", f"/conversations/{guest.id}", None, self.leader)
        return self.numbers.get((seen.get("assignee") or {}).get("id", ""))

    def _some_leaf(self, token: str) -> dict[str, Any] | None:
        leaves: list[dict[str, Any]] = self._call("GET", "/dispositions", None, token).get("items", [])
        ends = [leaf for leaf in leaves if leaf["is_leaf"]]
        return self.dice.choice(ends) if ends else None

    def _call(self, method: str, path: str, body: Any, token: str | None = None) -> Any:
        """The answer's body, empty for a refusal: another hand may have been quicker. Raises Away when nobody listens, or
        after FAILURES_BORNE late or broken answers in a row: one of them is a busy machine.
        """
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = f"http://127.0.0.1:{self.environment.port}/api/v1{path}"
        try:
            answer = httpx2.request(method, url, json=body, headers=headers, timeout=20, trust_env=False)
        except httpx2.ConnectError as error:
            raise Away from error
        except httpx2.RequestError as error:
            return self._bear(error)
        if answer.status_code >= 500:
            return self._bear(None)
        self.failures = 0
        return answer.json() if answer.is_success and answer.content else {}

    def _bear(self, error: Exception | None) -> dict[str, Any]:
        self.failures += 1
        if self.failures >= FAILURES_BORNE:
            raise Away from error
        return {}


@cache
def _dialogues(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((CONTENT / name).read_text(encoding="utf-8"))
    return found
