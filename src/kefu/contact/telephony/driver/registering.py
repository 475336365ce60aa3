"""Asks carriers whether they take our registrations: the engine tells it to nobody over ARI."""

from __future__ import annotations

import asyncio
import secrets

from ..rules import registering
from ..rules.registering import Account

ANSWER_SECONDS = 4.0
AGAIN_SECONDS = 0.5  # UDP loses; asked again, doubling, as SIP does


class _Line(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.heard: asyncio.Queue[bytes | OSError] = asyncio.Queue()

    def datagram_received(self, data: bytes, addr: object) -> None:
        self.heard.put_nowait(data)

    def error_received(self, exc: Exception) -> None:
        self.heard.put_nowait(exc if isinstance(exc, OSError) else OSError(str(exc)))


async def ask(account: Account, seconds: float = ANSWER_SECONDS) -> str:
    """`online`, `refused` (account or password), or `offline` (nobody answers there, or with something else)."""
    try:
        transport, line = await asyncio.get_running_loop().create_datagram_endpoint(
            _Line, remote_addr=(account.host, account.port)
        )
    except OSError:
        return "offline"
    try:
        async with asyncio.timeout(seconds):
            return registering.state(await _asked(account, transport, line))
    except (TimeoutError, OSError):
        return "offline"
    finally:
        transport.close()


async def _asked(account: Account, transport: asyncio.DatagramTransport, line: _Line) -> int:
    host, port = transport.get_extra_info("sockname")[:2]
    ours, call = f"{host}:{port}" if ":" not in host else f"[{host}]:{port}", secrets.token_hex(8)
    final, answer = await _exchange(account, transport, line, ours, call, 1, "")
    proof = registering.proof(account, answer, cnonce=secrets.token_hex(4)) if final in (401, 407) else ""
    if proof:
        final, _ = await _exchange(account, transport, line, ours, call, 2, proof)
    return final


async def _exchange(
    account: Account, transport: asyncio.DatagramTransport, line: _Line, ours: str, call: str, number: int, proof: str
) -> tuple[int, bytes]:
    """The final answer to one request, which is sent until it comes. Raises OSError where the host says that nobody is there."""
    request = registering.request(account, ours=ours, call=call, number=number, proof=proof)
    pause = AGAIN_SECONDS
    while True:
        transport.sendto(request)
        try:
            async with asyncio.timeout(pause):
                while True:
                    told = await line.heard.get()
                    if isinstance(told, OSError):
                        raise told
                    if final := registering.status(told, number):
                        return final, told
        except TimeoutError:
            pause *= 2
