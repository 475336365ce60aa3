"""Imports lie within the fixture: pytest reads this file before Django is set up."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def centre(db: Any) -> Iterator[Any]:
    """The clock stands still at a quarter past six in the evening."""
    import time_machine

    from kefu.kernel import i18n, limits

    from .centre import NOW, Centre

    i18n.use("zh-CN")
    limits.forget()
    with time_machine.travel(NOW, tick=False):
        yield Centre()
