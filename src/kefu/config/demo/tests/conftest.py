"""Imports stand inside the fixtures: pytest may read this file before Django is set up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

    from kefu.kernel.actor import Actor


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Actor]:
    """The demo organization, planted once for the module and taken back at its end."""
    from django.db import transaction

    from kefu.config.demo import seed
    from kefu.kernel.actor import system

    with django_db_blocker.unblock(), transaction.atomic():
        yield system(seed.plant(report=lambda _: None).id)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def deep_demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Actor]:
    """The same with the everyday contacts, a tenth of them."""
    from django.db import transaction

    from kefu.config.demo import everyday, seed, traffic
    from kefu.kernel.actor import system

    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setattr(traffic, "A_DAY", traffic.A_DAY // 10)
        demo = system(seed.plant(report=lambda _: None).id)
        everyday.plant(demo)
        yield demo
        transaction.set_rollback(True)
