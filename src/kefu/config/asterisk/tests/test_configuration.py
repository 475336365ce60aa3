from __future__ import annotations

import re
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.config.asterisk import configuration, objects, rules
from kefu.config.asterisk.modules import MODULES, NEEDED
from kefu.config.asterisk.plan import Account, Plan, Trunk
from kefu.config.asterisk.rules import PlanInvalid
from kefu.config.asterisk.tree import Tree

TREE = Tree(
    program=Path("/tree/usr/sbin/asterisk"),
    loader=("/tree/ld.so",),
    module_directory=Path("/tree/modules"),
    data_directory=Path("/tree/share"),
    modules=frozenset(MODULES) - {"app_amd"},
    origin="given",
)
PLAN = Plan(
    tree=TREE,
    directory=Path("/data/asterisk/engine"),
    sockets=Path("/tmp/kefu-1/asterisk"),
    sip_port=5060,
    http_port=40001,
    rtp=(10000, 11999),
    user="kefu",
    password="long;word",
    accounts=(Account("8001", "p1"), Account("desk-2", "p2", "telephone")),
    trunks=(Trunk("carrier", "127.0.0.1", 5080),),
    local_addresses=("192.0.2.7",),
)
OUTSIDE = Trunk(
    "telecom", "sip.example.com", user="02161234567", password="p;3", addresses=("203.0.113.0/28", "198.51.100.4")
)


def sections(text: str) -> dict[str, list[list[str]]]:
    """Name → the key=value lines of every section of that name, as Asterisk reads them: comments gone, escapes undone."""
    found: dict[str, list[list[str]]] = {}
    lines: list[str] = []
    for raw in text.splitlines():
        line = re.split(r"(?<!\\);", raw)[0].replace("\\;", ";").strip()
        if head := re.fullmatch(r"\[([^\]]+)\]", line):
            lines = []
            found.setdefault(head[1], []).append(lines)
        elif line:
            lines.append(line)
    return found


def test_ports_and_folders_stand_where_asterisk_looks_for_them() -> None:
    files = configuration.generate(PLAN)
    assert "astrundir => /tmp/kefu-1/asterisk\n" in files["asterisk.conf"]
    assert "astdatadir => /tree/share\n" in files["asterisk.conf"]
    assert "maxcalls=1000\n" in files["asterisk.conf"]
    assert "bindaddr=127.0.0.1\nbindport=40001\n" in files["http.conf"]
    assert "rtpstart=10000\nrtpend=11999\n" in files["rtp.conf"]
    assert sections(files["ari.conf"])["kefu"] == [
        ["type=user", "read_only=no", "password=long;word", "password_format=plain"]
    ]


def test_only_listed_modules_that_are_there_are_loaded() -> None:
    text = configuration.generate(PLAN)["modules.conf"]
    assert text.startswith("[modules]\nautoload=no\n")
    assert "load=res_pjsip.so\n" in text and "app_amd" not in text
    assert set(MODULES) >= NEEDED


def test_everything_stays_on_this_machine_until_a_line_leads_off_it() -> None:
    inside = configuration.generate(PLAN)
    assert "bind=127.0.0.1:5060" in inside["pjsip.conf"] and "0.0.0.0" not in "".join(inside.values())
    assert "192.0.2.7 => 127.0.0.1\n" in inside["rtp.conf"]
    outside = configuration.generate(replace(PLAN, trunks=(OUTSIDE,), public_address="203.0.113.9"))
    assert "bind=0.0.0.0:5060" in outside["pjsip.conf"]
    assert "external_media_address=203.0.113.9" in outside["pjsip.conf"]
    assert "192.0.2.7 => 203.0.113.9,include_local_address\n" in outside["rtp.conf"]
    assert "bindaddr=127.0.0.1" in outside["http.conf"]


def test_a_browser_and_a_telephone_sign_in_differently() -> None:
    found = sections(configuration.generate(PLAN)["pjsip.conf"])
    browser, telephone = found["8001"], found["desk-2"]
    assert [lines[0] for lines in browser] == ["type=auth", "type=aor", "type=endpoint"]
    assert {"webrtc=yes", "transport=t-ws", "context=from-agent"} <= set(browser[2])
    assert "transport=t-udp" in telephone[2] and "webrtc=yes" not in telephone[2]


def test_a_line_that_registers_is_known_by_its_addresses_too() -> None:
    found = sections(configuration.generate(replace(PLAN, trunks=(OUTSIDE,)))["pjsip.conf"])
    kinds = [lines[0] for lines in found["telecom"]]
    assert kinds == ["type=auth", "type=aor", "type=endpoint", "type=registration"]
    assert "password=p;3" in found["telecom"][0]
    assert [found[f"telecom-{n}"][0][-1] for n in (1, 2)] == ["match=203.0.113.0/28", "match=198.51.100.4"]


