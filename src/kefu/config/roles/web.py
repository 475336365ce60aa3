"""The web role: Django under granian, threads, on a private socket that only the gateway opens."""

from __future__ import annotations

import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from kefu.config.environment import Environment
from kefu.config.roles import web_socket

THREADS = 8  # database connections too: one each
MOST_PROCESSES = 4


def run(environment: Environment) -> None:
    path = web_socket(environment)
    path.unlink(missing_ok=True)
    Granian(
        "kefu.config.wsgi:application",
        uds=path,
        uds_permissions=0o600,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=max(1, min((os.cpu_count() or 1) // 2, MOST_PROCESSES)),
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,  # a thread that ends takes its database connection with it
        backpressure=512,
        log_level=LogLevels.error,  # its only warning is about the number of threads, which wait for the database
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    ).serve()
