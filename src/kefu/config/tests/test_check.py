from __future__ import annotations

import json

from kefu.config.tests.instances import Instance


def findings(instance: Instance, **variables: str) -> tuple[int, dict[str, dict[str, str]]]:
    instance.extra = variables
    done = instance.command("check", "--json")
    return done.returncode, {one["name"]: one for one in json.loads(done.stdout)["findings"]}


def test_a_fresh_instance_is_not_set_up_rather_than_broken(instance: Instance) -> None:
    _, found = findings(instance)
    assert found["database"]["status"] == "ok"
    assert found["files"]["status"] == "ok"
    for name in ("migrations", "roles", "models", "asterisk", "public"):
        assert found[name]["status"] == "not set up", found[name]


def test_a_configured_database_that_does_not_answer_is_broken(instance: Instance) -> None:
    code, found = findings(instance, DATABASE_URL="postgresql://kefu@127.0.0.1:1/kefu")
    assert code == 1
    assert found["database"]["status"] == "broken"
    assert "DATABASE_URL" in found["database"]["mend"]


def test_a_value_out_of_range_is_named(instance: Instance) -> None:
    instance.extra = {"KEFU_PORT": "http"}
    done = instance.command("check")
    assert done.returncode == 2 and "KEFU_PORT" in done.stderr