def test_what_a_file_says_is_what_goes_through_ari() -> None:
    made = objects.of_account(PLAN.accounts[0])
    assert [(one.module, one.kind, one.id) for one in made] == [
        ("res_pjsip", kind, "8001") for kind in ("auth", "aor", "endpoint")
    ]
    text = configuration.generate(PLAN)["sorcery.conf"]
    for module, kinds in objects.KINDS.items():
        stores = sections(text)[module][0]
        assert stores == [
            line for kind in kinds for line in (f"{kind}=config,pjsip.conf,criteria=type={kind}", f"{kind}=memory")
        ]


def test_the_dialplan_never_ends_in_silence() -> None:
    text = configuration.generate(PLAN)["extensions.conf"]
    assert "Stasis(kefu,in,${DIALLED})" in text and "Stasis(kefu,agent,${FILTER(+*#0-9,${EXTEN})})" in text
    assert '"${STASISSTATUS}" = "FAILED"]?away,s,1' in text
    assert "Set(SAID=/data/asterisk/engine/sounds/own/${FILTER(0-9,${DIALLED})})" in text
    assert "Set(SAID=/data/asterisk/engine/sounds/away)\n same => n(say),Playback(${SAID})" in text
    assert "Record(/data/asterisk/engine/spool/voicemail/${MESSAGE}.wav,0,180,kq)" in text
    carrier = configuration.generate(replace(PLAN, role="carrier", application="carrier"))["extensions.conf"]
    assert "Stasis(carrier,called,${DIALLED})" in carrier and "from-trunk" not in carrier


@pytest.mark.parametrize(
    "wrong",
    [
        {"http_port": 5060},
        {"http_port": 10500},
        {"sip_port": 11999},
        {"sip_port": 0},
        {"rtp": (11999, 10000)},
        {"user": "kefu]\n[general"},
        {"password": "a\nb"},
        {"application": "kefu,in"},
        {"directory": Path("/data/a,b")},
        {"directory": Path("/data/${EXTEN}")},
        {"sockets": Path("/" + "x" * 120)},
        {"public_address": "somewhere", "is_open": True},
        {"accounts": (Account("8001", "a"), Account("8001", "b"))},
        {"accounts": (Account("carrier", "a"),)},
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_name(wrong: Any) -> None:
    with pytest.raises(PlanInvalid):
        configuration.generate(replace(PLAN, **wrong))


HOSTILE = [
    "x\n[admin]\ntype=endpoint",
    "x\r\ncontext=from-agent",
    "a]\n#exec /bin/sh",
    "x\u2028type=endpoint",
    "\x00",
    "../etc",
    "",
    "[a](!)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_becomes_a_line_of_its_own(text: str) -> None:
    for wrong in (
        Account(text, "p"),
        Trunk(text, "127.0.0.1"),
        Trunk("a", text),
        Trunk("a", "b", addresses=(text,)),
        Trunk("a", "b", user=f"{text}\n"),
    ):
        plan = (
            replace(PLAN, accounts=(wrong,), trunks=())
            if isinstance(wrong, Account)
            else replace(PLAN, trunks=(wrong,))
        )
        with pytest.raises(PlanInvalid):
            configuration.generate(plan)


@given(st.text(max_size=40))
def test_any_password_comes_back_as_it_was_or_is_refused(password: str) -> None:
    try:
        text = configuration.generate(replace(PLAN, accounts=(Account("8001", password),)))["pjsip.conf"]
    except PlanInvalid:
        assert rules.CONTROL.search(password) or password != password.strip() or password[0] in "=>"
        return
    account = sections(text)["8001"]
    assert len(account) == 3 and f"password={password}".strip() in account[0] and len(account[0]) == 4


def test_files_are_for_their_owner_alone_and_old_ones_go(tmp_path: Path) -> None:
    plan = replace(PLAN, directory=tmp_path / "an engine")
    configuration.write(plan)
    stale = plan.configuration / "old.conf"
    stale.write_text("x")
    configuration.write(plan)
    assert not stale.exists()
    assert {stat.S_IMODE(path.stat().st_mode) for path in plan.configuration.iterdir()} == {0o600}
    assert stat.S_IMODE(plan.directory.stat().st_mode) == 0o700
    assert (plan.music / "default.wav").stat().st_size > 100_000 and (plan.sounds / "away.wav").stat().st_size > 10_000
