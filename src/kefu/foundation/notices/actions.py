"""Telling somebody, and having read it."""

from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, transaction

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.events import user_topic
from kefu.kernel import clock, statements
from kefu.kernel.actor import Actor, system
from kefu.kernel.database import LOCK
from kefu.kernel.events import announcement, publish
from kefu.kernel.i18n import Text
from kefu.kernel.ids import new_id
from kefu.kernel.permissions import OPERATIONS_READ
from kefu.kernel.statements import Statement

from . import queries
from .events import NoticeGiven, NoticesRead
from .models import Notice

NOTICE_LOCK = 7_304_001
RENEWED = ("kind", "link", "fact", "text_zh", "text_en", "count", "updated_at")
"""What a further one of the same group changes of an unread notice."""
Subject = TypeVar("Subject")
log = structlog.get_logger(__name__)


@transaction.atomic
def notify(
    actor: Actor,
    *,
    user_ids: Iterable[UUID],
    kind: str,
    text: Text,
    link: str = "",
    group: str = "",
    fact: str = "",
) -> None:
    """Tell each of `user_ids` something, at once and live.

    `link` is a path of the desk. Of one `group` a person has one unread notice: the next one counts it higher and
    says it in the newer words. A reaction names the `fact` (an event's or row's id): the same fact told again to the
    same person is no news. Asks no permission: the caller is a module, not a person.
    """
    now = clock.now()
    for user_id in sorted(set(user_ids)):
        known, unread = _known(actor, user_id, kind, group=group, fact=fact)
        if known:
            continue
        notice = unread or Notice(organization_id=actor.organization_id, user_id=user_id, count=0, created_at=now)
        notice.group = group or notice.group or new_id().hex
        notice.kind, notice.link, notice.fact, notice.updated_at = kind, link[:300], fact, now
        notice.text_zh, notice.text_en = text.zh[:300], text.en[:300]
        notice.count += 1
        given = NoticeGiven(
            organization_id=actor.organization_id, audience=(user_topic(user_id),), notice=queries.view(notice)
        )
        written = statements.insert(notice) if unread is None else statements.update(notice, RENEWED)
        statements.run(written, announcement(given))


def _known(actor: Actor, user_id: UUID, kind: str, *, group: str, fact: str) -> tuple[bool, Notice | None]:
    """Whether this person has been told of this fact, and their unread notice of the group; nobody else tells them meanwhile."""
    if not (group or fact):
        return False, None
    lock = Statement(LOCK, [NOTICE_LOCK, f"{user_id} {group or fact}"])
    told = statements.find(Notice, actor.organization_id, user_id=user_id, kind=kind, fact=fact)
    mine = statements.find(Notice, actor.organization_id, user_id=user_id, group=group, read_at=None)
    _, *answers = statements.run(lock, *([told] if fact else []), *([mine] if group else []))
    return bool(fact and answers[0]), next(iter(answers[-1]), None) if group else None


@transaction.atomic
def mark_read(actor: Actor, notice_ids: Iterable[UUID] | None = None) -> int:
    """The actor has read these of their notices, or all; returns how many remain unread."""
    rows = queries.mine(actor, unread=True)
    if notice_ids is not None:
        rows = rows.filter(id__in=set(notice_ids))
    read = list(rows.select_for_update().order_by("id").values_list("id", flat=True))
    Notice.objects.for_actor(actor).filter(id__in=read).update(read_at=clock.now())
    remaining = queries.unread(actor)
    if read:
        publish(
            NoticesRead(
                organization_id=actor.organization_id,
                audience=(user_topic(actor.user_id),),
                notice_ids=read,
                unread=remaining,
            )
        )
    return remaining


def carry_out(job: str, due: Iterable[tuple[UUID, Subject]], act: Callable[[UUID, Subject], object]) -> int:
    """Do what is due for each (organization, subject); returns how many succeeded.

    One that fails costs itself only: its own savepoint is rolled back, the fault is logged, and whoever looks after
    the organization's system hears of it once a day; the others go on. Without a database nothing can go on.
    """
    done = 0
    for organization_id, subject in list(due):
        try:
            with transaction.atomic():
                act(organization_id, subject)
            done += 1
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            log.exception("job.failed", job=job, organization=str(organization_id), subject=str(subject))
            _tell_of_fault(system(organization_id, job), job, type(error).__name__)
    return done


def _tell_of_fault(actor: Actor, job: str, error: str) -> None:
    notify(
        actor,
        user_ids=accounts.holders(actor, OPERATIONS_READ),
        kind="job_failed",
        text=Text(
            f"后台任务 {job} 有一项处理失败（{error}），其余照常进行，请查看服务日志。",
            f"One item of the background task {job} failed ({error}); the others go on. See the log of the service.",
        ),
        fact=f"{job} {clock.now():%Y-%m-%d}",
    )
