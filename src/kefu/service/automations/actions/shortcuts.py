"""Shortcuts (快捷操作): kept by agents for themselves, by leaders for others; applied to one ticket."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid, Problem
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.service.tickets import actions as tickets
from kefu.service.tickets import queries as ticket_queries
from kefu.service.tickets.models import Ticket

from .. import permissions, queries
from ..models import Macro
from ..rules import definitions, texts
from . import doing, keeping

MOST_MACROS = 500


@transaction.atomic
def create_macro(actor: Actor, changes: Mapping[str, Any]) -> Macro:
    """One's own, a team's (`scope` "team" with `team_id`) or everybody's ("shared"). Raises Invalid naming each fault."""
    actor.require(queries.WORK)
    if Macro.objects.for_actor(actor).count() >= MOST_MACROS:
        raise Conflict("too_many_macros", Text("快捷操作最多 500 个。", "There may be at most 500 shortcuts."))
    made = Macro(organization_id=actor.organization_id)
    _belong(actor, made, changes.get("scope", "own"), changes.get("team_id"))
    _take(actor, made, changes)
    made.save(force_insert=True)
    record(actor, "macro.created", made, None)
    return made


@transaction.atomic
def update_macro(actor: Actor, macro_id: UUID, changes: Mapping[str, Any]) -> Macro:
    """Change its name and what it does; whose it is stays."""
    kept = _locked(actor, macro_id)
    before = told(kept)
    _take(actor, kept, changes)
    kept.save()
    record(actor, "macro.updated", kept, before)
    return kept


@transaction.atomic
def delete_macro(actor: Actor, macro_id: UUID) -> None:
    kept = _locked(actor, macro_id)
    record(actor, "macro.deleted", kept, told(kept))
    kept.delete()


@transaction.atomic
def apply_macro(actor: Actor, ticket_id: UUID, macro_id: UUID) -> str:
    """Do at once what the shortcut says, all of it or nothing, as one act that can be taken back; returns the words for
    the customer, which the agent sends. Raises Conflict naming the act that was refused.

    Giving it away comes last: whoever does may not see it afterwards.
    """
    macro = one(queries.macros(actor).filter(id=macro_id))
    answers: list[str] = []
    in_order = sorted(enumerate(macro.actions), key=lambda pair: pair[1]["kind"] == "assign")
    with tickets.as_one(actor, ticket_id):
        for at, action in in_order:
            ticket = ticket_queries.locked(actor, ticket_id)
            if action["kind"] == "answer":
                answers.append(action["text"])
                continue
            try:
                doing.do(actor, ticket, action, by=macro.name)
            except Problem as problem:
                text = Text(
                    f"“{macro.name}”未执行。第 {at + 1} 个动作：{problem.text.zh}",
                    f"“{macro.name}” was not applied. Act {at + 1}: {problem.text.en}",
                )
                raise Conflict("macro_refused", text) from problem
    ticket = one(ticket_queries.typed(Ticket.objects.for_actor(actor)).filter(id=ticket_id))
    return texts.filled("\n".join(answers), queries.spoken(ticket))


def _belong(actor: Actor, made: Macro, scope: str, team_id: UUID | None) -> None:
    if scope == "own":
        made.owner_id = actor.user_id
        return
    actor.require(permissions.SHORTCUTS)
    if scope == "team":
        if team_id is None:
            text = Text("请选择班组。", "Choose a team.")
            raise Invalid("no_team", text, errors=[FieldError("team_id", text)])
        made.team = one(accounts.teams(actor).filter(id=team_id))


def _take(actor: Actor, kept: Macro, changes: Mapping[str, Any]) -> None:
    kept.name = keeping.named(changes.get("name", kept.name))
    others = Macro.objects.for_actor(actor).filter(owner=kept.owner_id, team=kept.team_id).exclude(id=kept.id)
    if others.filter(name=kept.name).exists():
        text = Text("已有同名快捷操作。", "There is a shortcut of this name.")
        raise Conflict("name_taken", text, errors=[FieldError("name", text)])
    if "actions" in changes:
        keeping.refuse(definitions.action_faults(changes["actions"], queries.known(actor)))
        kept.actions = changes["actions"]


def _locked(actor: Actor, macro_id: UUID) -> Macro:
    found = one(queries.macros(actor).filter(id=macro_id))
    if found.owner_id is None:
        actor.require(permissions.SHORTCUTS)
    return one(queries.macros(actor).select_for_update(of=("self",)).filter(id=macro_id))


def told(kept: Macro) -> dict[str, Any]:
    return {"name": kept.name, "actions": kept.actions}


def record(actor: Actor, action: str, kept: Macro, before: Mapping[str, Any] | None) -> None:
    """What is for others is in the audit log; one's own is not."""
    if kept.owner_id is None:
        audit.record(
            actor,
            action=action,
            target_type="macro",
            target_id=kept.id,
            target_label=kept.name,
            before=before,
            after=None if action.endswith("deleted") else told(kept),
        )
