"""The supervisor's hand on the engine where there is none, or one that does not work. A real one runs in tests/phone."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kefu.config import wheels
from kefu.config.asterisk import address, endpoint, keeper, ports
from kefu.config.asterisk.modules import MODULES
from kefu.config.cli import phone
from kefu.config.cli.findings import Status
from kefu.config.environment import Environment
from kefu.config.health import telephony
from kefu.config.tests.instances import wait_until
from kefu.config.wheels import WheelsUnavailable

FAREWELL = "#!/bin/sh\n[ \"$1\" = -V ] && echo 'Asterisk 22.10.1' && exit 0\necho 'something is wrong'\nexit 1\n"


@contextmanager
def kept(data: Path, **variables: str) -> Iterator[Environment]:
    """An instance with its keeper at work."""
    environment = Environment.read({"KEFU_DATA": str(data), "KEFU_VOICE": "on", **variables})
    made = keeper.Keeper(environment)
    made.begin()
    try:
        yield environment
    finally:
        made.close()


def said(environment: Environment, state: str) -> str:
    wait_until(lambda: keeper.state(environment).state == state)
    return keeper.state(environment).reason


def broken_tree(root: Path) -> Path:
    """It tells its version, and dies when it is started."""
    modules = root / "usr/lib/x86_64-linux-gnu/asterisk/modules"
    documentation = root / "usr/share/asterisk/documentation"
    for folder in (modules, documentation, root / "usr/sbin"):
        folder.mkdir(parents=True)
    for name in MODULES:
        (modules / f"{name}.so").touch()
    (documentation / "core-en_US.xml").touch()
    for path, text in (
        (modules.parents[1] / "ld-linux-x86-64.so.2", '#!/bin/sh\nshift 2\nexec "$@"\n'),
        (root / "usr/sbin/asterisk", FAREWELL),
    ):
        path.write_text(text)
        path.chmod(0o755)
    return root


def test_switched_off_nothing_is_started_and_nobody_nags(tmp_path: Path) -> None:
    with kept(tmp_path, KEFU_VOICE="off") as environment:
        assert said(environment, "off") == ""
        assert endpoint(environment) is None and telephony(environment) is None
        assert phone.look(environment).status is Status.NOT_SET_UP


def test_an_engine_of_somebody_elses_is_taken_as_it_is(tmp_path: Path) -> None:
    with kept(tmp_path, KEFU_ARI_URL="https://kefu:s%40cret@pbx.lan:8089/ari/") as environment:
        said(environment, "external")
        place = endpoint(environment)
        assert place == address.Endpoint("https://pbx.lan:8089/ari", "kefu", "s@cret")
        assert (place.events, place.sip) == ("wss://pbx.lan:8089/ari/events", "wss://pbx.lan:8089/ws")
        assert not (tmp_path / "asterisk").exists()


def test_an_engine_that_does_not_answer_is_broken(tmp_path: Path) -> None:
    environment = Environment.read({"KEFU_DATA": str(tmp_path), "KEFU_ARI_URL": "http://kefu:secret@127.0.0.1:1/ari"})
    found = phone.look(environment)
    assert found.status is Status.BROKEN and "secret" not in found.detail and "KEFU_ARI_URL" in found.mend


def test_where_it_cannot_be_had_the_reason_is_told(tmp_path: Path) -> None:
    with kept(tmp_path, KEFU_ASTERISK=str(tmp_path / "nothing")) as environment:
        assert said(environment, "unavailable").startswith("KEFU_ASTERISK names no usable tree")
        found = phone.look(environment)
        assert found.status is Status.WARNING and "KEFU_ASTERISK" in found.detail and "KEFU_VOICE=off" in found.mend
        assert telephony(environment) == "unavailable"


def test_without_its_python_packages_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refuse(requirement: str) -> None:
        asked.append(wheels.name_of(requirement))
        raise WheelsUnavailable("could not be fetched (no route); start again when the registry is reachable.")

    monkeypatch.setattr(keeper, "CLIENT", "a_module_that_nobody_has")
    monkeypatch.setattr(wheels, "install", refuse)
    with kept(tmp_path) as environment:
        assert "no route" in said(environment, "unavailable")
    assert asked == ["aiohappyeyeballs"]


def test_what_the_telephone_needs_stays_out_of_the_first_page() -> None:
    names = [wheels.name_of(one) for one in wheels.requirements("telephony", "telephony")]
    assert "aiohttp" in names and "django" not in names and len(names) < 12
    assert importlib.util.find_spec("aiohttp") is not None


def test_an_engine_that_dies_at_once_is_told_with_its_last_words(tmp_path: Path) -> None:
    with kept(tmp_path / "data", KEFU_ASTERISK=str(broken_tree(tmp_path / "tree"))) as environment:
        assert said(environment, "failed") == "Asterisk did not start: something is wrong"
        assert phone.look(environment).status is Status.BROKEN and telephony(environment) == "away"
        assert endpoint(environment) is None


def test_a_wanted_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        variables = {"KEFU_ASTERISK": str(broken_tree(tmp_path / "tree")), "KEFU_SIP_PORT": str(port)}
        with kept(tmp_path / "data", **variables) as environment:
            assert said(environment, "failed").startswith(f"Port {port} is in use")


def test_a_folder_that_the_dialplan_cannot_name_is_told(tmp_path: Path) -> None:
    with kept(tmp_path / "a,b", KEFU_ASTERISK=str(broken_tree(tmp_path / "tree"))) as environment:
        assert "a path without ','" in said(environment, "failed")


def test_a_port_stays_while_it_is_free() -> None:
    last = ports.web()
    assert ports.sip(None, last=last) == last and ports.web(last) == last
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", last))
        assert ports.sip(None, last=last) >= ports.FIRST_SIP and ports.sip(None, last=last) != last


def test_two_that_start_in_the_same_moment_do_not_choose_one_port() -> None:
    choose = "from kefu.config.asterisk import ports; print(ports.sip(None), flush=True); input()"
    starting = [
        subprocess.Popen([sys.executable, "-c", choose], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    chosen = [process.stdout.readline() for process in starting if process.stdout]
    for process in starting:
        process.communicate("\n")
    assert len({int(port) for port in chosen}) == 3, "nobody listens there yet, and still each has its own"


@pytest.mark.parametrize("port", [5060, 5061, 5070, 15060, 65535])
def test_neighbours_have_ranges_of_their_own(port: int) -> None:
    first, last = ports.audio(port)
    assert 10_000 <= first < last < 32_768 and (first, last) != ports.audio(port - 1)
