from datetime import timedelta
from typing import Any

from django.db import migrations, models
from django.db.models.functions import Now


def begin_now(apps: Any, schema_editor: Any) -> None:
    """Since when it is parked was not written down: from now on, nothing is taken from its time of handling that is not certain."""
    apps.get_model("routing", "WorkItem")._base_manager.filter(is_parked=True).update(parked_at=Now())


class Migration(migrations.Migration):

    dependencies = [
        ('routing', '0009_callbacks'),
    ]

    operations = [
        migrations.AddField('workitem', 'parked_at', models.DateTimeField(null=True)),
        migrations.AddField('contact', 'parked_for', models.DurationField(default=timedelta)),
        migrations.RunPython(begin_now, migrations.RunPython.noop),
        migrations.RemoveField('workitem', 'is_parked'),
    ]
