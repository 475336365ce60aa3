"""Statements composed once for each model, and several of them in one round trip.

For the few reads and writes that happen with every message: there, the ORM's composing of SQL costs more than the database's running it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar
from uuid import UUID

import structlog
from django.db import connection, models

from .actor import Actor
from .tenancy import TenantModel

M = TypeVar("M", bound=models.Model)
T = TypeVar("T", bound=TenantModel)
P = ParamSpec("P")
R = TypeVar("R")
log = structlog.get_logger(__name__)
AS_THEY_ARE = (models.UUIDField, models.BooleanField, models.DateTimeField, models.DurationField)
"""Fields whose values go to the database without another look."""


class Statement(NamedTuple):
    """SQL with its values, and the model that its rows are of."""

    sql: str
    values: Sequence[Any]
    model: type[models.Model] | None = None


def insert(row: models.Model, *, unless_known: bool = False) -> Statement:
    """Write a new row, which counts as stored from here on. A key that the database counts stays unknown to the object.

    `unless_known` leaves a row alone that is the same by one of the table's constraints.
    """
    sql, fields = _insert(type(row))
    sql += " ON CONFLICT DO NOTHING" if unless_known else ""
    values = [
        getattr(row, f.attname) if is_plain else f.get_db_prep_save(f.pre_save(row, add=True), connection)
        for f, is_plain in fields
    ]
    row._state.adding, row._state.db = False, connection.alias
    return Statement(sql, values)


def update(row: models.Model, names: Sequence[str]) -> Statement:
    """Write these fields of a row that is locked. Raises ValueError for a name that is none of its fields'."""
    sql, fields = _update(type(row), tuple(names))
    return Statement(sql, [*(f.get_db_prep_save(f.pre_save(row, add=False), connection) for f in fields), row.pk])


def find(model: type[TenantModel], organization_id: UUID, *, lock: bool = False, **values: Any) -> Statement:
    """Read the rows of an organization that have these values in these columns (one of them where a list of values is given,
    nothing where it is None); with their row locks if `lock`."""
    tests = tuple((name, _test(value)) for name, value in values.items())
    given = [value for value in values.values() if value is not None]
    return Statement(_find(model, tests, lock), [organization_id, *given], model)


def anywhere(model: type[TenantModel], reason: str, **values: Any) -> Statement:
    """As `find`, of every organization, as `model.objects.across_organizations(reason)` would."""
    log.debug("across_organizations", model=model.__name__, reason=reason)
    tests = tuple((name, _test(value)) for name, value in values.items())
    return Statement(_find(model, tests, lock=False, whose=False), [v for v in values.values() if v is not None], model)


def first(model: type[T], actor: Actor, *, lock: bool = False, **values: Any) -> T | None:
    """As `model.objects.for_actor(actor).filter(**values).first()`, of columns and values as `find` takes them."""
    return next(iter(visible(actor, run(find(model, actor.organization_id, lock=lock, **values))[0])), None)


def visible(actor: Actor, rows: Sequence[T]) -> Sequence[T]:
    """Those of the actor's brands, where rows have brands."""
    if actor.brand_ids is None:
        return rows
    return [row for row in rows if getattr(row, "brand_id", None) in {None, *actor.brand_ids}]


_gathered: ContextVar[list[Statement] | None] = ContextVar("_gathered", default=None)


@contextmanager
def together() -> Iterator[None]:
    """In here what only writes waits, and goes out in one round trip: before whatever asks the database next, or at the end."""
    if _gathered.get() is not None:
        yield
        return
    waiting: list[Statement] = []

    def first_what_waits(execute: Callable[..., Any], *arguments: Any) -> Any:
        if waiting:
            gone = tuple(waiting)
            waiting.clear()
            _run(gone)
        return execute(*arguments)

    token = _gathered.set(waiting)
    try:
        with connection.execute_wrapper(first_what_waits):
            yield
    finally:
        _gathered.reset(token)
    if waiting:
        _run(waiting)


