"""Work for later, deferred in the transaction of the data it concerns: it is there if and only if that commits."""

import contextlib
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


def defer(
    task: str, *, at: datetime | None = None, queue: str = "timers", once: str | None = None, **arguments: Any
) -> None:
    """Run the task of this full name (`kefu.….jobs.name`) at `at`, or as soon as a worker is free.

    While a task deferred with the same `once` waits, another is not added.
    """
    deferrer = app.configure_task(task, queue=queue, schedule_at=at, queueing_lock=once)
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        deferrer.defer(**{k: str(v) for k, v in arguments.items()})
