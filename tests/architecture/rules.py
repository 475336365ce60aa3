"""What this project's code must not do; each rule yields the lines that break it."""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterator

CHINESE = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH = re.compile("[\u3400-\u9fff][,;:!?()]|[,;:!?()][\u3400-\u9fff]")
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("timezone", "now"), ("time", "time")}  # fmt: skip
SCOPED = {"for_actor", "across_organizations", "create", "bulk_create", "get_for"}
BACK_DOORS = {"_base_manager", "_default_manager"}


def asks_the_time(tree: ast.AST) -> Iterator[int]:
    """Calls of the machine's clock."""
    for call in _calls(tree):
        match call.func:
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
                if (owner, name) in CLOCKS:
                    yield call.lineno


def goes_round_tenancy(tree: ast.AST, tenant_models: Container[str]) -> Iterator[int]:
    """Managers that know no organization, and queries of a tenant's model that name none."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) if name in BACK_DOORS:
                yield node.lineno
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id=model), attr="objects"), attr=name):
                if model in tenant_models and name not in SCOPED:
                    yield node.lineno


def crosses_organizations_silently(tree: ast.AST) -> Iterator[int]:
    """`across_organizations` without a reason in words."""
    for call in _calls(tree):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "across_organizations":
            reason = call.args[0] if call.args else None
            if not (isinstance(reason, ast.Constant) and isinstance(reason.value, str) and reason.value):
                yield call.lineno


def writes_sql(tree: ast.AST) -> Iterator[int]:
    """Cursors of Django and raw pieces of queries."""
    for call in _calls(tree):
        match call.func:
            case ast.Attribute(value=ast.Name(id="connection" | "django_connection"), attr="cursor"):
                yield call.lineno
            case ast.Attribute(attr="raw" | "extra") | ast.Name(id="RawSQL"):
                yield call.lineno


def swallows_everything(tree: ast.AST) -> Iterator[int]:
    """Handlers of every exception that do not raise it again."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            is_wide = node.type is None or (
                isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")
            )
            if is_wide and not any(isinstance(inner, ast.Raise) for inner in node.body):
                yield node.lineno
    for call in _calls(tree):
        match call:
            case ast.Call(
                func=ast.Name(id="suppress") | ast.Attribute(attr="suppress"), args=[ast.Name(id="Exception")]
            ):
                yield call.lineno


def mixes_languages(tree: ast.AST) -> Iterator[int]:
    """Pairs `Text(zh, en)` whose first half holds no Chinese or half-width marks among it, or whose second holds Chinese."""
    for call in _calls(tree):
        if isinstance(call.func, ast.Name) and call.func.id == "Text" and len(call.args) == 2:
            zh, en = (_literal(argument) for argument in call.args)
            if (zh and not CHINESE.search(zh)) or HALF_WIDTH.search(zh) or CHINESE.search(en):
                yield call.lineno


def _literal(node: ast.expr) -> str:
    """The constant parts of a string; empty for an expression that is none."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_literal(part) for part in parts)
    return ""


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))
