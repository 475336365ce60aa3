"""How often a caller may knock: token buckets in memory, one set a process. Blocks: who may not knock at all."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from uuid import UUID

import phonenumbers
from django.db.models import F

from . import audit, statements
from .actor import Actor
from .clock import now
from .errors import Forbidden, TooMany
from .i18n import Text
from .models import Block

_buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
_lock = threading.Lock()
MAX_BUCKETS = 100_000
BLOCKS_SECONDS = 5.0
REFUSAL_NOTED_EVERY = 600.0
UNAVAILABLE = Text(
    "很抱歉，暂时无法为您提供在线服务。", "We are sorry: online service is not available to you at present."
)
_any_blocked: dict[str, tuple[float, bool]] = {}


def hit(name: str, key: str, *, limit: int, seconds: float) -> None:
    """Count one act of `key`; raise TooMany when more than `limit` (burst) came faster than `limit` per `seconds`."""
    wait = take(name, key, limit=limit, seconds=seconds)
    if wait:
        raise TooMany(
            "too_many_requests",
            Text(f"操作太频繁，请 {wait} 秒后再试。", f"Too many requests; try again in {wait} s."),
            headers={"Retry-After": str(wait)},
        )


def take(name: str, key: str, *, limit: int, seconds: float) -> int:
    """Count one act of `key`, as `hit`; the seconds to wait where there is no room for it, else 0."""
    moment, rate = time.monotonic(), limit / seconds
    with _lock:
        level = _level(name, key, limit, rate, moment)
        _buckets.pop((name, key), None)
        allowed = level >= 1.0
        _buckets[(name, key)] = (level - 1.0 if allowed else level, moment)
        if len(_buckets) > MAX_BUCKETS:
            _buckets.popitem(last=False)
    return 0 if allowed else math.ceil((1.0 - level) / rate)


def is_spent(name: str, key: str, *, limit: int, seconds: float) -> bool:
    """Whether the next act of `key` would be one too many; nothing is counted."""
    with _lock:
        return _level(name, key, limit, limit / seconds, time.monotonic()) < 1.0


def _level(name: str, key: str, limit: int, rate: float, moment: float) -> float:
    level, since = _buckets.get((name, key), (float(limit), moment))
    return min(float(limit), level + (moment - since) * rate)


class Refused(Forbidden):
    """A refusal that the audit log remembers, once in a while, with `action` and the target (type, id, label)."""

    def __init__(self, actor: Actor, code: str, text: Text, *, action: str, target: tuple[str, str, str]) -> None:
        super().__init__(code, text)
        self.actor, self.action, self.target = actor, action, target
        self.afterwards = self.remember

    def remember(self) -> None:
        kind, id, label = self.target
        key = f"{self.actor.organization_id} {self.action} {id} {label}"
        try:
            hit("refusal", key, limit=1, seconds=REFUSAL_NOTED_EVERY)
        except TooMany:
            return
        audit.record(self.actor, action=self.action, target_type=kind, target_id=id, target_label=label)


class Blocked(Refused):
    """Whoever is on the list of blocks is refused; the block counts it."""

    def __init__(self, actor: Actor, kind: str, value: str, text: Text) -> None:
        target = ("block", value, f"{kind} {value}")
        super().__init__(actor, "blocked", text, action="block.refused", target=target)
        self.kind, self.value = kind, value

    def remember(self) -> None:
        rows = Block.objects.for_actor(self.actor).filter(kind=self.kind, value=self.value)
        rows.update(refusals=F("refusals") + 1, refused_at=now())
        super().remember()


def comparable(kind: str, value: str) -> str:
    """An identity as blocks hold it: addresses and ids in their usual spelling, numbers as `comparable_number`.

    Raises ValueError for what is none of the kind.
    """
    value = value.strip()
    if kind == "ip":
        return str(ip_address(value))
    if kind in ("visitor", "customer"):
        return str(UUID(value))
    if kind == "phone":
        return comparable_number(value)
    if "@" not in value:
        raise ValueError(value)
    return value.lower()


def comparable_number(written: str) -> str:
    """A telephone number in one spelling, however it was written or signalled: 013…, 86…, 0086… and +86… are one.

    Chinese numbers without country and leading 0, others by their last eleven digits. Raises ValueError below five digits.
    """
    digits = "".join(filter(str.isdecimal, written))
    if len(digits) < 5:
        raise ValueError(written)
    try:
        number = phonenumbers.parse(written, "CN")
    except phonenumbers.NumberParseException:
        return digits[-11:]
    national = phonenumbers.national_significant_number(number)
    whole = national if number.country_code == 86 else f"{number.country_code}{national}"
    return whole[-11:] or digits[-11:]


def refuse_blocked(
    actor: Actor,
    *,
    phone: str = "",
    email: str = "",
    customer_id: UUID | None = None,
    at_once: bool = False,
    say: Callable[[], Text] = lambda: UNAVAILABLE,
) -> None:
    """Raise Blocked, in the words of `say`, when address, visitor, number, e-mail or customer is on the organization's list.

    The first block of an organization is known everywhere within 5 s, to those who ask `at_once` immediately.
    """
    may_be = at_once or _has_blocks(actor)
    if may_be and (found := _block_on(actor, phone=phone, email=email, customer_id=customer_id)):
        raise Blocked(actor, *found, say())


def is_blocked(actor: Actor, *, phone: str = "", email: str = "", customer_id: UUID | None = None) -> bool:
    """Whether the visitor that the actor is may not come in; who asks this is not refused, and nothing is remembered."""
    return _has_blocks(actor) and _block_on(actor, phone=phone, email=email, customer_id=customer_id) is not None


def _block_on(actor: Actor, *, phone: str, email: str, customer_id: UUID | None) -> tuple[str, str] | None:
    """Kind and value of the block that concerns the actor: one look into the index, however long the list is."""
    known = list(_known_by(actor, phone, email, customer_id))
    kinds, values = [kind for kind, _ in known], [value for _, value in known]
    rows = statements.run(statements.find(Block, actor.organization_id, kind=kinds, value=values))[0]
    stands = [
        (row.kind, row.value) for row in statements.visible(actor, rows) if row.until is None or row.until >= now()
    ]
    return next((one for one in known if one in stands), None)


def _known_by(actor: Actor, phone: str, email: str, customer_id: UUID | None) -> Iterator[tuple[str, str]]:
    given = {"ip": actor.ip, "visitor": actor.id, "customer": customer_id, "phone": phone, "email": email}
    for kind, value in given.items():
        try:
            if value:
                yield kind, comparable(kind, str(value))
        except ValueError:
            continue


def _has_blocks(actor: Actor) -> bool:
    """Most organizations block nobody, and then nobody who comes costs a query."""
    key = str(actor.organization_id)
    until, found = _any_blocked.get(key, (0.0, False))
    if until < time.monotonic():
        found = Block.objects.for_actor(actor).exists()
        _any_blocked[key] = (time.monotonic() + BLOCKS_SECONDS, found)
    return found


def forget() -> None:
    """Empty buckets and remembered blocks, after a block changed or between tests."""
    with _lock:
        _buckets.clear()
    _any_blocked.clear()
