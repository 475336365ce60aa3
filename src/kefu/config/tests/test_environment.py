from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from kefu.config.environment import GIBIBYTE, Environment, EnvironmentInvalid, remember


@pytest.mark.parametrize(
    ("gibibytes", "level"), [(0.9, "off"), (1.4, "off"), (1.6, "lite"), (2.9, "lite"), (3.0, "full"), (64, "full")]
)
def test_memory_decides_how_much_the_bot_loads(gibibytes: Any, level: Any) -> None:
    with patch("psutil.virtual_memory") as memory:
        memory.return_value.total = int(gibibytes * GIBIBYTE)
        assert Environment.read({}).ai == level
        assert Environment.read({"KEFU_AI": "off"}).ai == "off"


def test_memory_decides_whether_there_are_calls() -> None:
    with patch("psutil.virtual_memory") as memory:
        memory.return_value.total = 2 * GIBIBYTE
        assert not Environment.read({}).voice
        assert Environment.read({"KEFU_VOICE": "on"}).voice
        elsewhere = {"KEFU_ARI_URL": "http://kefu:secret@pbx.lan:8088/ari"}
        assert Environment.read(elsewhere).voice, "the engine takes no memory here"
        memory.return_value.total = 4 * GIBIBYTE
        assert Environment.read({}).voice
        assert not Environment.read({**elsewhere, "KEFU_VOICE": "off"}).voice


@pytest.mark.parametrize(
    "variables",
    [{"KEFU_PORT": "0"}, {"KEFU_PORT": "http"}, {"KEFU_AI": "much"}, {"KEFU_LOG": "loud"}, {"KEFU_FILES": "ftp://x"}],
)
def test_a_bad_value_is_named(variables: Any) -> None:
    with pytest.raises(EnvironmentInvalid, match=next(iter(variables))):
        Environment.read(variables)


def test_what_setup_remembers_holds_until_the_environment_says_otherwise(tmp_path: Path) -> None:
    here = {"KEFU_DATA": str(tmp_path)}
    remember(tmp_path, KEFU_HOST="0.0.0.0", KEFU_PORT="8100")
    remember(tmp_path, KEFU_PUBLIC_URL="https://kefu.example.com", KEFU_HOST="")
    told = Environment.read(here)
    assert (told.host, told.port, told.public_url) == ("127.0.0.1", 8100, "https://kefu.example.com")
    assert Environment.read({**here, "KEFU_PORT": "9000"}).port == 9000
    assert Environment.read({"KEFU_DATA": str(tmp_path / "elsewhere")}).port == 8000


def test_a_broken_settings_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "kefu.env").write_text("KEFU_PORT 8000\n")
    with pytest.raises(EnvironmentInvalid, match="is not NAME=value"):
        Environment.read({"KEFU_DATA": str(tmp_path)})


@pytest.mark.parametrize(
    "wrong",
    [
        {"KEFU_BACKUPS": "backups"},
        {"KEFU_BACKUPS_KEPT": "0"},
        {"KEFU_BACKUPS_KEPT": "many"},
        {"KEFU_CERTIFICATE": "yes", "KEFU_PUBLIC_URL": "https://a.example"},
        {"KEFU_CERTIFICATE": "acme"},
        {"KEFU_HTTPS_PORT": "0"},
        {"KEFU_VOICE": "yes"},
        {"KEFU_SIP_PORT": "sip"},
        {"KEFU_ARI_URL": "pbx.lan:8088"},
        {"KEFU_ARI_URL": "http://pbx.lan:8088/ari"},
        {"KEFU_TURN": "turn.example.com:3478", "KEFU_TURN_SECRET": "s"},
        {"KEFU_TURN": "turn:turn.example.com:3478?transport=sctp", "KEFU_TURN_SECRET": "s"},
        {"KEFU_TURN": "turn:turn.example.com"},
        {"KEFU_TURN": "turn:turn.example.com:99999", "KEFU_TURN_SECRET": "s"},
    ],
)
def test_what_looks_after_the_instance_is_read_with_care(wrong: Any, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentInvalid, match=next(iter(wrong))):
        Environment.read({"KEFU_DATA": str(tmp_path), **wrong})


def test_relays_stand_in_one_line() -> None:
    told = "turn:198.51.100.7 turns:turn.example.com:443?transport=tcp turn:[2001:db8::7]:3478"
    assert Environment.read({"KEFU_TURN": told, "KEFU_TURN_SECRET": "s"}).turn == tuple(told.split())
    assert Environment.read({"KEFU_TURN_SECRET": "s"}).turn == ()
