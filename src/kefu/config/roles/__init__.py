"""The processes of an instance, one module each with `run(environment)`; `python -m kefu.config.roles NAME` is one."""

from __future__ import annotations

from pathlib import Path

from kefu.config.environment import Environment
from kefu.config.state import socket_directory

NAMES = ("web", "gateway", "worker", "brain", "telephony")


def web_socket(environment: Environment) -> Path:
    """Where the web role listens for the gateway."""
    return socket_directory(environment.data) / "web.sock"


def brain_socket(environment: Environment) -> Path:
    """Where the brain role answers the others."""
    return socket_directory(environment.data) / "brain.sock"
