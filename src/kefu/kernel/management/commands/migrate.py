"""`migrate`, which gives an empty database its tables at once instead of replaying every change that led to them."""

from __future__ import annotations

from typing import Any

import structlog
from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

log = structlog.get_logger(__name__)
BY_HAND = ("app_label", "plan", "check_unapplied", "fake", "fake_initial", "run_syncdb", "prune")


class Command(Migrate):
    """Migrations that are newer than `settings.SCHEMA` are applied after it, as anywhere else."""

    def handle(self, *arguments: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if (
            settings.SCHEMA
            and not any(options.get(name) for name in BY_HAND)
            and not connection.introspection.table_names()
        ):
            plant(connection)
        super().handle(*arguments, **options)


def plant(connection: BaseDatabaseWrapper) -> None:
    """All of the file, or nothing: a server that cannot read it gets its tables by migrations."""
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SET LOCAL check_function_bodies = off")  # they stand before the tables that they read
            cursor.execute(settings.SCHEMA.read_text(encoding="utf-8"))
    except (DatabaseError, OSError) as error:
        log.warning("schema.refused", error=str(error))
