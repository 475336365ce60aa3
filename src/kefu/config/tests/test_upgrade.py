"""`kefu upgrade` on a real PostgreSQL: an old database, a migration that fails midway, and the way back."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from kefu.config.postgres import Cluster, available
from kefu.config.state import FileLock
from kefu.config.tests.instances import Instance, free_port
from kefu.config.tests.test_postgres import Listening
from kefu.config.upkeep import archive, backups, schema, upgrade

# all but the last steps that lead to today, and a shop that has lived since then
OLD = """
import django; django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
leaves = executor.loader.graph.leaf_nodes()
plan = executor.migration_plan(leaves)
state = executor.migrate(leaves, plan[:-12])
state.apps.get_model("kernel", "Organization").objects.create(code="shop", name="青山小店")
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server as a company runs it, with the database of an older version."""
    port = free_port()
    their = Listening(Instance(tmp_path_factory.mktemp("server") / "data", free_port()).environment, port)
    their.start()
    with psycopg.connect(their.url(), autocommit=True) as connection:
        connection.execute("CREATE ROLE shop LOGIN PASSWORD 'geheim'")
        connection.execute("CREATE DATABASE shop OWNER shop")
        connection.execute("CREATE DATABASE born OWNER shop")
    yield f"postgresql://shop:geheim@127.0.0.1:{port}/shop"
    their.discard()


THIS = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from kefu.kernel.models import Organization
Organization.objects.create(code="shop", name="青山小店")
"""


def plant(instance: Instance, url: str, version: str) -> None:
    variables = {**instance.variables, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "kefu.config.settings"}
    subprocess.run([sys.executable, "-c", version], env=variables, check=True, timeout=600)


NEWER = {"DJANGO_SETTINGS_MODULE": "kefu.config.tests.newer_settings", "KEFU_TEST_FAILS": "1"}


def state(url: str) -> tuple[str, int, dict[str, int]]:
    """The shop's name, how many migrations are applied, and the rows of every table."""
    with psycopg.connect(url) as connection:
        (name,) = connection.execute("SELECT name FROM kernel_organization").fetchone() or ("",)
        (applied,) = connection.execute("SELECT count(*) FROM django_migrations").fetchone() or (0,)
    return name, applied, archive.rows_by_table(url)


def test_an_old_database_is_rehearsed_upgraded_and_taken_back(instance: Instance, server: str) -> None:
    url = server
    instance.extra = {"DATABASE_URL": url}
    plant(instance, url, OLD)
    before = state(url)
    instance.extra |= NEWER

    running = FileLock(instance.data / "supervisor.lock")
    running.acquire(holder="process 1")
    with running:
        refused = instance.command("upgrade")
        assert refused.returncode == 1 and "stop it first" in refused.stderr
        rehearsed = instance.command("upgrade", "--dry-run")
    assert rehearsed.returncode == 1 and "the plums were not ripe" in rehearsed.stderr
    assert state(url) == before and backups.listed(instance.environment) == []

    failed = instance.command("upgrade")
    assert failed.returncode == 1, failed.stdout
    assert "the plums were not ripe" in failed.stderr and "The database is as before" in failed.stderr
    assert state(url) == before
    (kept,) = backups.listed(instance.environment)
    assert "the plums were not ripe" in upgrade.last(instance.environment)["error"]

    with psycopg.connect(url, application_name="psql of somebody"):
        refused = instance.command("upgrade")
    assert refused.returncode == 1 and "psql of somebody" in refused.stderr

    del instance.extra["KEFU_TEST_FAILS"]
    done = instance.command("upgrade")
    assert done.returncode == 0, done.stderr
    name, applied, rows = state(url)
    assert name == "changed" and applied > before[1] and rows["newer_newer"] == 0
    assert upgrade.last(instance.environment)["error"] == ""
    assert kept in backups.listed(instance.environment)
    rehearsed = instance.command("upgrade", "--dry-run")
    assert rehearsed.returncode == 0 and "Nothing to do" in rehearsed.stdout
    born = url.removesuffix("shop") + "born"
    plant(instance, born, THIS)  # at once, from an empty database
    assert statements(instance, url) == statements(instance, born)


def statements(instance: Instance, url: str) -> set[str]:
    """What makes the tables of this database, without those of the newer version; casts are written anew by every copy."""
    told = schema.dump(Cluster(instance.environment).binaries, url)
    plain = re.sub(r"::\w+( varying)?(\[\])?|[()]", "", told)
    mine = (one for one in plain.split(";\n") if "newer" not in one)
    return {
        one
        for one in mine
        if not one.startswith(("INSERT", "SELECT pg_catalog.setval", "CREATE SEQUENCE", "COMMENT ON SCHEMA"))
    }


def test_on_the_embedded_server_too_and_without_a_backup_nothing_is_touched(instance: Instance) -> None:
    with available(instance.environment, holder="test") as url:
        plant(instance, url, THIS)
        before = state(url)
        instance.extra = NEWER
        failed = instance.command("upgrade")
        assert failed.returncode == 1 and "The database is as before" in failed.stderr
        assert state(url) == before
        shutil.rmtree(instance.data / "backups")
        instance.data.joinpath("backups").write_text("no folder")
        refused = instance.command("upgrade")
        assert refused.returncode == 1 and "nothing was changed" in refused.stderr
        assert state(url) == before
