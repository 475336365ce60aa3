"""Big screens behind links."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from .. import permissions, queries, rules
from ..models import Wallboard

MOST_FIGURES = 12


@transaction.atomic
def create_wallboard(
    actor: Actor, *, name: str, codes: Sequence[str], queue_ids: Sequence[UUID] = (), team_ids: Sequence[UUID] = ()
) -> tuple[Wallboard, str]:
    """A board of up to 12 figures; returns it and the token of its link, which is not kept."""
    actor.require(permissions.WALLBOARDS_MANAGE)
    actor.require(permissions.READ)
    shown = list(dict.fromkeys(codes)) or list(rules.WALL)
    if len(shown) > MOST_FIGURES or any(code not in rules.FIGURES for code in shown):
        text = Text("请选择 1 至 12 个已有指标。", "Choose 1 to 12 figures of the dictionary.")
        raise Invalid("wrong_figures", text, errors=[FieldError("codes", text)])
    token = secrets.token_urlsafe(24)
    board = Wallboard.objects.create(
        organization_id=actor.organization_id,
        name=storable(name).strip()[:80],
        token_hash=queries.hashed(token),
        codes=shown,
        queue_ids=list(queue_ids),
        team_ids=list(team_ids),
        created_by_id=actor.user_id,
    )
    audit.record(
        actor, action="wallboard.created", target_type="wallboard", target_id=board.id, target_label=board.name
    )
    return board, token


@transaction.atomic
def delete_wallboard(actor: Actor, board_id: UUID) -> None:
    """Revoke the link: screens that show it go dark at their next look."""
    board = one(queries.wallboards(actor).filter(id=board_id))
    audit.record(
        actor, action="wallboard.revoked", target_type="wallboard", target_id=board.id, target_label=board.name
    )
    board.delete()
