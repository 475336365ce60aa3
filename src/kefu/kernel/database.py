"""Connections outside of Django's: for listening, leading and sockets."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import psycopg
from django.db import connection as django_connection
from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")


def in_transaction(act: Callable[P, R]) -> Callable[P, R]:
    """In the transaction that runs, or one of its own; without a savepoint: `act` refuses before it writes."""

    @wraps(act)
    def acting(*arguments: P.args, **named: P.kwargs) -> R:
        if django_connection.in_atomic_block:
            return act(*arguments, **named)
        with transaction.atomic():
            return act(*arguments, **named)

    return acting


def parameters() -> dict[str, Any]:
    """What psycopg needs to reach the database that Django uses."""
    wanted = django_connection.get_connection_params()
    return {
        k: v for k, v in wanted.items() if k in {"dbname", "user", "password", "host", "port", "client_encoding"} and v
    }


def connect(name: str) -> psycopg.Connection:
    """An autocommit session of its own, named for pg_stat_activity."""
    return psycopg.connect(**parameters(), autocommit=True, application_name=name)


def try_lock(connection: psycopg.Connection, key: int) -> bool:
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", [key]).fetchone()
    return bool(row and row[0])


def wait_for_notice(connection: psycopg.Connection, *, seconds: float) -> None:
    """Return as soon as a notification arrives, or after `seconds`."""
    for _ in connection.notifies(timeout=seconds, stop_after=1):
        pass


def notify_on_commit(channel: str) -> None:
    """Wake whoever listens on `channel`, once the running transaction has committed."""

    def notify() -> None:
        with django_connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {channel}")

    transaction.on_commit(notify)


def listen(connection: psycopg.Connection, channel: str) -> None:
    connection.execute(f"LISTEN {channel}")


LOCK = "SELECT pg_advisory_xact_lock(%s, hashtext(%s))"
"""`lock_for_transaction`, to go together with other statements."""


def lock_for_transaction(key: int, text: str) -> None:
    """Hold an advisory lock on (`key`, `text`) until the running Django transaction ends."""
    with django_connection.cursor() as cursor:
        cursor.execute(LOCK, [key, text])