_remembered: ContextVar[dict[Any, Any] | None] = ContextVar("_remembered", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """In here what is `remembered` is asked once: for a short transaction that asks the same settings again and again."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def remembered(ask: Callable[P, R]) -> Callable[P, R]:
    """A read of what the transaction itself does not change, by what can be compared."""

    @wraps(ask)
    def answer(*arguments: P.args, **named: P.kwargs) -> R:
        memory = _remembered.get()
        if memory is None:
            return ask(*arguments, **named)
        key = (ask, arguments, tuple(named.items()))
        if key not in memory:
            memory[key] = ask(*arguments, **named)
        known: R = memory[key]
        return known

    return answer


def run(*statements: Statement) -> list[list[Any]]:
    """Run them in their order in one round trip; the found rows of each, as objects. Each sees what the ones before it left."""
    waiting = _gathered.get()
    if waiting is not None:
        if not any(statement.model for statement in statements):
            waiting.extend(statements)
            return [[] for _ in statements]
        statements, before = (*waiting, *statements), len(waiting)
        waiting.clear()
        return _run(statements)[before:]
    return _run(statements)


def _run(statements: Sequence[Statement]) -> list[list[Any]]:
    found: list[list[Any]] = []
    with connection.cursor() as cursor:
        # written out one by one: what psycopg has read of a statement it keeps for short ones only
        cursor.execute("; ".join(cursor.mogrify(s.sql, s.values) for s in statements))
        for place, statement in enumerate(statements):
            if place:
                cursor.nextset()
            found.append([_object(statement.model, row) for row in cursor.fetchall()] if statement.model else [])
    return found


def _object(model: type[M], row: Sequence[Any]) -> M:
    names, converters = _reading(model)
    values = list(row)
    for place, expression, convert in converters:
        values[place] = convert(values[place], expression, connection)
    return model.from_db("default", names, values)


@cache
def _insert(model: type[models.Model]) -> tuple[str, list[tuple[models.Field[Any, Any], bool]]]:
    """With its fields, and which of them are written as they are."""
    fields = [f for f in model._meta.local_concrete_fields if not isinstance(f, models.AutoField)]
    columns = ", ".join(_quoted(f.column) for f in fields)
    holders = ", ".join("%s" for _ in fields)
    sql = f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}) VALUES ({holders})"
    written = [(f, f.target_field if isinstance(f, models.ForeignKey) else f) for f in fields]
    return sql, [(f, isinstance(target, AS_THEY_ARE)) for f, target in written]


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[models.Field[Any, Any]]]:
    fields = [f for f in model._meta.local_concrete_fields if f.name in names]
    if unknown := set(names) - {f.name for f in fields}:
        raise ValueError(f"{model.__name__} has no fields {', '.join(sorted(unknown))}")
    changes = ", ".join(f"{_quoted(f.column)} = %s" for f in fields)
    return f"UPDATE {_quoted(model._meta.db_table)} SET {changes} WHERE {_quoted('id')} = %s", fields


def _test(value: Any) -> str:
    return "IS NULL" if value is None else "= ANY(%s)" if isinstance(value, list) else "= %s"


@cache
def _find(model: type[TenantModel], tests: tuple[tuple[str, str], ...], lock: bool, whose: bool = True) -> str:
    columns = ", ".join(_quoted(f.column) for f in model._meta.concrete_fields)
    tests = (("organization_id", "= %s"), *tests) if whose else tests
    wanted = " AND ".join(f"{_quoted(name)} {test}" for name, test in tests)
    return f"SELECT {columns} FROM {_quoted(model._meta.db_table)} WHERE {wanted}{' FOR NO KEY UPDATE' if lock else ''}"


@cache
def _reading(model: type[models.Model]) -> tuple[list[str], list[tuple[int, Any, Callable[..., Any]]]]:
    converters = []
    for place, field in enumerate(model._meta.concrete_fields):
        expression = field.get_col(model._meta.db_table)
        for convert in [
            *connection.ops.get_db_converters(expression),
            *field.get_db_converters(connection),
        ]:
            converters.append((place, expression, convert))
    return [f.attname for f in model._meta.concrete_fields], converters


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
