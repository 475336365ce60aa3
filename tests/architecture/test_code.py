"""The product's code keeps the rules of the house."""

import ast
import json
import re
from collections.abc import Callable, Iterator

from django.apps import apps

from kefu.kernel.tenancy import TenantModel

from . import rules
from .tree import ROOT, parsed, short, sources

CLOCK_KEEPERS = ("src/kefu/kernel/clock.py", "src/kefu/config/cli/")  # commands measure the machine itself
SQL_WRITERS = (
    "src/kefu/kernel/",
    "src/kefu/config/health.py",
    "src/kefu/config/bench/floor.py",
    "src/kefu/config/bench/ticket_seed.py",
)
CATCHERS = {
    "src/kefu/config/roles/worker.py": "a part that fails ends the role, and says so",
    "src/kefu/kernel/events/subscribers.py": "an event that cannot be digested is parked, the others go on",
    "src/kefu/foundation/notices/actions.py": "a row that cannot be dealt with is logged and told, the others go on",
    "src/kefu/service/incidents/actions/switching.py": "a part of a plan that fails is told and tried again, the others go on",
    "src/kefu/contact/telephony/driver/consulting.py": "a question that fails is logged, the call goes on without",
    "src/kefu/contact/telephony/driver/driver.py": "a step of a call that fails is logged, its later ones and other calls go on",
}


def found(rule: Callable[[ast.AST], Iterator[int]], *allowed: str) -> list[str]:
    """Where the rule is broken outside the allowed files and folders."""
    return [
        f"{short(path)}:{line}"
        for path in sources()
        if not short(path).startswith(allowed)
        for line in rule(parsed(path))
    ]


def test_only_the_clock_knows_the_time() -> None:
    assert found(rules.asks_the_time, *CLOCK_KEEPERS) == []


def test_every_query_names_its_organization() -> None:
    tenant_models = {model.__name__ for model in apps.get_models() if issubclass(model, TenantModel)}
    assert "Conversation" in tenant_models
    assert found(lambda tree: rules.goes_round_tenancy(tree, tenant_models), "src/kefu/kernel/tenancy.py") == []
    assert found(rules.crosses_organizations_silently) == []


def test_sql_is_written_in_the_kernel() -> None:
    assert found(rules.writes_sql, *SQL_WRITERS) == []


def test_every_job_is_in_a_queue_that_is_worked_on() -> None:
    from procrastinate.contrib.django import app

    from kefu.config.roles.worker import SERVED

    served = {queue for queues, _ in SERVED for queue in queues}
    ours = {name: task.queue for name, task in app.tasks.items() if name.startswith("kefu.")}
    assert "kefu.contact.bot.jobs.calibrate" in ours
    assert {name: queue for name, queue in ours.items() if queue not in served} == {}


def test_no_error_is_swallowed() -> None:
    assert found(rules.swallows_everything, *CATCHERS) == []


def test_every_text_is_in_both_languages() -> None:
    assert found(rules.mixes_languages) == []


def test_every_recorded_action_has_a_name() -> None:
    """The audit log says in words what was done: `settings.audit.what.*` and `.did.*` in the desk's texts."""
    names = json.loads((ROOT / "web/desk/src/locales/zh-CN.json").read_text(encoding="utf-8"))["settings"]["audit"]
    actions = {
        str(literal.value)
        for path in sources()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.keyword) and node.arg == "action"
        for literal in ast.walk(node.value)
        if isinstance(literal, ast.Constant) and re.fullmatch(r"[a-z_]+\.[a-z_]+", str(literal.value))
    }
    assert {"queue.updated", "category.deleted"} <= actions
    pairs = [action.split(".") for action in sorted(actions)]
    assert [".".join(pair) for pair in pairs if pair[0] not in names["what"] or pair[1] not in names["did"]] == []
