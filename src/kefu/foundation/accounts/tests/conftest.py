"""Imports lie within the fixtures: pytest reads this file before Django is set up."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _fresh_memory() -> None:
    from kefu.foundation.accounts import queries
    from kefu.kernel import i18n, limits

    queries.forget()
    limits.forget()
    i18n.use("zh-CN")


@pytest.fixture
def company(db: Any) -> Any:
    from .companies import found

    return found("acme")


@pytest.fixture
def other(db: Any) -> Any:
    from .companies import found

    return found("other")
