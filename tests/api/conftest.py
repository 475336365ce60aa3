from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import limits

from .scene import Scene, build


@pytest.fixture(scope="package")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """One scene for all tests of this package, inside a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def scene(built: Scene) -> Iterator[Scene]:
    """The scene as it was built, whatever the test before did."""
    accounts.forget()
    limits.forget()
    with transaction.atomic():
        yield built
        transaction.set_rollback(True)
