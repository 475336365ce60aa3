"""What an endpoint returns reads the same by the short way and by Ninja's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ninja import Schema, schema

from kefu.kernel.http import plain


class Row(Schema):
    name: str
    size: int = 3


class Shouted(Row):
    @staticmethod
    def resolve_name(row: dict[str, Any]) -> str:
        return str(row["name"]).upper()


class Many(Schema):
    items: list[Row | None]


@pytest.fixture(params=["short", "Ninja's"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(schema, "DjangoGetter", plain.Wrapper)
    if request.param == "short":
        plain.install()
    yield


class Thing:
    name, size = "plum", 5


@pytest.mark.usefixtures("_way")
def test_dicts_objects_and_what_is_called_read_alike() -> None:
    assert Row.model_validate({"name": "plum"}).model_dump() == {"name": "plum", "size": 3}
    assert Row.model_validate({"name": lambda: "pear", "size": 1}).name == "pear"
    assert Shouted.model_validate({"name": "plum"}).name == "PLUM"
    rows = Many.model_validate({"items": [{"name": "fig", "size": 2}, Thing(), None]})
    assert rows.model_dump() == {"items": [{"name": "fig", "size": 2}, {"name": "plum", "size": 5}, None]}
    with pytest.raises(ValueError, match="name"):
        Row.model_validate({"size": 1})
