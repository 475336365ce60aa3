"""What a wallboard shows, and to whom its link speaks."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import clock, limits
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Gone
from kefu.kernel.i18n import Text

from .. import permissions, rules
from ..models import Wallboard
from .dictionary import dictionary
from .figures import figures
from .filters import Filters, Period

SEEN_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """A board's figures with their targets and values now; of those that belong to a period the day's course by half-hours."""

    name: str
    figures: dict[str, rules.Figure]
    values: dict[str, float | None]
    series: dict[str, list[float | None]]


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def wallboards(actor: Actor) -> QuerySet[Wallboard]:
    """One's own boards; with the whole organization in scope, everybody's."""
    actor.require(permissions.WALLBOARDS_MANAGE)
    rows = Wallboard.objects.for_actor(actor).order_by("-id")
    return rows if actor.user_ids is None else rows.filter(created_by_id__in=actor.user_ids)


def shown(token: str, *, ip: str | None) -> Shown:
    """The board behind a link, as its maker may see it now. Raises Gone for a revoked or unknown one."""
    limits.hit("analytics.wallboard", ip or "", limit=240, seconds=60)
    rows = Wallboard.objects.across_organizations("a link names the wallboard").filter(token_hash=hashed(token))
    board = rows.first()
    maker = accounts.actor_for_user(board.created_by_id, ip=ip) if board else None
    if board is None or maker is None or not maker.may(permissions.READ):
        raise Gone("wallboard_gone", Text("大屏链接已失效。", "The link of this wallboard is no longer valid."))
    if board.seen_at is None or board.seen_at < clock.now() - SEEN_NOTED_EVERY:
        rows.update(seen_at=clock.now())
    filters = Filters(queue_ids=frozenset(board.queue_ids), team_ids=frozenset(board.team_ids))
    known = dictionary(maker)
    (line,) = figures(maker, board.codes, Period.of_days(), filters)
    courses = [code for code in board.codes if not rules.FIGURES[code].moment]
    halves = figures(maker, courses, Period.of_days(), filters, by="half_hour") if courses else []
    return Shown(
        name=board.name,
        figures={code: known[code] for code in board.codes},
        values=line.values,
        series={code: [half.values[code] for half in halves] for code in courses},
    )
