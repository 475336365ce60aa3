"""Run by `test_air_gapped.py` where there is no network: one chat, from the visitor's question to the agent's answer."""

from __future__ import annotations

import json
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from tests.journeys.house import PASSWORD, House

from kefu.config.asterisk import keeper
from kefu.config.supervisor import answers
from kefu.config.tests.instances import Instance, free_port, wait_until


def day(data: Path) -> dict[str, Any]:
    """What was said in the chat, whether the outside could be reached, and what Kefu wrote to its log."""
    instance = Instance(data, free_port(), {"KEFU_AI": "lite", "KEFU_VOICE": "on"})
    process = instance.start("run")
    try:
        wait_until(lambda: process.poll() is not None or answers(instance.environment), seconds=240)
        done = instance.command(
            "org",
            "create",
            "--code",
            "alone",
            "--name",
            "青山商城",
            "--admin",
            "owner@alone.test",
            "--password",
            PASSWORD,
        )
        assert done.returncode == 0, done.stderr
        house = House.settle(instance.environment.address, "alone")
        agent = house.hire("8001")
        visitor = house.visitor("怎么开发票")
        wait_until(lambda: said(visitor.see()["messages"], "bot"))
        visitor.say("转人工")
        wait_until(lambda: visitor.see()["status"] == "active")
        agent.api("POST", f"/conversations/{visitor.id}/messages", {"text": "您好", "client_id": "a1"})
        kept = visitor.see()["messages"]
        wait_until(lambda: keeper.state(instance.environment).state == "unavailable", seconds=120)
        told = {sender: said(kept, sender) for sender in ("visitor", "bot", "agent")}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
    voice = keeper.state(instance.environment).reason
    return {**told, "voice": voice, "reachable": is_reachable(), "log": instance.log()}


def said(messages: list[dict[str, Any]], sender: str) -> list[str]:
    return [one["text"] for one in messages if one["sender"]["kind"] == sender and one["kind"] == "text"]


def is_reachable() -> bool:
    """An address of the documentation block: without a network there is no way to it at all."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    print(json.dumps(day(Path(sys.argv[1])), ensure_ascii=False))
