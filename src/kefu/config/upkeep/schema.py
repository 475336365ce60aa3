"""`python -m kefu.config.upkeep.schema waiting|migrate`: what an upgrade asks Django about the database in DATABASE_URL."""

from __future__ import annotations

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kefu.config.settings")
    import django

    django.setup()
    {"waiting": waiting, "migrate": migrate}[sys.argv[1]]()


def waiting() -> None:
    """Print the migrations that the database has not."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print(f"{migration.app_label}.{migration.name}")


def migrate() -> None:
    """Apply them, and look whether this code can read what came of it."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    _read_every_table()


def _read_every_table() -> None:
    """Fails when a table has not the columns that this code reads."""
    from django.apps import apps

    from kefu.kernel.tenancy import TenantModel

    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, TenantModel):
            model.objects.across_organizations("looking at every table after an upgrade").first()
        elif model._meta.managed and model._meta.default_manager is not None:
            model._meta.default_manager.first()


if __name__ == "__main__":
    main()
