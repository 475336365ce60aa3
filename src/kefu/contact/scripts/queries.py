"""Reads of scripts: which fit a contact, and what was walked on it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kefu.contact.routing import queries as routing
from kefu.foundation.accounts import queries as accounts
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Invalid
from kefu.kernel.tenancy import one

from . import permissions, rules
from .models import Script, ScriptRun


def scripts(actor: Actor) -> QuerySet[Script]:
    actor.require(permissions.MANAGE)
    return Script.objects.for_actor(actor).select_related("published", "disposition", "queue")


def script(actor: Actor, script_id: UUID) -> Script:
    return one(scripts(actor).filter(id=script_id))


def offered(
    actor: Actor, *, brand_id: UUID, disposition_id: UUID | None, queue_id: UUID | None
) -> list[tuple[Script, bool]]:
    """The published scripts of the brand, those that fit this contact first; whether each fits.

    The deeper branch of the reason tree comes before the queue, and both before neither.
    """
    rows = Script.objects.for_actor(actor).filter(brand_id=brand_id, published__isnull=False)
    found = list(rows.select_related("published").order_by("name", "id"))
    if not found:
        return []
    branch = _branch(actor, disposition_id)

    def fit(one: Script) -> int:
        if one.disposition_id is None and one.queue_id is None:
            return 0
        if (one.disposition_id and one.disposition_id not in branch) or (one.queue_id and one.queue_id != queue_id):
            return 0
        depth = branch.index(one.disposition_id) + 1 if one.disposition_id else 0
        return 1 + 2 * depth + bool(one.queue_id)

    ranked = sorted(((fit(one), one) for one in found), key=lambda pair: -pair[0])
    return [(one, fits > 0) for fits, one in ranked]


def tried(
    actor: Actor, draft: Mapping[str, Any], answers: Sequence[tuple[str, str | None]]
) -> tuple[list[rules.Wrong], list[dict[str, Any]], dict[str, Any] | None]:
    """Walk a draft with these answers, without a contact and without keeping anything (试走).

    Returns its faults, the steps passed, and where it stands: None at the end, and where there is a fault. Raises Invalid
    for an answer that is none, or that belongs to another step.
    """
    actor.require(permissions.MANAGE)
    if wrong := rules.check(draft):
        return wrong, [], None
    path: list[dict[str, Any]] = []
    step = rules.step_of(draft, rules.first_step(draft))
    for step_id, answer in answers:
        if step is None or step["id"] != step_id or not rules.accepts(step, answer):
            raise Invalid("answer_unfit", rules.ANSWER_FIRST)
        passed, step = rules.leave(draft, step, answer)
        path += passed
    return [], path, shown_step(draft, str(step["id"])) if step else None


def _branch(actor: Actor, disposition_id: UUID | None) -> list[UUID]:
    """The reason and those above it, the root first."""
    above = {row.id: row.parent_id for row in routing.dispositions(actor)} if disposition_id else {}
    branch: list[UUID] = []
    while disposition_id is not None and disposition_id not in branch:
        branch.insert(0, disposition_id)
        disposition_id = above.get(disposition_id)
    return branch


def runs(actor: Actor, subject_id: UUID) -> QuerySet[ScriptRun]:
    """What was walked on the contact of this conversation, the oldest first. The caller has asked who may see it."""
    rows = ScriptRun.objects.for_actor(actor).filter(contact__subject_id=subject_id)
    return rows.select_related("version").order_by("id")


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of one walk with its answer, None where it was passed; a walk without any has a line without a question."""

    contact_id: UUID
    script: str
    version: int
    agent: str
    state: str
    started_at: datetime
    reason: str
    question: str
    kind: str
    answer: str | None


def answers(actor: Actor, contact_ids: Collection[UUID]) -> list[Answer]:
    """What was answered on these contacts, walk by walk. The caller has asked who may see them."""
    rows = ScriptRun.objects.for_actor(actor).filter(contact_id__in=contact_ids).select_related("version")
    runs = list(rows.order_by("id"))
    agents = accounts.staff_labels(actor, {run.agent_id for run in runs if run.agent_id})
    found: list[Answer] = []
    for run in runs:
        label = agents.get(run.agent_id, ()) if run.agent_id else ()
        asked = [one for one in run.path if one["kind"] == "ask"]
        found.extend(
            Answer(
                contact_id=run.contact_id,
                script=run.version.name,
                version=run.version.number,
                agent=" ".join(filter(None, label)),
                state=run.state,
                started_at=run.created_at,
                reason=run.reason,
                question=one["text"],
                kind=one["answer_kind"] or "",
                answer=one["answer"],
            )
            for one in asked or [{"text": "", "answer": None, "answer_kind": ""}]
        )
    return found


def run_views(actor: Actor, subject_id: UUID) -> list[dict[str, Any]]:
    found = list(runs(actor, subject_id))
    names = accounts.display_names(actor, [run.agent_id for run in found if run.agent_id])
    return [run_view(run, names) for run in found]


def run_view(run: ScriptRun, names: Mapping[UUID, str]) -> dict[str, Any]:
    """A walk as the desk shows it; `missing` are the required questions that may still come."""
    definition = run.version.definition
    is_open = run.state == ScriptRun.State.OPEN
    return {
        "id": run.id,
        "script_id": run.version.script_id,
        "name": run.version.name,
        "version": run.version.number,
        "agent": names.get(run.agent_id, "") if run.agent_id else "",
        "state": run.state,
        "step": shown_step(definition, run.step) if is_open else None,
        "path": run.path,
        "missing": missing(definition, run.step) if is_open else [],
        "reason": run.reason,
        "started_at": run.created_at,
    }


def missing(definition: Mapping[str, Any], step_id: str) -> list[str]:
    return [str(step["text"]) for step in rules.required_ahead(definition, step_id)]


def shown_step(definition: Mapping[str, Any], step_id: str) -> dict[str, Any] | None:
    step = rules.step_of(definition, step_id)
    if step is None:
        return None
    steps: Sequence[Mapping[str, Any]] = definition["steps"]
    return {
        "id": step["id"],
        "kind": step["kind"],
        "text": step.get("text", ""),
        "answer": step.get("answer") if step["kind"] == "ask" else None,
        "options": [option["label"] for option in step.get("options", [])],
        "is_required": bool(step.get("is_required")),
        "number": steps.index(step) + 1,
    }
