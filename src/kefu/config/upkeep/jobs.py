"""The worker's rounds: a look every minute, a backup when it is due or asked for."""

from contextlib import suppress

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kefu.config.postgres import Cluster
from kefu.config.upkeep import backups, watch
from kefu.config.upkeep.archive import BackupFailed


@app.periodic(cron="* * * * *")
@app.task(queue="timers", queueing_lock="upkeep.look", pass_context=False)
def look(timestamp: int) -> None:
    watch.take(settings.ENVIRONMENT)
    if watch.is_due(settings.ENVIRONMENT):
        ask(by_hand=False)


@app.task(queue="upkeep", queueing_lock="upkeep.back_up")
def back_up(by_hand: bool) -> None:
    """One that waited while another was written may be due no more."""
    environment = settings.ENVIRONMENT
    if by_hand or watch.is_due(environment):
        with suppress(BackupFailed):  # remembered, and told by the look that follows
            backups.make(environment, environment.database_url or Cluster(environment).url())
        watch.take(environment)


def ask(*, by_hand: bool) -> None:
    """Let the worker write a backup; one that waits already is enough."""
    with suppress(AlreadyEnqueued):
        back_up.defer(by_hand=by_hand)
