"""One connection with a mailbox over IMAP."""

from __future__ import annotations

import imaplib
import re
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from ..models import Mailbox
from .connecting import SECONDS, NotConnected, address, password, problem_of, tls

FAULTS = (IMAPClientError, imaplib.IMAP4.error, OSError, ValueError, NotConnected)
_NOT_OPEN = re.compile(r"not (open|enabl)|disabled|未开启|unsafe login|service is not", re.IGNORECASE)


class Folder:
    """A folder that is open for reading. Nothing in it changes but the mark that a mail was seen."""

    def __init__(self, mailbox: Mailbox) -> None:
        """Raises NotConnected."""
        self._client: Any = None
        try:
            self._open(mailbox)
        except FAULTS as error:
            self.close()
            raise told_of(error) from error

    def _open(self, mailbox: Mailbox) -> None:
        security, host = mailbox.imap_security, mailbox.imap_host
        context = tls(host)
        client = self._client = IMAPClient(
            address(host, mailbox.imap_port),
            mailbox.imap_port,
            ssl=security == Mailbox.Security.TLS,
            ssl_context=context if security == Mailbox.Security.TLS else None,
            timeout=SocketTimeout(connect=SECONDS, read=SECONDS * 3),
            use_uid=True,
        )
        if security == Mailbox.Security.STARTTLS:
            client.starttls(context)
        try:
            client.login(mailbox.user, password(mailbox))
        except LoginError as error:
            raise NotConnected("not_open" if _NOT_OPEN.search(str(error)) else "login", str(error)) from error
        if client.has_capability("ID"):  # NetEase shows nothing to programs that do not say who they are
            with suppress(IMAPClientError):
                client.id_({"name": "Kefu", "version": "1", "vendor": "Kefu"})
        try:
            told = client.select_folder(mailbox.folder)
        except IMAPClientError as error:
            raise NotConnected("not_open" if _NOT_OPEN.search(str(error)) else "no_folder", str(error)) from error
        self.uid_validity = int(told.get(b"UIDVALIDITY", 0))
        self.next_uid = int(told.get(b"UIDNEXT", 0)) or self._next()
        self.can_idle = bool(client.has_capability("IDLE"))

    def _next(self) -> int:
        return max((int(uid) for uid in self._client.search(["ALL"])), default=0) + 1

    def after(self, uid: int) -> list[int]:
        """The numbers above `uid`, in order."""
        found = self._client.search(["UID", f"{uid + 1}:*"])
        return sorted(int(each) for each in found if int(each) > uid)

    def sizes(self, uids: list[int]) -> dict[int, int]:
        told = self._client.fetch(uids, ["RFC822.SIZE"]) if uids else {}
        return {int(uid): int(values.get(b"RFC822.SIZE", 0)) for uid, values in told.items()}

    def content(self, uid: int, *, only_first: int | None = None) -> bytes | None:
        """The bytes of a mail; None when it has gone since."""
        part = "BODY.PEEK[]" if only_first is None else f"BODY.PEEK[]<0.{only_first}>"
        told = self._client.fetch([uid], [part]).get(uid)
        if not told:
            return None
        return next((bytes(value) for name, value in told.items() if name.startswith(b"BODY[")), b"")

    def mark_seen(self, uids: list[int]) -> None:
        """For people who look into the same mailbox; a server that refuses is not asked again."""
        with suppress(IMAPClientError):
            self._client.add_flags(uids, [b"\\Seen"], silent=True)

    def wait(self, seconds: float) -> Iterator[bool]:
        """True once something has arrived, False each time a second or so has passed without, for `seconds` in all."""
        self._client.idle()
        try:
            for _ in range(max(1, int(seconds))):
                told = self._client.idle_check(timeout=1)
                yield any(len(each) > 1 and each[1] in (b"EXISTS", b"RECENT", b"EXPUNGE") for each in told)
        finally:
            self._client.idle_done()

    def close(self) -> None:
        if self._client is not None:
            with suppress(*FAULTS):
                self._client.shutdown()

    def __enter__(self) -> Folder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def check(mailbox: Mailbox) -> tuple[str, str]:
    """The problem that the reader would have (empty: none), and the server's own words."""
    try:
        with Folder(mailbox):
            return "", ""
    except NotConnected as error:
        return error.problem, str(error)[:300]


def told_of(error: Exception) -> NotConnected:
    if isinstance(error, NotConnected):
        return error
    return NotConnected(problem_of(error), str(error)[:300])
