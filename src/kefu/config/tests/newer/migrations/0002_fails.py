import os
from typing import Any

from django.db import migrations


def fail(apps: Any, schema_editor: Any) -> None:
    apps.get_model("newer", "Newer").objects.all().delete()
    if os.environ.get("KEFU_TEST_FAILS"):
        raise RuntimeError("the plums were not ripe")


class Migration(migrations.Migration):
    dependencies = [("newer", "0001_table")]
    operations = [migrations.RunPython(fail)]
