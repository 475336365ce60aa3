"""The usual rule, where nobody has changed it, counts tickets, conversations and calls together."""

from typing import Any

from django.db import migrations

from kefu.service.incidents.rules import standard

BEFORE = ("相似工单激增", "Many similar tickets")


def widen(apps: Any, schema_editor: Any) -> None:
    DetectionRule = apps.get_model("incidents", "DetectionRule")
    usual = DetectionRule._base_manager.filter(
        name__in=(*BEFORE, standard.RULE.zh), source="tickets", by="words", count=20, minutes=10, likeness=30
    )
    usual.update(source="all")
    for before, name in zip(BEFORE, standard.RULE, strict=True):
        taken = DetectionRule._base_manager.filter(name=name).values("organization")
        DetectionRule._base_manager.filter(name=before, source="all").exclude(organization__in=taken).update(name=name)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_calls")]

    operations = [migrations.RunPython(widen, migrations.RunPython.noop)]
