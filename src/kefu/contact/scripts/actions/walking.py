"""A script walked on a contact. Whoever calls has locked the conversation and asked who may."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kefu.contact.routing import queries as routing
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from .. import queries, rules
from ..models import Script, ScriptRun

State = ScriptRun.State


@transaction.atomic
def begin(actor: Actor, subject_id: UUID, *, brand_id: UUID, script_id: UUID) -> ScriptRun:
    """Begin the published version of a script of the brand; one under way is dropped, with its answers kept."""
    found = one(
        Script.objects.for_actor(actor)
        .filter(id=script_id, brand_id=brand_id, published__isnull=False)
        .select_related("published")
    )
    assert found.published
    contact = routing.contact(actor, subject_id)
    ScriptRun.objects.for_actor(actor).filter(contact=contact, state=State.OPEN).update(state=State.DROPPED)
    return ScriptRun.objects.create(
        organization_id=actor.organization_id,
        contact=contact,
        version=found.published,
        agent_id=actor.user_id,
        step=rules.first_step(found.published.definition),
    )


@transaction.atomic
def answer_step(actor: Actor, subject_id: UUID, *, step_id: str, answer: str | None) -> ScriptRun:
    """Leave the step `step_id` with its answer; None passes it.

    Raises Conflict when the walk stands elsewhere, Invalid for an answer that is none or is missing where it is required.
    """
    run = _under_way(actor, subject_id)
    if run.step != step_id:
        raise Conflict(
            "step_passed", Text("话术已经走到别的步骤，请刷新。", "The script stands at another step; reload it.")
        )
    definition = run.version.definition
    step = rules.step_of(definition, step_id)
    answer = storable(answer).strip() if answer is not None else None
    if step is None or not rules.accepts(step, answer):
        raise Invalid("answer_unfit", rules.ANSWER_FIRST)
    passed, following = rules.leave(definition, step, answer)
    run.path = [*run.path, *passed]
    run.step, run.state = (str(following["id"]), State.OPEN) if following is not None else ("", State.DONE)
    run.agent_id = actor.user_id
    run.save(update_fields=["path", "step", "state", "agent"])
    return run


@transaction.atomic
def step_back(actor: Actor, subject_id: UUID) -> ScriptRun:
    """Take the last step and its answer back, from the end too. Raises Conflict at the beginning."""
    run = one(_last(actor, subject_id))
    path = list(run.path)
    while path and path[-1]["kind"] == "end":
        path.pop()
    if run.state == State.DROPPED or not path:
        raise Conflict("at_the_beginning", Text("已经是第一步。", "This is the first step."))
    run.step, run.path, run.state = path[-1]["step"], path[:-1], State.OPEN
    run.save(update_fields=["path", "step", "state"])
    return run


@transaction.atomic
def ensure_walked(
    actor: Actor,
    subject_id: UUID,
    *,
    brand_id: UUID,
    disposition_id: UUID | None,
    queue_id: UUID | None,
    reason: str = "",
) -> None:
    """Before a contact is closed: no required question lies ahead, or `reason` says why and is kept.

    Raises Conflict naming the first question. A mandatory script that fits counts as if it stood at its beginning.
    """
    run = _last(actor, subject_id).first()
    due = None
    if run is None:
        offered = queries.offered(actor, brand_id=brand_id, disposition_id=disposition_id, queue_id=queue_id)
        due = next((one for one, fits in offered if fits and one.is_mandatory), None)
        if due is None or due.published is None:
            return
        name, missing = due.name, queries.missing(due.published.definition, rules.first_step(due.published.definition))
    else:
        name = run.version.name
        missing = queries.missing(run.version.definition, run.step) if run.state == State.OPEN else []
    if not missing:
        return
    reason = storable(reason).strip()
    if not reason:
        raise Conflict(
            "script_unfinished",
            Text(
                f"话术“{name}”还有 {len(missing)} 个必答题，例如：{missing[0]} 请走完，或填写未走完的原因。",
                f"The script “{name}” has {len(missing)} required questions left, such as: {missing[0]} "
                "Finish it, or say why not.",
            ),
            extra={"missing": missing},
        )
    if run is None and due is not None:
        run = begin(actor, subject_id, brand_id=brand_id, script_id=due.id)
    assert run
    run.reason = reason[:200]
    run.save(update_fields=["reason"])


def _under_way(actor: Actor, subject_id: UUID) -> ScriptRun:
    run = _last(actor, subject_id).filter(state=State.OPEN).first()
    if run is None:
        raise Conflict("no_script", Text("还没有开始话术。", "No script is under way."))
    return run


def _last(actor: Actor, subject_id: UUID) -> QuerySet[ScriptRun]:
    rows = ScriptRun.objects.for_actor(actor).filter(contact__subject_id=subject_id)
    return rows.select_related("version").select_for_update(of=("self",)).order_by("-id")
