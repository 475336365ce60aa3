"""Brings the database to this version before any role starts; a process of its own, so that its memory goes again.

Several hosts may do this at once: an advisory lock lets one after the other. A database that was empty gets the demo
organization unless `kefu setup` chose otherwise; one that holds anything never does.
"""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg

from kefu.config import logs
from kefu.config.environment import Environment
from kefu.config.processes import die_with_supervisor
from kefu.config.setup import choice
from kefu.config.state import read_state, write_state

LOCK = 7_301_000


def main() -> None:
    die_with_supervisor()
    environment = Environment.read()
    logs.configure(environment.log_level)
    marker = environment.state_directory / choice.DEMO
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        (is_empty,) = connection.execute("SELECT to_regclass('django_migrations') IS NULL").fetchone() or (False,)
        chosen = choice.chosen(environment)
        if is_empty and chosen not in ("use", "page"):
            write_state(marker, {"state": "wanted"})
        _migrate()
        if chosen == "demo" and connection.execute("SELECT 1 FROM kernel_organization").fetchone() is None:
            write_state(marker, {"state": "wanted"})
        if read_state(marker).get("state") == "wanted":
            print("Creating the demo organization", flush=True)
            subprocess.run([sys.executable, "-m", "kefu.config.cli", "demo", "--first"], check=True)
            write_state(marker, {"state": "created"})


def _migrate() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kefu.config.settings")
    import django
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        print(f"Migrating the database: {len(plan)} steps", flush=True)
        call_command("migrate", verbosity=0, interactive=False)
    connection.close()


if __name__ == "__main__":
    main()
