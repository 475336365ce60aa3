"""Skills that work may ask for."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from kefu.kernel import audit
from kefu.kernel.actor import Actor

from .. import permissions
from ..models import Skill
from .saving import delete, save


@transaction.atomic
def create_skill(actor: Actor, *, code: str, name: str) -> Skill:
    """Raises Conflict for a code that exists."""
    actor.require(permissions.SKILLS_MANAGE)
    skill = Skill(organization_id=actor.organization_id, code=code, name=name)
    save(skill)
    audit.record(actor, action="skill.created", target_type="skill", target_id=skill.id, target_label=name)
    return skill


@transaction.atomic
def update_skill(actor: Actor, *, skill_id: UUID, changes: Mapping[str, str]) -> Skill:
    """Change code and name, as far as named."""
    actor.require(permissions.SKILLS_MANAGE)
    skill = Skill.objects.get_for(actor, skill_id)
    before = {"code": skill.code, "name": skill.name}
    skill.code, skill.name = changes.get("code", skill.code), changes.get("name", skill.name)
    save(skill)
    audit.record(
        actor, action="skill.updated", target_type="skill", target_id=skill.id, target_label=skill.name,
        before=before, after={"code": skill.code, "name": skill.name},
    )  # fmt: skip
    return skill


@transaction.atomic
def delete_skill(actor: Actor, *, skill_id: UUID) -> None:
    """Delete a skill; nobody has it any more. Raises Conflict while work asks for it."""
    actor.require(permissions.SKILLS_MANAGE)
    skill = Skill.objects.get_for(actor, skill_id)
    delete(skill)
    audit.record(actor, action="skill.deleted", target_type="skill", target_id=skill_id, target_label=skill.name)
