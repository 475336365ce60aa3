"""The rules see what they are meant to see."""

import ast
from collections.abc import Callable, Iterator

import pytest

from . import rules

Rule = Callable[[ast.AST], Iterator[int]]


def tenancy(tree: ast.AST) -> Iterator[int]:
    return rules.goes_round_tenancy(tree, {"Site"})


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (rules.asks_the_time, "datetime.now(UTC)"),
        (rules.asks_the_time, "timezone.now()"),
        (rules.asks_the_time, "time.time()"),
        (tenancy, "Site._base_manager.all()"),
        (tenancy, "Site.objects.filter(key=key)"),
        (rules.crosses_organizations_silently, "Site.objects.across_organizations('')"),
        (rules.crosses_organizations_silently, "Site.objects.across_organizations(reason)"),
        (rules.writes_sql, "connection.cursor()"),
        (rules.writes_sql, "rows.extra(where=['true'])"),
        (rules.swallows_everything, "try:\n pass\nexcept Exception:\n pass"),
        (rules.swallows_everything, "with suppress(Exception): pass"),
        (rules.mixes_languages, "Text('Name', 'Name')"),
        (rules.mixes_languages, "Text(f'姓名{n}', f'姓名{n}')"),
        (rules.mixes_languages, "Text('姓名,工号', 'Name, number')"),
    ],
)
def test_found(rule: Rule, code: str) -> None:
    assert list(rule(ast.parse(code)))


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (rules.asks_the_time, "clock.now()"),
        (rules.asks_the_time, "time.monotonic()"),
        (tenancy, "Site.objects.for_actor(actor).filter(key=key)"),
        (tenancy, "Organization.objects.filter(code=code)"),
        (rules.crosses_organizations_silently, "Site.objects.across_organizations('an address names the site')"),
        (rules.swallows_everything, "try:\n pass\nexcept BaseException:\n close()\n raise"),
        (rules.mixes_languages, "Text('姓名', 'Name')"),
        (rules.mixes_languages, "Text(f'错误：{e}', e)"),
    ],
)
def test_let_through(rule: Rule, code: str) -> None:
    assert not list(rule(ast.parse(code)))
