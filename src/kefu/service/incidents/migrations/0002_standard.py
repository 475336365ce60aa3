"""Organizations that are there already get the usual rule and causes too."""

from typing import Any

from django.db import migrations

from kefu.service.incidents.rules import standard


def plant(apps: Any, schema_editor: Any) -> None:
    Organization = apps.get_model("kernel", "Organization")
    DetectionRule = apps.get_model("incidents", "DetectionRule")
    IncidentCause = apps.get_model("incidents", "IncidentCause")
    for organization in Organization.objects.all():
        DetectionRule._base_manager.create(organization=organization, name=standard.RULE.zh)
        IncidentCause._base_manager.bulk_create(
            IncidentCause(organization=organization, name_zh=cause.zh, name_en=cause.en, position=position)
            for position, cause in enumerate(standard.CAUSES)
        )


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
