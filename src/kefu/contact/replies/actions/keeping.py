"""Keeping replies, and counting their use."""

from collections.abc import Sequence
from typing import Any, TypedDict
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from kefu.contact.routing import queries as routing
from kefu.foundation.accounts import queries as accounts
from kefu.kernel import audit, clock, files
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.models import StoredFile
from kefu.kernel.tenancy import one

from .. import permissions, queries, rules
from ..models import QuickReply


class ReplyChanges(TypedDict, total=False):
    scope: str
    team_id: UUID | None
    brand_id: UUID | None
    queue_id: UUID | None
    folder: str
    code: str
    title: str
    text: str
    position: int
    attachment_ids: list[UUID]
    disposition_id: UUID | None
    tag: str


@transaction.atomic
def create(actor: Actor, **values: Any) -> QuickReply:
    """Keep a reply: `scope` own, team or shared. Raises Invalid for wrong content, Conflict for a code that exists there."""
    actor.require(permissions.USE)
    reply = QuickReply(organization_id=actor.organization_id)
    _fill(actor, reply, {"scope": "own", **values})
    _save(reply)
    _record(actor, "created", reply)
    return reply


@transaction.atomic
def update(actor: Actor, reply_id: UUID, changes: ReplyChanges) -> QuickReply:
    """Change what is named; raises Forbidden for a shared reply without the permission to maintain those."""
    reply = _changeable(actor, reply_id)
    _fill(actor, reply, dict(changes))
    _save(reply)
    _record(actor, "updated", reply)
    return reply


@transaction.atomic
def delete(actor: Actor, reply_id: UUID) -> None:
    reply = _changeable(actor, reply_id)
    _record(actor, "deleted", reply)
    reply.delete()


def attach(actor: Actor, upload: files.Upload) -> StoredFile:
    """Keep a picture or file that a reply will bring along."""
    actor.require(permissions.USE)
    return files.store(actor, upload)


def used(actor: Actor, reply_ids: Sequence[UUID]) -> list[QuickReply]:
    """Count that the actor says these replies now; those that are gone or hidden meanwhile are left out."""
    found = {reply.id: reply for reply in queries.visible(actor).filter(id__in=list(reply_ids))}
    QuickReply.objects.for_actor(actor).filter(id__in=sorted(found)).update(use_count=F("use_count") + 1)
    return [found[id] for id in dict.fromkeys(reply_ids) if id in found]


def place(actor: Actor, reply: QuickReply, values: dict[str, Any]) -> None:
    """Set whose the reply is and where it is offered. Raises Forbidden, Invalid or NotFound."""
    scope = values.get("scope") or ("own" if reply.owner_id else "team" if reply.team_id else "shared")
    if scope == "own":
        reply.owner_id, reply.team_id = actor.user_id, None
    else:
        actor.require(permissions.MANAGE)
        reply.owner_id, reply.team_id = None, values.get("team_id", reply.team_id) if scope == "team" else None
        if scope == "team":
            if reply.team_id is None:
                text = Text("请选择班组", "Choose a team")
                raise Invalid("no_team", text, errors=[FieldError("team_id", text)])
            one(accounts.teams(actor).filter(id=reply.team_id))
    if "brand_id" in values:
        reply.brand_id = values["brand_id"]
        if reply.brand_id:
            one(accounts.brands(actor).filter(id=reply.brand_id))
    if "queue_id" in values:
        reply.queue_id = routing.queue(actor, values["queue_id"]).id if values["queue_id"] else None


def _fill(actor: Actor, reply: QuickReply, values: dict[str, Any]) -> None:
    place(actor, reply, values)
    if "attachment_ids" in values:
        _attach(actor, reply, values["attachment_ids"])
    said = {field: values.get(field, getattr(reply, field)) for field in ("folder", "code", "title", "text", "tag")}
    content = rules.content(**said, attachments=len(reply.attachments))
    for field in content.__slots__:
        setattr(reply, field, getattr(content, field))
    reply.position = values.get("position", reply.position)
    if "disposition_id" in values:
        reply.disposition_id = _leaf(actor, values["disposition_id"])
    reply.updated_at = clock.now()


def _attach(actor: Actor, reply: QuickReply, ids: Sequence[UUID]) -> None:
    if len(ids) > rules.MAX_ATTACHMENTS:
        text = Text(f"最多 {rules.MAX_ATTACHMENTS} 个附件", f"At most {rules.MAX_ATTACHMENTS} attachments")
        raise Invalid("too_many_attachments", text, errors=[FieldError("attachment_ids", text)])
    kept = {file["id"]: file for file in reply.attachments}
    added = [id for id in ids if str(id) not in kept]
    if added:
        kept |= {str(file.id): files.described(file) for file in files.owned(actor, added)}
    reply.attachments = [kept[str(id)] for id in dict.fromkeys(ids)]


def _leaf(actor: Actor, disposition_id: UUID | None) -> UUID | None:
    """The reason, when it is an active leaf of the tree."""
    if disposition_id is None:
        return None
    tree = routing.dispositions(actor)
    parents = {node.parent_id for node in tree}
    if not any(node.id == disposition_id and node.is_active and node.id not in parents for node in tree):
        text = Text("请选择最末一级的咨询分类", "Choose a reason without further ones below it")
        raise Invalid("no_leaf", text, errors=[FieldError("disposition_id", text)])
    return disposition_id


def _changeable(actor: Actor, reply_id: UUID) -> QuickReply:
    reply = one(queries.visible(actor).filter(id=reply_id).select_for_update(of=("self",)))
    if reply.owner_id is None and not actor.may(permissions.MANAGE):
        raise Forbidden(
            "missing_permission",
            Text(
                "班组与公共快捷回复由主管维护，您可以另存为个人回复。",
                "Shared replies are kept by supervisors; save a copy as your own.",
            ),
        )
    return reply


def _save(reply: QuickReply) -> None:
    try:
        with transaction.atomic():
            reply.save()
    except IntegrityError as error:
        if "reply_code_once" not in str(error):
            raise
        text = Text(f"编码 {reply.code} 已被另一条快捷回复使用。", f"Another quick reply has the code {reply.code}.")
        raise Conflict("code_taken", text, errors=[FieldError("code", text)]) from error


def _record(actor: Actor, act: str, reply: QuickReply) -> None:
    """Shared replies leave a trail; what people keep for themselves does not."""
    if reply.owner_id is None:
        audit.record(
            actor,
            action=f"reply.{act}",
            target_type="reply",
            target_id=reply.id,
            target_label=reply.title,
            after=None if act == "deleted" else {"folder": reply.folder, "code": reply.code, "text": reply.text[:500]},
        )
