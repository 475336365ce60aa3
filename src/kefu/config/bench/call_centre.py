"""A small call centre for measurements: a line with agents whose telephones answer, a number for it and one with a prompt only."""

from __future__ import annotations

import asyncio
import os
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from kefu.config.asterisk import provision, sounds
from kefu.config.asterisk.tree import Tree, installed, unpacked
from kefu.config.bench.client import Client
from kefu.config.bench.instance import Instance

PASSWORD = "harvest-moon-42"
LINE, PROMPT = "4000000901", "4000000902"  # a caller is put in the line at once; hears a prompt and is hung up on
PROMPT_SECONDS = 2 * sounds.TONE_SECONDS


@dataclass
class Agent:
    id: str
    client: Client
    account: str
    secret: str


@dataclass
class Centre:
    owner: Client
    agents: list[Agent]
    reason_id: str

    async def wrap_up(self, call_id: str, agent: Agent) -> None:
        """Raises Refused when the call is not over yet."""
        await agent.client.request("POST", f"/calls/{call_id}/wrap-up", {"disposition_id": self.reason_id})


def tree_of(instance: Instance) -> Tree:
    """The Asterisk that this instance runs."""
    if given := os.environ.get("KEFU_ASTERISK"):
        return unpacked(Path(given), "given")
    found = provision.current(instance.data) or installed()
    assert found is not None, "no Asterisk"
    return found


async def open_centre(instance: Instance, agents: int) -> Centre:
    """In the demo organization; nobody is at work yet."""
    owner = Client(instance.port)
    await _sign_in(owner, "admin@demo.test", "kefu-demo")
    brand = (await owner.request("GET", "/sites"))["items"][0]["brand_id"]
    queue = await owner.request("POST", "/queues", {"brand_id": brand, "name": "量", "offer_timeout_seconds": 60})
    # nothing is said before the talk: who answers in the plain dialplan is heard at once, too
    await owner.request("PATCH", f"/queue-manners/{queue['id']}", {"tells_recording": False, "tells_agent": False})
    roles = {role["code"]: role["id"] for role in (await owner.request("GET", "/roles"))["items"]}
    hired = [await _hire(instance, owner, roles["agent"], queue["id"], number) for number in range(agents)]
    await _number(owner, brand, LINE, {"start": "line", "nodes": {"line": {"kind": "queue", "queue_id": queue["id"]}}})
    prompt = await asyncio.to_thread(_upload_prompt, instance, owner.token, brand)
    nodes = {
        "say": {"kind": "play", "prompt": prompt, "next": "more"},
        "more": {"kind": "play", "prompt": prompt, "next": "bye"},
        "bye": {"kind": "end"},
    }
    await _number(owner, brand, PROMPT, {"start": "say", "nodes": nodes})
    leaves = (await owner.request("GET", "/dispositions"))["items"]
    return Centre(owner, hired, next(leaf["id"] for leaf in leaves if leaf["is_leaf"]))


async def _number(owner: Client, brand: str, digits: str, draft: dict[str, Any]) -> None:
    flow = await owner.request("POST", "/call-flows", {"brand_id": brand, "name": digits, "draft": draft})
    assert flow["wrong"] == [], flow["wrong"]
    await owner.request("POST", f"/call-flows/{flow['id']}/publish")
    number = {"brand_id": brand, "digits": digits, "name": digits, "flow_id": flow["id"]}
    await owner.request("POST", "/phone-numbers", number)


async def _hire(instance: Instance, owner: Client, role: str, queue: str, number: int) -> Agent:
    invitation = await owner.request("POST", "/invitations", {"role_id": role})
    token, email = invitation["url"].rsplit("/", 1)[1], f"load{number}@demo.test"
    accepted = {"name": f"量{number}", "employee_number": f"97{number:03}", "email": email, "password": PASSWORD}
    client = Client(instance.port)
    await client.request("POST", f"/invitations/{token}/accept", accepted)
    id = await _sign_in(client, email, PASSWORD)
    await owner.request("PUT", f"/agents/{id}/queues", {"queue_ids": [queue]})
    given = await owner.request("POST", "/extensions", {"user_id": id, "kind": "telephone"})
    return Agent(id, client, given["account"], given["secret"])


async def _sign_in(client: Client, login: str, password: str) -> str:
    """The person's id."""
    told = await client.request("POST", "/auth/token", {"login": login, "password": password})
    client.token = told["token"]
    return str(told["user"]["id"])


def _upload_prompt(instance: Instance, token: str, brand: str) -> str:
    import orjson

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tone.wav"
        sounds.write_tone(file, 500)
        content = file.read_bytes()
    boundary = uuid4().hex
    parts = [
        b'name="brand_id"\r\n\r\n' + brand.encode(),
        'name="name"\r\n\r\n量'.encode(),
        b'name="file"; filename="tone.wav"\r\n\r\n' + content,
    ]
    body = b"".join(f"--{boundary}\r\nContent-Disposition: form-data; ".encode() + part + b"\r\n" for part in parts)
    request = urllib.request.Request(
        f"http://127.0.0.1:{instance.port}/api/v1/prompts",
        data=body + f"--{boundary}--\r\n".encode(),
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}", "Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(orjson.loads(answer.read())["id"])
