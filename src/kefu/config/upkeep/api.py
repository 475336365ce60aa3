"""The state of the installation, for those who look after it."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version
from typing import Any, Literal

from django.conf import settings
from django.db import transaction
from ninja import Router, Schema, Status

from kefu.config.asterisk.keeper import VoiceState
from kefu.config.certificates.rules import CertificateState
from kefu.config.upkeep import jobs, rules, watch
from kefu.kernel import audit, clock
from kefu.kernel.errors import Conflict
from kefu.kernel.http import ActorRequest
from kefu.kernel.i18n import Text
from kefu.kernel.models import InstanceNote
from kefu.kernel.permissions import INSTANCE_MANAGE

router = Router(tags=["system"])
OFF = Conflict(
    "backups_off",
    Text(
        "自动备份已关闭（KEFU_BACKUPS=off）。请在服务器上改回后重启。",
        "Backups are switched off (KEFU_BACKUPS=off). Change that on the server and restart.",
    ),
)


class DiskOut(Schema):
    """Bytes."""

    path: str
    free: int
    total: int
    is_low: bool


class ArchiveOut(Schema):
    """`is_whole` is null before anybody read it back; `restored_at` is when it was last restored on trial."""

    name: str
    at: datetime
    size: int
    is_whole: bool | None
    restored_at: datetime | None
    error: str


class BackupOut(Schema):
    """`tried_at` is the end of the last attempt's story: it changes when one has come to an end, well or not."""

    state: rules.BackupState
    folder: str
    kept: int
    tried_at: datetime | None
    error: str
    archives: list[ArchiveOut]


class UpgradeOut(Schema):
    at: datetime
    kefu: str
    error: str


class CertificateOut(Schema):
    """`not_after` is when it ends; null before the first one."""

    domain: str
    state: CertificateState
    not_after: datetime | None
    error: str


class VoiceOut(Schema):
    """The telephone engine. `reason` says why there is none, or what is being fetched; `sip_port` is 0 before a start."""

    state: VoiceState
    version: str
    sip_port: int
    reason: str


class SystemOut(Schema):
    """`at` is when the worker looked; null before its first look. `problems`, the gravest first."""

    version: str
    at: datetime | None
    problems: list[rules.Problem]
    disks: list[DiskOut]
    backup: BackupOut | None
    upgrade: UpgradeOut | None
    certificate: CertificateOut | None
    voice: VoiceOut | None


class BackupAskedOut(Schema):
    state: Literal["asked"]


@router.get("/system", response=SystemOut)
def get_system(request: ActorRequest) -> dict[str, Any]:
    """Backups, disk and upgrades of this installation, as its worker saw them."""
    request.auth.require(INSTANCE_MANAGE)
    note = InstanceNote.objects.filter(name=watch.NAME).first()
    nothing: dict[str, Any] = {"problems": [], "disks": []}
    nothing |= dict.fromkeys(("backup", "upgrade", "certificate", "voice"))
    seen = nothing | (note.content if note else {})
    is_silent = note is None or clock.now() - note.at > rules.SILENT
    problems = [*seen["problems"], *(["silent"] if is_silent else [])]
    return {**seen, "version": version("kefu"), "at": note and note.at, "problems": problems}


@router.post("/system/backups", response={202: BackupAskedOut})
@transaction.atomic
def ask_for_backup(request: ActorRequest) -> Status[BackupAskedOut]:
    """The worker writes one and proves it; it appears in the list."""
    request.auth.require(INSTANCE_MANAGE)
    if settings.ENVIRONMENT.backups is None:
        raise OFF
    jobs.ask(by_hand=True)
    audit.record(request.auth, action="backup.asked", target_type="backup", target_id="now", target_label="")
    return Status(202, BackupAskedOut(state="asked"))
