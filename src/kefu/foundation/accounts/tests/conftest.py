"""Imports lie within the fixtures: pytest reads this file before Django is set up."""

import pytest


@pytest.fixture(autouse=True)
def _fresh_memory():
    from kefu.foundation.accounts import queries
    from kefu.kernel import i18n, limits

    queries.forget()
    limits.forget()
    i18n.use("zh-CN")


@pytest.fixture
def company(db):
    from .companies import found

    return found("acme")


@pytest.fixture
def other(db):
    from .companies import found

    return found("other")
