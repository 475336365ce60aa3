"""Forgetting an organization that was never real, such as the demo."""

from uuid import UUID

from django.apps import apps
from django.db import connection, models

from .models import Organization


def delete_everything_of(organization_id: UUID) -> None:
    """Delete the organization and each row of it, its audit log included; in a transaction. For what was never real.

    Foreign keys are checked at the end, so the order does not matter.
    """
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
        cursor.execute("DELETE FROM kernel_organization WHERE id = %s", [organization_id])
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
