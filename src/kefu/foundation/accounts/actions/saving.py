"""Saving and deleting rows so that a broken constraint becomes a sentence."""

from collections.abc import Mapping

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from kefu.kernel.errors import Conflict, FieldError
from kefu.kernel.i18n import Text

TAKEN: Mapping[str, tuple[str, Text]] = {
    "employee_number_once": ("employee_number", Text("该工号已存在。", "This employee number is taken.")),
    "mobile_once": ("mobile", Text("该手机号已被使用。", "This mobile number is taken.")),
    "email_once": ("email", Text("该邮箱已被使用。", "This e-mail address is taken.")),
    "brand_code_once": ("code", Text("该品牌代码已存在。", "A brand with this code exists.")),
    "role_code_once": ("code", Text("该角色代码已存在。", "A role with this code exists.")),
    "skill_code_once": ("code", Text("该技能代码已存在。", "A skill with this code exists.")),
    "team_name_once": ("name", Text("该班组名称已存在。", "A team of this name exists.")),
    "presence_reason_once": ("code", Text("该原因代码已存在。", "A reason with this code exists.")),
    "kernel_organization_code_key": ("code", Text("该组织代码已存在。", "An organization with this code exists.")),
}


def save(row: models.Model) -> None:
    """Save within a savepoint. Raises Conflict naming the field whose value somebody else has."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        for constraint, (field, text) in TAKEN.items():
            if constraint in str(error):
                raise Conflict(f"{field}_taken", text, errors=[FieldError(field, text)]) from error
        raise


def delete(row: models.Model) -> None:
    """Delete within a savepoint. Raises Conflict while something else refers to the row."""
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as error:
        text = Text(
            "正在使用中，无法删除。请先解除引用。",
            "It is in use and cannot be deleted; remove what refers to it first.",
        )
        raise Conflict("in_use", text) from error
