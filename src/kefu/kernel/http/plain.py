"""Answers that are plain dicts go to pydantic as they are.

Ninja wraps whatever an endpoint returns, down to each row of a list, so that a schema can read model objects: every field
of every row is then asked for by a Python call. A dict needs none of it; a list of fifty tickets costs a quarter less CPU.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Manager, QuerySet
from django.db.models.fields.files import FieldFile
from ninja import schema

Wrapper = schema.DjangoGetter


def install() -> None:
    """For all schemas of this process."""
    schema.DjangoGetter = _wrapped  # type: ignore[assignment, misc]


def _wrapped(values: Any, schema_class: Any, context: Any = None) -> Any:
    """What holds something to be asked or called still goes the long way."""
    if type(values) is dict and not schema_class._ninja_resolvers and not any(map(_is_asked, values.values())):
        return values
    return Wrapper(values, schema_class, context)


def _is_asked(value: object) -> bool:
    return callable(value) or isinstance(value, (QuerySet, Manager, FieldFile))
