"""`kefu bundle`, and the set-up of what it packed where every mirror is a closed door."""

from __future__ import annotations

import os
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kefu.config import bundle, wheels
from kefu.config.asterisk import provision
from kefu.config.asterisk.provision import VoiceUnavailable
from kefu.config.bundle import BundleFailed
from kefu.config.environment import Environment
from kefu.config.postgres import Cluster
from kefu.config.supervisor import answers
from kefu.config.tests.instances import Instance, free_port, wait_until

KEPT = ("PATH", "LANG", "TMPDIR")


def closed_doors(home: Path) -> dict[str, str]:
    """The environment of a machine that reaches nothing: whatever asks for a package asks a port where nobody listens."""
    nowhere = f"http://127.0.0.1:{free_port()}"
    asked = ("UV_DEFAULT_INDEX", "PIP_INDEX_URL", "npm_config_registry", "http_proxy", "https_proxy", "HTTPS_PROXY")
    return {
        **{name: os.environ[name] for name in KEPT if name in os.environ},
        **dict.fromkeys(asked, nowhere),
        "no_proxy": "127.0.0.1,localhost",
        "APT_CONFIG": "/dev/null",
        "HOME": str(home),
    }


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("bundle")
    instance = Instance(folder / "here", free_port())
    done = instance.command("bundle", str(folder / "kefu.tar"), "--without-models", "--without-voice")
    assert done.returncode == 0, done.stderr
    with tarfile.open(folder / "kefu.tar") as archive:
        archive.extractall(folder / "there", filter="data")
    (tree,) = (folder / "there").iterdir()
    yield tree
    Cluster(Environment.read({"KEFU_DATA": str(tree / "var")})).discard()


def test_it_is_set_up_and_answers_without_a_network(unpacked: Path) -> None:
    port = free_port()
    home = unpacked.parent / "home"
    home.mkdir()
    variables = {**closed_doors(home), "KEFU_PORT": str(port), "KEFU_VOICE": "off", "KEFU_AI": "off"}
    for script in (["scripts/python.sh", "core"], ["scripts/web.sh"]):
        done = subprocess.run(script, cwd=unpacked, env=variables, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stdout + done.stderr
    environment = Environment.read({"KEFU_DATA": str(unpacked / "var"), "KEFU_PORT": str(port)})
    log = (unpacked.parent / "run.log").open("w")
    process = subprocess.Popen([".venv/bin/kefu", "run"], cwd=unpacked, env=variables, stdout=log, stderr=log)
    try:
        wait_until(lambda: process.poll() is not None or answers(environment), seconds=300)
        assert process.poll() is None, (unpacked.parent / "run.log").read_text()
    finally:
        process.terminate()
        process.wait(60)


def test_a_bundle_for_another_python_says_so(unpacked: Path) -> None:
    (unpacked / ".tools" / "uv.done").unlink(missing_ok=True)
    told = (unpacked / "offline" / "python").read_text()
    (unpacked / "offline" / "python").write_text("3.99\n")
    variables = closed_doors(unpacked.parent)
    done = subprocess.run(
        ["scripts/python.sh", "core"], cwd=unpacked, env=variables, capture_output=True, text=True, timeout=60
    )
    (unpacked / "offline" / "python").write_text(told)
    assert done.returncode == 1 and "This bundle brings its packages for Python 3.99" in done.stderr


def test_it_holds_nothing_of_whoever_made_it(unpacked: Path) -> None:
    with tarfile.open(unpacked.parents[1] / "kefu.tar") as archive:
        members = archive.getmembers()
    assert {(member.uid, member.uname) for member in members} == {(0, "")}
    names = {member.name.split("/", 1)[1] for member in members}
    assert {"Makefile", "offline/python", "web/desk/dist/index.html", "requirements/core.lock"} <= names
    assert not [
        name for name in names if name.startswith(("tests/", ".git/", ".tools/", "var/")) or "__pycache__" in name
    ]


def test_a_wheel_that_no_lock_names_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements").mkdir()
    folder = tmp_path / ".tools" / "wheels"
    folder.mkdir(parents=True)
    (folder / "right-1-py3-none-any.whl").write_bytes(b"right")
    (folder / "right-0-py3-none-any.whl").write_bytes(b"of an older lock")
    digest = bundle._digest(folder / "right-1-py3-none-any.whl")
    (tmp_path / "requirements" / "core.lock").write_text(f"right==1 --hash=sha256:{digest}\n")
    monkeypatch.setattr(bundle, "SOURCE_TREE", tmp_path)
    monkeypatch.setattr(bundle, "_download", lambda *told: None)
    assert [wheel.name for wheel in bundle._wheels(["core"], print)] == ["right-1-py3-none-any.whl"]


def test_a_full_disk_leaves_no_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "_wheels", lambda *told: [tmp_path / "gone.whl"])
    with pytest.raises(BundleFailed, match=r"kefu\.tar could not be written"):
        bundle.make(tmp_path / "kefu.tar", tmp_path, lambda text: None, models=False, voice=False)
    assert list(tmp_path.iterdir()) == []


def test_a_bundle_makes_no_bundle_and_has_no_engine_to_ask_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheels, "offline", lambda: tmp_path)
    monkeypatch.setattr(bundle, "offline", lambda: tmp_path)
    monkeypatch.setattr(provision, "installed", lambda: None)
    with pytest.raises(BundleFailed, match="came out of a bundle"):
        bundle.make(tmp_path / "kefu.tar", tmp_path, print, models=False, voice=False)
    with pytest.raises(VoiceUnavailable, match="brings no usable telephone engine"):
        provision.find(tmp_path, None, print)
