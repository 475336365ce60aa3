"""The test run's own PostgreSQL: one server per run, one database per worker, copied from a template that is migrated
once. Everything lives in one temporary directory, so several runs go on side by side."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import hypothesis
import psycopg
import pytest
from tests import spread

from kefu.config import logs
from kefu.config.environment import Environment
from kefu.config.postgres import Cluster
from kefu.config.state import FileLock

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

TEMPLATE = "kefu_template"
RUN_DIRECTORY = "KEFU_TEST_RUN"


def start_server() -> Cluster | None:
    """The server of this run, started before anything can load the settings; the workers of xdist inherit its address."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kefu.config.settings"
    if "PYTEST_XDIST_WORKER" in os.environ:
        return None
    run = Path(tempfile.mkdtemp(prefix="kefu-test-"))
    os.environ.update(KEFU_DATA=str(run), **{RUN_DIRECTORY: str(run)})
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # the roles that tests start would compile everything at every start
    os.environ.setdefault("KEFU_VOICE", "off")  # tests of the telephone start engines of their own
    cluster = Cluster(Environment.read(), durable=False)
    cluster.start()
    os.environ["DATABASE_URL"] = cluster.url()
    return cluster


# a busy machine is slow to draw examples, and that says nothing of the code
hypothesis.settings.register_profile("kefu", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("kefu")

# conftest files of folders named on the command line are imported right after this one, and import models
SERVER = start_server()
django.setup()
logs.configure("WARNING")


def pytest_unconfigure() -> None:
    if SERVER:
        SERVER.discard()
        shutil.rmtree(os.environ[RUN_DIRECTORY], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=spread.rank)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """For `-n` alone; a `--dist` that somebody asks for is obeyed."""
    if config.getvalue("dist") != "load":
        return None
    from xdist.scheduler import LoadScopeScheduling

    config.option.loadscopereorder = False  # the order of the collection is that of `spread.rank`
    scheduling = LoadScopeScheduling(config, log)
    scheduling._split_scope = spread.piece
    return scheduling


@pytest.fixture(scope="session")
def run_directory() -> Path:
    """Shared by all workers of this run."""
    return Path(os.environ[RUN_DIRECTORY])


@pytest.fixture(scope="session")
def django_db_setup(run_directory: Path, worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of this worker's own."""
    from django.core.management import call_command
    from django.db import connection

    server = Cluster(Environment.read(), durable=False)
    migrated = run_directory / "template.migrated"
    with FileLock(run_directory / "template.lock"), psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        if not migrated.exists():
            admin.execute(f"CREATE DATABASE {TEMPLATE}")
            with django_db_blocker.unblock():
                connection.settings_dict["NAME"] = TEMPLATE
                call_command("migrate", verbosity=0, interactive=False)
                connection.close()
            migrated.touch()
        admin.execute(f"CREATE DATABASE kefu_{worker_id} TEMPLATE {TEMPLATE}")
    connection.settings_dict["NAME"] = f"kefu_{worker_id}"
    yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture(autouse=True)
def _at_home() -> None:
    """The language of a request answered in this process stays with it; the next test begins in Chinese."""
    from kefu.kernel import i18n

    i18n.use("zh-CN")


@pytest.fixture(autouse=True, scope="session")
def _cheap_passwords() -> None:
    """The real hasher is slow on purpose."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
