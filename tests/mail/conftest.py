"""One IMAP and one SMTP server for each worker, and a shop with a mailbox on them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.flows.conftest import Shop, _fresh_memory, _no_brain, shop
from tests.mail.servers import PASSWORD, Dovecot, Smtp

from kefu.contact.conversations.models import Conversation, Message
from kefu.contact.mail.driver import reading
from kefu.contact.mail.driver.imap import Folder
from kefu.contact.mail.models import Mailbox, ReceivedMail
from kefu.kernel import events
from kefu.kernel.ids import new_id

__all__ = ["_fresh_memory", "_no_brain", "shop"]


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    with tempfile.TemporaryDirectory(prefix="kefu-imap-") as folder:
        server = Dovecot(Path(folder))
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="session")
def smtp_server() -> Iterator[Smtp]:
    with tempfile.TemporaryDirectory(prefix="kefu-smtp-") as folder:
        server = Smtp(Path(folder) / "taken")
        server.start()
        yield server
        server.stop()


@pytest.fixture
def smtp(smtp_server: Smtp) -> Smtp:
    smtp_server.empty()
    return smtp_server


@dataclass
class Post:
    """A shop's mailbox, and what one does with it."""

    shop: Shop
    imap: Dovecot
    smtp: Smtp
    user: str

    @property
    def box(self) -> Mailbox:
        return Mailbox.objects.for_actor(self.shop.system).get()

    def settings(self, **changes: Any) -> dict[str, Any]:
        return {
            "queue_id": str(self.shop.queue.id),
            "address": "kefu@shop.test",
            "user": self.user,
            "password": PASSWORD,
            "imap_host": "127.0.0.1",
            "imap_port": self.imap.port,
            "imap_security": "none",
            "smtp_host": "127.0.0.1",
            "smtp_port": self.smtp.port,
            "smtp_security": "none",
            "reads_all": True,
            **changes,
        }

    def open(self, **changes: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.shop.owner("POST", "/mailboxes", self.settings(**changes), expect=201)
        return made

    def arrives(self, *mails: bytes | str) -> int:
        """Mails come into the mailbox and are read; returns how many were."""
        self.imap.put(self.user, [mail.encode() if isinstance(mail, str) else mail for mail in mails])
        return self.read()

    def read(self) -> int:
        with Folder(self.box) as folder:
            taken = reading.catch_up(self.box.id, folder)
        events.drain()
        return taken

    def mails(self) -> list[ReceivedMail]:
        return list(ReceivedMail.objects.for_actor(self.shop.system).order_by("uid_validity", "uid"))

    def conversations(self) -> list[Conversation]:
        return list(Conversation.objects.for_actor(self.shop.system).filter(channel="email").order_by("id"))

    def said(self, conversation_id: UUID | str) -> list[Message]:
        return list(Message.objects.for_actor(self.shop.system).filter(conversation_id=conversation_id).order_by("seq"))


@pytest.fixture
def post(shop: Shop, dovecot: Dovecot, smtp: Smtp, settings: Any) -> Post:
    settings.INTERNAL_HOSTS = frozenset({"127.0.0.1"})
    return Post(shop, dovecot, smtp, f"box-{new_id().hex[-12:]}")
