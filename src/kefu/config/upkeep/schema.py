"""`python -m kefu.config.upkeep.schema waiting|migrate`: what an upgrade asks Django about the database in DATABASE_URL.

`… write` (`make schema`) writes `schema.sql`, with which empty databases begin (decision 0052), anew.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from kefu.config.environment import Environment
from kefu.config.postgres import owned

FILE = Path(__file__).parents[1] / "schema.sql"
NOT_OURS = ("auth_permission", "django_content_type")  # Django writes their rows after every migration
SETTING = re.compile(r"SET \w+ = .*;$|SELECT pg_catalog\.set_config|--|\\")
"""What holds for the dump's own session, and remarks."""
APPLIED = re.compile(r"(INSERT INTO public\.django_migrations .*, )'[^']*'\);")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kefu.config.settings")
    if sys.argv[1] == "write":
        return write()
    import django

    django.setup()
    {"waiting": waiting, "migrate": migrate}[sys.argv[1]]()


def write() -> None:
    """From a database of its own that has gone through all migrations; takes minutes."""
    with tempfile.TemporaryDirectory(prefix="kefu-schema-") as data:
        environment = Environment.read({"KEFU_DATA": data})
        with owned(environment, holder="make schema") as cluster:
            os.environ |= {"KEFU_DATA": data, "DATABASE_URL": cluster.url()}
            import django
            from django.conf import settings
            from django.core.management import call_command

            django.setup()
            settings.SCHEMA = None
            call_command("migrate", verbosity=0, interactive=False)
            FILE.write_text(dump(cluster.binaries, cluster.url()), encoding="utf-8")


def dump(binaries: Path, url: str) -> str:
    """The tables of a database, and which migrations made them, as statements for an empty one."""
    kept = [f"--exclude-table-data={table}" for table in NOT_OURS]
    command = [str(binaries / "pg_dump"), "--no-owner", "--no-privileges", "--inserts", *kept, url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    lines = [line for line in told.splitlines() if line and not SETTING.match(line)]
    return APPLIED.sub(r"\1now());", "\n".join(lines)) + "\n"


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
