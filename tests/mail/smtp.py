"""The SMTP server of the tests, run as a program of its own: PORT FOLDER."""

import asyncio
import json
import os
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from kefu.config.processes import die_with

PASSWORD = b"letter-box-42"


class Keeper:
    """Refuses whom its name says, and writes down the rest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("refused@"):
            return "550 5.1.1 no such user here"
        mark = self.folder / f"asked-{address}"
        if address.startswith("later@") and not mark.exists():
            mark.touch()
            return "451 4.7.1 greylisted, try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        told = {
            "at": time.time(),
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "content": content.decode("utf-8", "replace"),
        }
        fresh = self.folder / f"{time.time_ns()}.part"
        fresh.write_text(json.dumps(told))
        fresh.rename(fresh.with_suffix(".json"))
        return "250 taken"


def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    return AuthResult(success=isinstance(data, LoginPassword) and data.password == PASSWORD, handled=False)


async def main(port: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(
            Keeper(folder),
            authenticator=authenticate,
            auth_require_tls=False,
            auth_required=True,
            data_size_limit=64 * 1024 * 1024,
            loop=loop,
        ),
        "127.0.0.1",
        port,
    )
    await server.serve_forever()


die_with(os.getppid())
asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
