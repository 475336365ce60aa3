"""Gives committed events their place in the one order that every reader follows, and wakes the readers."""

import threading

import psycopg
import structlog
from django.db import connection as django_connection
from django.db import transaction

from ..database import connect, try_lock, wait_for_notice
from .base import OUTBOX_CHANNEL

log = structlog.get_logger(__name__)

CURSOR_CHANNEL = "kefu_cursor"
LEADER_LOCK = 7_301_001
STAMPING_LOCK = 7_301_003
BATCH = 1000
GATHER_SECONDS = 0.003  # under load, events that come in between share one stamping and one wake-up of all readers
# After a crash the last stamps may be lost with their transaction: a new leader skips ahead, so that no position means two things.
SKIP_ON_TAKEOVER = 10_000

STAMP = f"""
SELECT pg_advisory_xact_lock({STAMPING_LOCK});
WITH batch AS (
    SELECT id, base + row_number() OVER (ORDER BY id) AS place
    FROM (SELECT id FROM kernel_outboxevent WHERE position IS NULL ORDER BY id LIMIT {BATCH}) AS unstamped,
         (SELECT last_value AS base FROM kernel_event_position) AS sequence
), stamped AS (
    UPDATE kernel_outboxevent AS o SET position = batch.place FROM batch WHERE o.id = batch.id RETURNING o.position
), last AS (
    SELECT max(position) AS position, count(*) AS count FROM stamped
)
SELECT count, setval('kernel_event_position', position), pg_notify('{CURSOR_CHANNEL}', position::text)
FROM last WHERE position IS NOT NULL
"""


def run(stop: threading.Event) -> None:
    """Stamp and notify until `stop`; of several relays one leads, the others wait for its death. Reconnects for ever."""
    while not stop.is_set():
        try:
            with connect("kefu-relay") as connection:
                connection.execute("SET synchronous_commit = off")
                while not try_lock(connection, LEADER_LOCK):
                    if stop.wait(1.0):
                        return
                lead(connection, stop)
        except psycopg.OperationalError as error:
            log.warning("relay.database_away", error=str(error))
            stop.wait(0.5)


def lead(connection: psycopg.Connection, stop: threading.Event) -> None:
    connection.execute(f"LISTEN {OUTBOX_CHANNEL}")
    skip_ahead(connection)
    while not stop.is_set():
        if stamp(connection) < BATCH:
            stop.wait(GATHER_SECONDS)
            wait_for_notice(connection, seconds=1.0)


def skip_ahead(connection: psycopg.Connection) -> None:
    connection.execute(
        "SELECT setval('kernel_event_position', last_value + %s) FROM kernel_event_position", [SKIP_ON_TAKEOVER]
    )


def hurry() -> None:
    """Stamp now, on Django's connection, what is committed: for whoever does next what readers should have heard of before."""
    with transaction.atomic(), django_connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")  # as the leader does
        stamp(django_connection.connection)


def stamp(connection: psycopg.Connection) -> int:
    """Stamp one batch and wake its readers; returns how many events it held.

    A command that drains, or is in a hurry, may stamp beside the leader: one at a time.
    """
    stamped = connection.execute(
        STAMP
    )  # one round trip, one transaction: each statement sees what was committed before it
    stamped.nextset()
    row = stamped.fetchone()
    return int(row[0]) if row else 0
