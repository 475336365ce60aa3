"""The worker role: jobs, the relay that orders events, the modules' reactions to them, and the reader of mailboxes."""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
import signal
import threading
from collections.abc import Callable

from kefu.config.environment import Environment

QUICK_QUEUES = ("timers", "deliveries", "builtin")
QUICK_JOBS = 4
SLOW_QUEUES = ("heavy",)  # imports, exports, indexing: never in the way of a timer
SLOW_JOBS = 1
UPKEEP_QUEUES = ("upkeep",)  # a backup takes as long as it takes, and is in nobody's way
UPKEEP_JOBS = 1
ASKING_QUEUES = ("asking",)  # language models: slow to answer, cheap to wait for
ASKING_JOBS = 4
SPEECH_QUEUES = ("speech",)  # hearing and speaking: a process of its own for each job, and both cores for minutes
SPEECH_JOBS = 1
SERVED = (
    (QUICK_QUEUES, QUICK_JOBS),
    (SLOW_QUEUES, SLOW_JOBS),
    (UPKEEP_QUEUES, UPKEEP_JOBS),
    (ASKING_QUEUES, ASKING_JOBS),
    (SPEECH_QUEUES, SPEECH_JOBS),
)
STALLED_SECONDS = 30
KEEP_FAILED_HOURS = 7 * 24

logger = logging.getLogger(__name__)


def run(environment: Environment) -> None:
    import django

    django.setup()
    from kefu.config.upkeep import watch
    from kefu.contact.mail.driver import reading
    from kefu.kernel.events import relay, subscribers

    watch.take(environment)  # what the last look left may be of yesterday
    stop = threading.Event()
    is_broken = threading.Event()
    threads = [_thread(part, stop, is_broken) for part in (relay.run, subscribers.run, reading.run)]
    try:
        asyncio.run(_jobs())
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    if is_broken.is_set():
        raise SystemExit(1)


def _thread(
    part: Callable[[threading.Event], None], stop: threading.Event, is_broken: threading.Event
) -> threading.Thread:
    """Run `part` beside the jobs; when it fails, the whole role ends and the supervisor starts it afresh."""

    def guarded() -> None:
        try:
            part(stop)
        except Exception:
            logger.exception("%s failed", part.__module__)
            is_broken.set()
            os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=guarded, name=part.__module__)
    thread.start()
    return thread


async def _jobs() -> None:
    """Work on jobs until SIGTERM or SIGINT; a job that has begun is finished."""
    from procrastinate.contrib.django import app

    importlib.import_module("kefu.config.upkeep.jobs")  # what is no module of business is not found by itself
    _plan_housekeeping()
    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]  # the Django one has it
    async with worker.open_async():
        workers = [
            asyncio.create_task(
                worker.run_worker_async(
                    queues=list(queues),
                    concurrency=concurrency,
                    install_signal_handlers=False,
                    delete_jobs="successful",
                    listen_notify=True,
                )
            )
            for queues, concurrency in SERVED
        ]
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, lambda: [task.cancel() for task in workers])
        done, running = await asyncio.wait(workers, return_when=asyncio.FIRST_COMPLETED)
        for task in running:
            task.cancel()
        for result in await asyncio.gather(*done, *running, return_exceptions=True):
            if isinstance(result, Exception):
                raise result


def _plan_housekeeping() -> None:
    from procrastinate import JobContext, builtin_tasks
    from procrastinate.contrib.django import app

    @app.periodic(cron="* * * * *")
    @app.task(name="worker.rescue", queue="builtin", queueing_lock="worker.rescue", pass_context=True)
    async def rescue(context: JobContext, timestamp: int) -> None:
        """Jobs of a worker that was killed begin again."""
        for job in await context.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
            await context.app.job_manager.retry_job(job)

    @app.periodic(cron="41 3 * * *")
    @app.task(name="worker.purge", queue="builtin", queueing_lock="worker.purge", pass_context=True)
    async def purge(context: JobContext, timestamp: int) -> None:
        """Successful jobs are deleted at once; failed ones stay a week to be looked at."""
        await builtin_tasks.remove_old_jobs(
            context, max_hours=KEEP_FAILED_HOURS, remove_failed=True, remove_cancelled=True, remove_aborted=True
        )
