"""Files stand where one looks for them, and are small."""

import re
import tomllib
from pathlib import Path

import pytest

from .tree import KEFU, ROOT, modules, short, tracked

MAX_LINES = 400
GENERATED = {"web/packages/api/src/schema.ts"}
DUMPING_GROUNDS = {"utils.py", "helpers.py", "signals.py", "common.py", "misc.py", "utils.ts", "helpers.ts"}
MACHINE = re.compile(
    r"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|registry|mirrors?|nexus|artifactory)[\w.-]*|[\s\"'=:(]/(?:root|work)/"
)
WALKED = re.compile(r"`((?:src|web|tests|docs|scripts|requirements)/[^`\s:]*)(?:::?[^`]*)?`")
ELSEWHERE = re.compile(r"\*(?:telephone|tickets|campaigns|channels)\*|not begun")
TESTED = re.compile(r"`((?:src|tests|web)/[^`\s:]*)(?:::(\w+))?`")


def test_no_file_is_long() -> None:
    code = [path for path in tracked() if path.suffix in {".py", ".ts", ".vue"} and "migrations" not in path.parts]
    lengths = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in code}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_LINES and name not in GENERATED} == {}


def test_no_dumping_grounds() -> None:
    assert [short(path) for path in tracked() if path.name in DUMPING_GROUNDS] == []


def test_every_module_has_its_page() -> None:
    homes = [*modules(), KEFU / "kernel"]
    assert [short(home) for home in homes if not (home / "README.md").is_file()] == []


def test_every_module_stands_on_a_floor() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    names = {short(module).removeprefix("src/").replace("/", ".") for module in modules()}
    floors, doors = contracts
    layers = {name.strip() for layer in floors["layers"] for name in layer.split("|")}
    assert layers - {"kefu.config", "kefu.kernel"} == names == set(doors["modules"])
    assert not any("ignore_imports" in contract for contract in contracts)


def test_nothing_names_this_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{short(path)}: {match.group().strip()}" for match in MACHINE.finditer(text)]
    assert found == []


@pytest.mark.parametrize("walk", sorted((ROOT / "docs" / "walks").glob("*.md")), ids=short)
def test_a_walk_leads_along_files_that_exist(walk: Path) -> None:
    named = WALKED.findall(walk.read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_capability_names_tests_that_exist() -> None:
    named = TESTED.findall((ROOT / "docs" / "capabilities.md").read_text(encoding="utf-8"))
    assert named
    assert [f"{name}::{test}" for name, test in named if not _exists(name, test)] == []


def test_every_reason_to_reject_it_is_proved_or_belongs_elsewhere() -> None:
    _, section = (ROOT / "docs" / "capabilities.md").read_text(encoding="utf-8").split("\n## Why people reject it\n")
    lines = [line for line in section.splitlines() if re.match(r"\| (?:P[01]|\d)", line)]
    assert len([line for line in lines if line.startswith("| P")]) > 50
    assert [line for line in lines if not TESTED.search(line) and not ELSEWHERE.search(line)] == []


def _exists(name: str, test: str) -> bool:
    path = ROOT / name
    return path.exists() and (not test or f"def {test}(" in path.read_text(encoding="utf-8"))
