"""Organizations that are there already get the usual types and promises too."""

from typing import Any

from django.db import migrations

from kefu.service.tickets.rules import standard


def plant(apps: Any, schema_editor: Any) -> None:
    Organization = apps.get_model("kernel", "Organization")
    Calendar = apps.get_model("calendars", "Calendar")
    SlaPolicy = apps.get_model("tickets", "SlaPolicy")
    TicketType = apps.get_model("tickets", "TicketType")
    for organization in Organization.objects.all():
        calendar = Calendar._base_manager.filter(organization=organization).order_by("id").first()
        policy = SlaPolicy._base_manager.create(
            organization=organization, name=standard.PROMISE[0], calendar=calendar, targets=standard.TARGETS
        )
        TicketType._base_manager.bulk_create(
            TicketType(
                organization=organization,
                code=kind.code,
                name_zh=kind.zh,
                name_en=kind.en,
                definition=kind.definition,
                policy=policy,
                position=position,
            )
            for position, kind in enumerate(standard.TYPES)
        )


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
