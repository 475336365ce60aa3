"""Answers are written by orjson as Ninja's own renderer would write them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from ninja.renderers import JSONRenderer

from kefu.kernel.http.openapi import MaskingRenderer

MOMENT = datetime(2026, 11, 27, 9, 5, 7, 123_456, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        MOMENT,
        MOMENT.replace(microsecond=0),
        MOMENT.replace(microsecond=999),
        MOMENT.astimezone(timezone(timedelta(hours=8))),
        MOMENT.replace(tzinfo=None),
        date(2026, 11, 27),
        timedelta(hours=3),
        Decimal("120.50"),
        UUID("01a21d36-5613-7725-8b72-500b071e488e"),
        {2: "数", True: "真", None: "空"},
        2**70,
        "半个 \ud83d",
        "表情 🙂",
        [1.5, None, True],
    ],
)
def test_every_kind_of_value_reads_the_same(value: Any) -> None:
    request: Any = SimpleNamespace(path="/api/v1/tickets")
    ours = MaskingRenderer().render(request, {"value": value}, response_status=200)
    theirs = JSONRenderer().render(request, {"value": value}, response_status=200)
    assert json.loads(ours) == json.loads(theirs)
