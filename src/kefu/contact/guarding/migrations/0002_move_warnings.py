from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def move(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The warning list belongs to the module `callers` now."""
    entries = apps.get_model('callers', 'WarningEntry').objects
    for old in apps.get_model('guarding', 'WarningEntry').objects.select_related('customer', 'visitor'):
        entries.create(
            id=old.id,
            created_at=old.created_at,
            organization_id=old.organization_id,
            brand_id=(old.customer or old.visitor).brand_id,
            customer_id=old.customer_id,
            visitor_id=old.visitor_id,
            name=old.name,
            reason=old.reason,
            added_by_id=old.added_by_id,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('callers', '0001_initial'),
        ('conversations', '0002_expected_disposition'),
        ('guarding', '0001_initial'),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
