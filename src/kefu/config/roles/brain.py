"""The brain role: embeddings and ranking for the bot, models loaded on first use."""

from __future__ import annotations

from kefu.config.environment import Environment
from kefu.config.roles import brain_socket


def run(environment: Environment) -> None:
    import django

    django.setup()
    from kefu.contact.bot import brain

    brain.serve(brain_socket(environment))
