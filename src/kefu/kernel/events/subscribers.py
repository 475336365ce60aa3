"""Delivers stamped events to the modules: each reads with its own cursor, at least once, and a poison event is set aside."""

import threading
import time
import traceback

import psycopg
import structlog
from django.db import InterfaceError, OperationalError, connection, transaction

from ..database import connect, wait_for_notice
from ..models import OutboxEvent, ParkedEvent, Subscription
from ..text import storable
from .base import Event, load
from .reactions import SUBSCRIBERS, Handler
from .relay import CURSOR_CHANNEL, stamp

log = structlog.get_logger(__name__)

ATTEMPTS = 3
PAUSE_SECONDS = (0.05, 0.5)
BATCH = 100
IDLE_GAP = 500
FOLLOW_SECONDS = 5.0
EVERYBODY_SECONDS = 1.0
NEWER = "SELECT name, max(position) FROM kernel_outboxevent WHERE position > %(position)s GROUP BY name"
REACHED = "(SELECT position FROM kernel_subscription WHERE name = %(name)s)"
UNREAD = (
    f"SELECT *, {REACHED} AS reached FROM kernel_outboxevent WHERE position > coalesce({REACHED}, 0)"
    " AND name = ANY(%(names)s) ORDER BY position LIMIT %(most)s"
)
CLAIM = "UPDATE kernel_subscription SET position = %(position)s WHERE name = %(name)s AND position < %(position)s"
GATHER_SECONDS = 0.01  # under load, events that come in between are read together


def run(stop: threading.Event) -> None:
    """Serve every subscriber in a thread of its own until `stop`."""
    wakes = {name: threading.Event() for name in SUBSCRIBERS}
    threads = [
        threading.Thread(target=_serve, args=(name, wakes[name], stop), name=f"reactions {name}") for name in wakes
    ]
    for thread in threads:
        thread.start()
    while not stop.is_set():
        try:
            with connect("kefu-subscribers") as listener:
                listener.execute(f"LISTEN {CURSOR_CHANNEL}")
                _wake_concerned(listener, wakes, stop)
        except psycopg.OperationalError as error:
            log.warning("subscribers.database_away", error=str(error))
            stop.wait(0.5)
    for wake in wakes.values():
        wake.set()
    for thread in threads:
        thread.join()


def _wake_concerned(listener: psycopg.Connection, wakes: dict[str, threading.Event], stop: threading.Event) -> None:
    """Follow the stamped events and wake whom their names concern; now and then everybody, should a wake-up be lost."""
    (position,) = listener.execute("SELECT coalesce(max(position), 0) FROM kernel_outboxevent").fetchone() or (0,)
    everybody_at = 0.0
    while not stop.is_set():
        if time.monotonic() >= everybody_at:
            everybody_at = time.monotonic() + EVERYBODY_SECONDS
            concerned = set(wakes)
        else:
            concerned = set()
        newer = listener.execute(NEWER, {"position": position}).fetchall()
        for event_name, last in newer:
            position = max(position, last)
            concerned.update(name for name in wakes if event_name in SUBSCRIBERS[name])
        for name in concerned:
            wakes[name].set()
        wait_for_notice(listener, seconds=1.0)


def _serve(name: str, wake: threading.Event, stop: threading.Event) -> None:
    is_ready, followed = False, time.monotonic()
    while not stop.is_set():
        wake.wait(1.0)
        wake.clear()
        try:
            if not is_ready:
                with connection.cursor() as cursor:  # what a crash could lose, the cursor of this subscriber repeats
                    cursor.execute("SET synchronous_commit = off")
                is_ready = True
            while not stop.is_set() and deliver(name) == BATCH:
                pass
            if time.monotonic() - followed > FOLLOW_SECONDS:
                follow_unread(name)
                followed = time.monotonic()
            stop.wait(GATHER_SECONDS)
        except (OperationalError, InterfaceError) as error:
            log.warning("subscriber.database_away", subscriber=name, error=str(error))
            connection.close()
            is_ready = False
            stop.wait(0.5)
        except Exception:  # a thread that ended here would leave its module deaf for good
            log.exception("subscriber.failed", subscriber=name)
            stop.wait(0.5)
    connection.close()


def deliver(name: str) -> int:
    """Hand the next events to subscriber `name`, each in a transaction of its own; returns how many there were."""
    handlers = SUBSCRIBERS[name]
    rows = list(OutboxEvent.objects.raw(UNREAD, {"name": name, "names": list(handlers), "most": BATCH}))
    if rows and vars(rows[0])["reached"] is None:  # the first ones of its life
        Subscription.objects.get_or_create(name=name)
    passed: OutboxEvent | None = None
    for row in rows:
        for attempt in range(ATTEMPTS):
            try:
                event, concerned = _concerned(row, handlers[row.name])
                passed = None if concerned else row
                if concerned:
                    with transaction.atomic():
                        if _claim(name, row):
                            for handler in concerned:
                                handler.react(event)
                break
            except (OperationalError, InterfaceError):
                raise
            except Exception as error:
                log.exception(
                    "reaction.failed", subscriber=name, event_name=row.name, position=row.position, attempt=attempt + 1
                )
                if attempt + 1 == ATTEMPTS:
                    _park(name, row, error)
                else:
                    time.sleep(PAUSE_SECONDS[attempt])
    if passed:
        _claim(name, passed)
    return len(rows)


def _claim(name: str, row: OutboxEvent) -> bool:
    """Move the cursor over `row` in this transaction; False when another worker already has."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"name": name, "position": row.position})
        return bool(cursor.rowcount)


def _concerned(row: OutboxEvent, handlers: list[Handler]) -> tuple[Event, list[Handler]]:
    """The event, and who has something to do."""
    event = load(row)
    return event, [handler for handler in handlers if handler.concerns(event)]


def _park(name: str, row: OutboxEvent, error: Exception) -> None:
    with transaction.atomic():
        if _claim(name, row):
            ParkedEvent.objects.create(
                subscriber=name,
                position=row.position or 0,
                organization_id=row.organization_id,
                name=row.name,
                payload=row.payload,
                error=storable("".join(traceback.format_exception(error)))[-4000:],
            )


def follow_unread(name: str) -> None:
    """Let an idle cursor follow the others from afar, so that old events can be deleted."""
    position = Subscription.objects.get_or_create(name=name)[0].position
    last = OutboxEvent.objects.exclude(position=None).order_by("-position").values_list("position", flat=True).first()
    if last is None or last - position <= IDLE_GAP:
        return
    unread = OutboxEvent.objects.filter(position__gt=position, position__lte=last, name__in=list(SUBSCRIBERS[name]))
    if not unread.exists():
        Subscription.objects.filter(name=name, position=position).update(position=last)


def drain(*, times: int = 2) -> None:
    """Stamp and deliver everything now, in this thread and connection, each event `times` times, until nothing is left.

    For tests, which prove with it that reactions are idempotent, and for commands that must end in a settled state.
    """
    connection.ensure_connection()
    delivered = 1
    while delivered:
        delivered = 0
        while stamp(connection.connection):
            pass
        for name, handlers in list(SUBSCRIBERS.items()):
            subscription, _ = Subscription.objects.get_or_create(name=name)
            for row in OutboxEvent.objects.filter(position__gt=subscription.position, name__in=list(handlers)).order_by(
                "position"
            ):
                with transaction.atomic():
                    if _claim(name, row):
                        for _ in range(times):
                            event, concerned = _concerned(row, handlers[row.name])
                            for handler in concerned:
                                handler.react(event)
                        delivered += 1
