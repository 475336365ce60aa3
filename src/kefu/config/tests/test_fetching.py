"""The set-up's way with networks: `fetch` of scripts/common.sh on commands that stand in for pip and npm, and its twin for what comes later."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kefu.config import mirrors, wheels
from kefu.config.environment import SOURCE_TREE
from kefu.config.wheels import WheelsUnavailable

FIRST, SECOND = "http://first.test/simple", "http://user:secret@second.test/simple"
BREAKS = "error: Request failed after 3 retries: operation timed out"
REQUIREMENT = "thing==1 --hash=sha256:00\n"


def fetched(tmp_path: Path, mirrors_told: str, body: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """What `fetch` says about a command that is `body`, with `$MIRROR` and a file `$TURNS` that grows by a line each time."""
    script = (
        f'set -euo pipefail\n. scripts/common.sh\nwork() {{\n echo "${{MIRROR:-}}" >>"$TURNS"\n {body}\n}}\n'
        'fetch MIRROR "$TOLD" "Installing things" work\n'
    )
    told = {"TURNS": str(tmp_path / "turns"), "TOLD": mirrors_told, "KEFU_RETRY_PAUSE": "0", "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        ["bash", "-c", script], cwd=SOURCE_TREE, env=told | variables, capture_output=True, text=True, timeout=120
    )


def turns(tmp_path: Path) -> list[str]:
    return (tmp_path / "turns").read_text().splitlines()


def test_a_mirror_that_breaks_off_gives_way_to_the_next_one_in_words(tmp_path: Path) -> None:
    done = fetched(tmp_path, f"{FIRST}\n{SECOND}", f'[ "$MIRROR" != {FIRST} ] || {{ echo "{BREAKS}" >&2; exit 2; }}')
    assert done.returncode == 0, done.stderr
    assert turns(tmp_path) == [FIRST, SECOND]
    assert "the network broke off (error: Request failed after 3 retries: operation timed out)" in done.stdout
    assert "trying again with second.test (try 2 of 6)" in done.stdout and "secret" not in done.stdout
    assert "Installing things: done" in done.stdout


def test_a_slow_mirror_makes_way_and_the_last_one_may_take_its_time(tmp_path: Path) -> None:
    done = fetched(
        tmp_path, f"{FIRST}\n{SECOND}", f'[ "$MIRROR" != {FIRST} ] || sleep 60; sleep 2', KEFU_SLOW_AFTER="1"
    )
    assert done.returncode == 0, done.stderr
    assert turns(tmp_path) == [FIRST, SECOND]
    assert "slow, not done after 1 s; what has arrived is kept" in done.stdout


def test_the_only_mirror_is_asked_again(tmp_path: Path) -> None:
    done = fetched(tmp_path, "", '[ "$(wc -l <"$TURNS")" = 3 ] || { echo "npm error code ECONNRESET"; exit 1; }')
    assert done.returncode == 0, done.stderr
    assert turns(tmp_path) == ["", "", ""]
    assert "trying again (try 3 of 3)" in done.stdout


def test_in_the_end_the_reason_stands_there(tmp_path: Path) -> None:
    done = fetched(tmp_path, FIRST, f'echo "{BREAKS}"; exit 2')
    assert done.returncode == 1 and len(turns(tmp_path)) == 3
    assert BREAKS in done.stderr and "Installing things: failed" in done.stderr


def test_what_no_network_can_mend_is_not_tried_again(tmp_path: Path) -> None:
    done = fetched(tmp_path, f"{FIRST}\n{SECOND}", "echo 'No space left on device'; false; echo 'went on'")
    assert done.returncode == 1 and turns(tmp_path) == [FIRST]
    assert "No space left on device" in done.stderr and "went on" not in done.stderr


def test_the_indexes_are_those_of_uv_or_pip_and_kefu_s_own(tmp_path: Path) -> None:
    pip = tmp_path / "pip.conf"
    pip.write_text("[global]\nindex-url = http://of-pip.test/simple\n")
    of_pip = {"PIP_CONFIG_FILE": str(pip)}
    assert mirrors.of_python(of_pip) == ["http://of-pip.test/simple"]
    assert mirrors.of_python({**of_pip, "UV_INDEX_URL": FIRST, "KEFU_MIRRORS": f"{SECOND}  {FIRST}"}) == [FIRST, SECOND]
    pip.write_text("not a configuration")
    assert mirrors.of_python({**of_pip, "PIP_INDEX_URL": FIRST}) == [FIRST]
    assert (mirrors.host(SECOND), mirrors.host("")) == ("second.test", "the usual index")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree whose uv writes down what it is asked, and refuses whom $REFUSES names."""
    uv = tmp_path / ".tools" / "uv" / "bin" / "uv"
    uv.parent.mkdir(parents=True)
    uv.write_text(
        '#!/bin/sh\necho "${UV_DEFAULT_INDEX:-} $*" >>"$TURNS"\n'
        'case "${UV_DEFAULT_INDEX:-}" in "$REFUSES") echo "error: $SAYS" >&2; exit 2;; esac\n'
    )
    uv.chmod(0o755)
    monkeypatch.setattr(wheels, "SOURCE_TREE", tmp_path)
    monkeypatch.setattr(wheels, "PAUSE_SECONDS", 0)
    monkeypatch.setenv("TURNS", str(tmp_path / "turns"))
    monkeypatch.setenv("UV_DEFAULT_INDEX", FIRST)
    monkeypatch.setenv("KEFU_MIRRORS", SECOND)
    monkeypatch.setenv("REFUSES", FIRST)
    monkeypatch.setenv("SAYS", "operation timed out")
    return tmp_path


def test_what_comes_behind_the_first_page_goes_on_with_the_next_mirror_too(tree: Path) -> None:
    wheels.install(REQUIREMENT)
    assert [turn.split()[0] for turn in turns(tree)] == [FIRST, SECOND]


def test_and_says_why_when_all_of_them_refuse(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEFU_MIRRORS", "")
    with pytest.raises(WheelsUnavailable, match="operation timed out"):
        wheels.install(REQUIREMENT)
    assert len(turns(tree)) == wheels.ROUNDS
    monkeypatch.setenv("SAYS", "hash mismatch")
    with pytest.raises(WheelsUnavailable, match="hash mismatch"):
        wheels.install(REQUIREMENT)
    assert len(turns(tree)) == wheels.ROUNDS + 1, "no network can mend that"


def test_out_of_a_bundle_no_mirror_is_asked(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / "offline" / "wheels").mkdir(parents=True)
    monkeypatch.setenv("REFUSES", "")
    wheels.install(REQUIREMENT)
    assert f"--offline --no-index --find-links {tree}/offline/wheels" in turns(tree)[0]
    monkeypatch.setenv("REFUSES", FIRST)
    with pytest.raises(WheelsUnavailable, match="not in this bundle"):
        wheels.install(REQUIREMENT)
