"""Work for later, deferred in the transaction of the data it concerns: it is there if and only if that commits."""

from datetime import datetime
from typing import Any

from procrastinate.contrib.django import app


def defer(task: str, *, at: datetime | None = None, queue: str = "timers", **arguments: Any) -> None:
    """Run the task of this full name (`kefu.….jobs.name`) at `at`, or as soon as a worker is free."""
    app.configure_task(task, queue=queue, schedule_at=at).defer(**{k: str(v) for k, v in arguments.items()})
