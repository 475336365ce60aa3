"""Two kinds of events to test with, and threads that behave like the roles of a running instance."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from uuid import UUID

import psycopg
from django.db import connection, transaction

from kefu.kernel.database import connect
from kefu.kernel.events import Event, publish
from kefu.kernel.models import Organization


class Counted(Event):
    """Number `n` of an aggregate; nobody sees it live."""

    name: ClassVar = "kernel_tests.counted"
    aggregate: str
    n: int


class Shown(Event):
    name: ClassVar = "kernel_tests.shown"
    wire: ClassVar = "shown"
    n: int


class Narrowed(Event):
    """What its audience may see has changed."""

    name: ClassVar = "kernel_tests.narrowed"
    wire: ClassVar = "resync"


def make_organization(code: str = "ours") -> Organization:
    return Organization.objects.create(code=code, name="0")


def count(organization: Organization, times: int = 1) -> None:
    """Publish the next number of the organization, as an action does: lock, change, publish, commit."""
    for _ in range(times):
        with transaction.atomic():
            row = Organization.objects.select_for_update().get(id=organization.id)
            row.name = str(int(row.name) + 1)
            row.save(update_fields=["name"])
            publish(Counted(organization_id=row.id, aggregate=row.code, n=int(row.name)))


def show(organization_id: UUID, *numbers: int, audience: tuple[str, ...] = ("topic",)) -> None:
    with transaction.atomic():
        for n in numbers:
            publish(Shown(organization_id=organization_id, audience=audience, n=n))


def in_threads(*jobs: Callable[[], Any]) -> None:
    """Run all jobs at once, each with a connection of its own; the first error of any is raised here."""
    errors: list[BaseException] = []
    together = threading.Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> None:
        try:
            together.wait()
            job()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


@contextmanager
def running(*roles: Callable[[threading.Event], None]) -> Iterator[None]:
    stop = threading.Event()
    threads = [threading.Thread(target=role, args=(stop,)) for role in roles]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)
            assert not thread.is_alive()


def wait_until(holds: Callable[[], Any], *, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)


def kill(where: str, *arguments: Any) -> int:
    """Terminate the database sessions that the condition on pg_stat_activity describes; returns how many there were."""
    with connect("kefu-killer") as killer:
        rows = killer.execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND {where}",
            arguments,
        ).fetchall()
    return len(rows)


@contextmanager
def holding(statement: str, *arguments: Any) -> Iterator[psycopg.Connection]:
    """A transaction on another connection that keeps the statement's locks within the block."""
    with connect("kefu-holder") as holder, holder.transaction():
        holder.execute(statement, arguments)
        yield holder
