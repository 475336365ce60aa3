"""How often a caller may knock: token buckets in memory, one set a process. Blocks: who may not knock at all."""

import math
import threading
import time
from collections import OrderedDict

from .actor import Actor
from .clock import now
from .errors import Forbidden, TooMany
from .i18n import Text
from .models import Block

_buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
_lock = threading.Lock()
MAX_BUCKETS = 100_000
BLOCKS_SECONDS = 5.0
_blocked: dict[str, tuple[float, frozenset[tuple[str, str]]]] = {}


def hit(name: str, key: str, *, limit: int, seconds: float) -> None:
    """Count one act of `key`; raise TooMany when more than `limit` (burst) came faster than `limit` per `seconds`."""
    moment, rate = time.monotonic(), limit / seconds
    with _lock:
        level, since = _buckets.pop((name, key), (float(limit), moment))
        level = min(float(limit), level + (moment - since) * rate)
        allowed = level >= 1.0
        _buckets[(name, key)] = (level - 1.0 if allowed else level, moment)
        if len(_buckets) > MAX_BUCKETS:
            _buckets.popitem(last=False)
    if not allowed:
        wait = math.ceil((1.0 - level) / rate)
        raise TooMany(
            "too_many_requests",
            Text(f"操作太频繁，请 {wait} 秒后再试。", f"Too many requests; try again in {wait} s."),
            headers={"Retry-After": str(wait)},
        )


def refuse_blocked(actor: Actor) -> None:
    """Raise Forbidden when the actor's address or visitor id is on the organization's list of blocks."""
    blocked = _blocks_of(actor)
    if ("ip", actor.ip or "") in blocked or ("visitor", str(actor.id)) in blocked:
        raise Forbidden(
            "blocked", Text("暂时无法为您提供在线服务。", "Online service is not available to you at present.")
        )


def _blocks_of(actor: Actor) -> frozenset[tuple[str, str]]:
    key = str(actor.organization_id)
    until, found = _blocked.get(key, (0.0, frozenset()))
    if until < time.monotonic():
        rows = Block.objects.for_actor(actor).exclude(until__lt=now())
        found = frozenset(rows.values_list("kind", "value"))
        _blocked[key] = (time.monotonic() + BLOCKS_SECONDS, found)
    return found


def forget() -> None:
    """Empty buckets and remembered blocks, after a block changed or between tests."""
    with _lock:
        _buckets.clear()
    _blocked.clear()
