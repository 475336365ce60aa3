"""The look that the worker takes at its instance every minute: kept for the desk, told to those who look after it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kefu.config.asterisk import keeper
from kefu.config.certificates import rules as certificate_rules
from kefu.config.certificates import store
from kefu.config.environment import Environment
from kefu.config.upkeep import backups, rules, upgrade
from kefu.config.upkeep.rules import Problem
from kefu.contact.telephony import queries as telephony
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.calendars.models import Calendar
from kefu.foundation.notices import actions as notices
from kefu.kernel import clock
from kefu.kernel.actor import system
from kefu.kernel.i18n import Text
from kefu.kernel.models import InstanceNote, Organization
from kefu.kernel.permissions import INSTANCE_MANAGE

NAME = "upkeep"
PLACE = "/settings/system"
RECORDINGS_TOLD = timedelta(hours=24)  # of calls since then
SAYINGS: dict[Problem, Text] = {
    "disk_low": Text("磁盘空间不足，请尽快清理", "The disk is nearly full: free some space"),
    "recordings": Text("有通话录音未能保存", "Recordings of calls could not be kept"),
    "backup_failed": Text("最近一次备份失败", "The last backup failed"),
    "backup_broken": Text("最新的备份已损坏，无法恢复", "The newest backup is damaged and cannot be restored"),
    "backup_old": Text("超过 30 小时没有备份", "There has been no backup for 30 hours"),
    "upgrade_failed": Text("升级失败，数据库已恢复到升级前", "The upgrade failed; the database is as it was before"),
    "certificate": Text("https 证书无法更新", "The https certificate cannot be renewed"),
}


def look(environment: Environment) -> dict[str, Any]:
    """What stands, as JSON; sizes in bytes."""
    now = clock.now()
    archives = backups.listed(environment)
    before = backups.attempts(environment)
    newest_is_whole = archives[0].is_whole if archives else None
    state = rules.backup_state(environment.backups is not None, before, newest_is_whole, now)
    disks = [_disk(path) for path in _places(environment)]
    last_upgrade = dict(upgrade.last(environment))
    certificate = _certificate(environment)
    return {
        "disks": disks,
        "backup": {
            "state": state,
            "folder": str(environment.backups or ""),
            "kept": environment.backups_kept,
            "tried_at": before.tried and before.tried.isoformat(),
            "error": backups.last_error(environment),
            "archives": [
                {
                    "name": one.path.name,
                    "at": one.at.isoformat(),
                    "size": one.size,
                    "is_whole": one.is_whole,
                    "restored_at": one.restored_at and one.restored_at.isoformat(),
                    "error": one.error,
                }
                for one in archives
            ],
        },
        "upgrade": last_upgrade or None,
        "certificate": certificate,
        "voice": _voice(environment),
        "problems": rules.problems(
            state,
            disk_is_low=any(disk["is_low"] for disk in disks),
            recordings_fail=telephony.not_recorded(now - RECORDINGS_TOLD) > 0,
            upgrade_failed=bool(last_upgrade.get("error")),
            certificate_fails=certificate is not None and certificate["state"] in ("failing", "ended"),
            is_silent=False,
        ),
    }


def _certificate(environment: Environment) -> dict[str, Any] | None:
    """Of an instance that holds https itself; what the gateway of this host left."""
    if environment.acme_directory is None:
        return None
    standing = store.standing(environment)
    return {
        "domain": store.domain(environment),
        "state": certificate_rules.state(clock.now(), standing),
        "not_after": standing.not_after and standing.not_after.isoformat(),
        "error": store.last_error(environment),
    }


def _voice(environment: Environment) -> dict[str, Any]:
    """Never among the problems: whoever wants no calls, or cannot have them here, is left in peace."""
    told = keeper.state(environment)
    return {"state": told.state, "version": told.version, "sip_port": told.sip_port, "reason": told.reason}


def take(environment: Environment) -> None:
    """Look, leave it for the desk, and tell what is wrong once a day."""
    found = look(environment)
    now = clock.now()
    InstanceNote.objects.update_or_create(name=NAME, defaults={"content": found, "at": now})
    tell(found["problems"], now)


def tell(problems: Iterable[Problem], now: datetime) -> None:
    """Each problem once a day to everybody who may mend it."""
    told = list(problems)
    if not told:
        return
    today = now.astimezone(business_zone()).date()
    for organization in Organization.objects.all():
        actor = system(organization.id)
        for problem in told:
            notices.notify(
                actor,
                user_ids=accounts.holders(actor, INSTANCE_MANAGE),
                kind="upkeep",
                text=SAYINGS[problem],
                link=PLACE,
                group=f"upkeep {problem}",
                fact=f"{problem} {today}",
            )


def business_zone() -> ZoneInfo:
    """Where the business has its nights: the zone of the oldest calendar, a real organization's before a demo's."""
    rows = Calendar.objects.across_organizations("the night in which an instance looks after itself")
    zone = rows.order_by("organization__is_demo", "id").values_list("time_zone", flat=True).first()
    return ZoneInfo(zone or "Asia/Shanghai")


def is_due(environment: Environment) -> bool:
    now = clock.now()
    return environment.backups is not None and rules.is_due(now, business_zone(), backups.attempts(environment))


def _places(environment: Environment) -> list[Path]:
    """The disk of the data, and that of the backups where it is another one."""
    folders = [_there(environment.data)]
    if environment.backups is not None:
        folder = _there(environment.backups)
        if folder.stat().st_dev != folders[0].stat().st_dev:
            folders.append(folder)
    return folders


def _there(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _disk(folder: Path) -> dict[str, Any]:
    usage = shutil.disk_usage(folder)
    return {
        "path": str(folder),
        "free": usage.free,
        "total": usage.total,
        "is_low": rules.is_low(usage.free, usage.total),
    }
