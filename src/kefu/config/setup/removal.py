"""Taking the demo away, with everything that was ever said or counted in it."""

from __future__ import annotations

import shutil
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from kefu.config.environment import Environment
from kefu.config.setup import choice
from kefu.foundation.accounts import queries as accounts
from kefu.kernel.errors import Conflict
from kefu.kernel.i18n import Text
from kefu.kernel.models import Organization

NO_DEMO = Conflict(
    "no_demo",
    Text("这是正式组织，不能这样清除。", "This organization is no demo and cannot be removed like this."),
)


def remove_demo(environment: Environment, organization_id: UUID) -> None:
    """Delete a demo organization, its rows, files and sign-ins. Raises Conflict when it is none."""
    with transaction.atomic():
        organization = Organization.objects.select_for_update().filter(id=organization_id).first()
        if organization is None or not organization.is_demo:
            raise NO_DEMO
        _delete_rows(organization_id)
        organization.delete()
    shutil.rmtree(settings.MEDIA_ROOT / str(organization_id), ignore_errors=True)
    accounts.forget()
    choice.forget_demo(environment)


def _delete_rows(organization_id: UUID) -> None:
    """Foreign keys are checked when the transaction commits, so the order does not matter."""
    tables = list(apps.get_models(include_auto_created=True))
    own = [model for model in tables if _column(model)]
    others = [model for model in tables if not _column(model) and model is not Organization]
    with connection.cursor() as cursor:
        # what an audit log must never suffer, except with its whole organization
        cursor.execute("ALTER TABLE kernel_auditentry DISABLE TRIGGER append_only")
        for model in others:
            for field in _links(model, own):
                cursor.execute(
                    f'DELETE FROM "{model._meta.db_table}" WHERE "{field.column}" IN '
                    f'(SELECT id FROM "{_target(field)._meta.db_table}" WHERE organization_id = %s)',
                    [organization_id],
                )
        for model in own:
            cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE organization_id = %s', [organization_id])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE kernel_auditentry ENABLE TRIGGER append_only")


def _column(model: type[models.Model]) -> bool:
    return any(field.column == "organization_id" for field in model._meta.concrete_fields)


def _links(model: type[models.Model], own: list[type[models.Model]]) -> list[models.ForeignKey[models.Model]]:
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in own
    ]


def _target(field: models.ForeignKey[models.Model]) -> type[models.Model]:
    assert isinstance(field.related_model, type)
    return field.related_model
