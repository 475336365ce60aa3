"""Keyset pages: as fast at the millionth row as at the first."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from ninja import Schema

from ..errors import Invalid
from ..i18n import Text
from ..text import storable

R = TypeVar("R")
T = TypeVar("T")
MAX_LIMIT = 200


class Page(Schema, Generic[T]):
    items: list[T]
    next: str | None


def page(
    rows: QuerySet[Any, R], *, after: str | None = None, limit: int = 50, order: Sequence[str] = ("-id",)
) -> tuple[list[R], str | None]:
    """Up to `limit` (1..200) rows behind the cursor `after`, and the cursor of the next page.

    `order` names fields that are never null, among those of a row that is a dict; the last one is unique.
    """
    limit = max(1, min(limit, MAX_LIMIT))
    if after:
        rows = rows.filter(_behind(rows.model, order, _decode(after, len(order))))
    found = list(rows.order_by(*order)[: limit + 1])
    if len(found) <= limit:
        return found, None
    return found[:limit], encode_cursor([_of(found[limit - 1], name.lstrip("-")) for name in order])


def _of(row: object, field: str) -> Any:
    return row[field] if isinstance(row, dict) else getattr(row, field)


def _behind(model: type[Model], order: Sequence[str], values: list[Any]) -> Q:
    """The bound of the first field stands alone too: an index walks to it, which it cannot with the alternatives."""
    condition, equal, bound = Q(pk__in=[]), Q(), Q()
    for name, value in zip(order, values, strict=True):
        field = name.lstrip("-")
        value = _value(model, field, value)
        if not bound:
            bound = Q(**{f"{field}__{'lte' if name.startswith('-') else 'gte'}": value})
        condition |= equal & Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        equal &= Q(**{field: value})
    return bound & condition


def _value(model: type[Model], field: str, encoded: Any) -> Any:
    try:
        value = model._meta.get_field(field).to_python(encoded)  # type: ignore[union-attr]
    except (ValidationError, ValueError, TypeError, OverflowError) as error:
        raise _bad_cursor() from error
    if value is None or (isinstance(value, str) and storable(value) != value):
        raise _bad_cursor()
    return value


def encode_cursor(values: list[Any]) -> str:
    """The cursor behind a row that has these values in the fields of the order."""
    return base64.urlsafe_b64encode(orjson.dumps(values, default=str)).decode().rstrip("=")


def _decode(cursor: str, length: int) -> list[Any]:
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise _bad_cursor() from error
    if not isinstance(values, list) or len(values) != length:
        raise _bad_cursor()
    return values


def _bad_cursor() -> Invalid:
    return Invalid(
        "bad_cursor",
        Text("分页位置无效，请从第一页重新开始。", "The page cursor is not valid; start again from the first page."),
    )
