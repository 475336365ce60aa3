"""The reader: a thread for each active mailbox, on one host of the instance at a time.

What was read is known from the mailbox's row alone, so it can be killed at any moment: the next one goes on from there.
"""

import threading
from collections.abc import Callable
from uuid import UUID

import psycopg
import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from kefu.kernel.database import connect, listen, try_lock, wait_for_notice

from .. import actions, queries, rules
from ..actions.receiving import Read
from ..models import Mailbox
from ..parsing import MAX_BYTES
from .channel import MAILBOXES
from .connecting import NotConnected
from .imap import FAULTS, Folder, told_of

log = structlog.get_logger(__name__)
LEADS = 7_305_001  # who reads, of several workers
LOOK_SECONDS = 5.0  # for changed settings, should a notification have been lost
IDLE_SECONDS = 60.0  # a longer silence is asked about
POLL_SECONDS = 20.0  # of servers that do not announce
PAUSES = (2.0, 5.0, 15.0, 60.0, 300.0)  # after failures
BATCH = 200
FIRST_BYTES = 65_536  # of a mail that is too large to be read


def run(stop: threading.Event) -> None:
    """Read every active mailbox until `stop`; wait for the lead while another worker has it."""
    while not stop.is_set():
        try:
            with connect("kefu-mail") as session:
                if try_lock(session, LEADS):
                    listen(session, MAILBOXES)
                    _Readers(stop).follow(session)
                else:
                    stop.wait(LOOK_SECONDS)
        except psycopg.OperationalError as error:
            log.warning("mail.database_away", error=str(error))
            stop.wait(1.0)


class _Readers:
    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._running: dict[UUID, tuple[object, threading.Event, threading.Thread]] = {}

    def follow(self, session: psycopg.Connection) -> None:
        try:
            while not self._stop.is_set():
                self._agree()
                wait_for_notice(session, seconds=LOOK_SECONDS)
        finally:
            for _, halt, _ in self._running.values():
                halt.set()
            for _, _, thread in self._running.values():
                thread.join()

    def _agree(self) -> None:
        """A thread for each mailbox as its settings are now."""
        close_old_connections()
        try:
            wanted = {mailbox.id: mailbox for mailbox in queries.active_mailboxes()}
        except (DatabaseError, InterfaceError) as error:
            log.warning("mail.database_away", error=str(error))
            return
        for id, (settings, halt, thread) in list(self._running.items()):
            if id not in wanted or settings != _settings(wanted[id]) or not thread.is_alive():
                halt.set()
                if not thread.is_alive():
                    del self._running[id]
        for id, mailbox in wanted.items():
            if id not in self._running:
                halt = threading.Event()
                thread = threading.Thread(target=read, args=(mailbox, halt, self._stop), name=f"mail {mailbox.address}")
                self._running[id] = (_settings(mailbox), halt, thread)
                thread.start()


def _settings(mailbox: Mailbox) -> object:
    names = ("imap_host", "imap_port", "imap_security", "user", "secret", "folder")
    return tuple(getattr(mailbox, name) for name in names)


def read(mailbox: Mailbox, halt: threading.Event, stop: threading.Event) -> None:
    """Follow one mailbox through all its failures, until it is to be read no longer."""
    failures = 0

    def is_over() -> bool:
        return halt.is_set() or stop.is_set()

    try:
        while not is_over():
            try:
                with Folder(mailbox) as folder:
                    while not is_over():
                        close_old_connections()
                        catch_up(mailbox.id, folder)
                        failures = 0
                        _wait(folder, halt, is_over)
                        if not folder.can_idle:
                            break
            except FAULTS as error:
                failures += 1
                told = told_of(error)
                log.warning("mail.not_read", mailbox=mailbox.address, problem=told.problem, error=str(told))
                _note_failure(mailbox.id, told)
                halt.wait(PAUSES[min(failures, len(PAUSES)) - 1])
            except (DatabaseError, InterfaceError) as error:
                log.warning("mail.database_away", error=str(error))
                close_old_connections()
                halt.wait(PAUSES[0])
    finally:
        connections.close_all()


def _wait(folder: Folder, halt: threading.Event, is_over: Callable[[], bool]) -> None:
    if not folder.can_idle:
        halt.wait(POLL_SECONDS)
        return
    for has_arrived in folder.wait(IDLE_SECONDS):
        if has_arrived or is_over():
            return


def _note_failure(mailbox_id: UUID, told: NotConnected) -> None:
    close_old_connections()
    try:
        actions.note_failure(mailbox_id, told.problem, str(told))
    except (DatabaseError, InterfaceError) as error:
        log.warning("mail.database_away", error=str(error))


def catch_up(mailbox_id: UUID, folder: Folder) -> int:
    """Take everything that lies there and is not known; returns how many."""
    last = actions.note_uid_validity(mailbox_id, folder.uid_validity, folder.next_uid)
    taken = 0
    waiting = folder.after(last)
    for start in range(0, len(waiting), BATCH):
        batch = waiting[start : start + BATCH]
        sizes = folder.sizes(batch)
        for uid in batch:
            _take(mailbox_id, folder, uid, sizes.get(uid, 0))
            taken += 1
        folder.mark_seen(batch)
    actions.note_read(mailbox_id)
    return taken


def _take(mailbox_id: UUID, folder: Folder, uid: int, size: int) -> None:
    place = Read(folder.uid_validity, uid)
    if actions.note_trying(mailbox_id, uid) > rules.MAX_TRIES:
        beginning = folder.content(uid, only_first=FIRST_BYTES) or b""
        actions.set_aside(mailbox_id, place, raw=beginning, cause="kills_reader", size=size)
    elif size > MAX_BYTES:
        beginning = folder.content(uid, only_first=FIRST_BYTES) or b""
        actions.set_aside(mailbox_id, place, raw=beginning, cause="too_large", size=size)
    elif (content := folder.content(uid)) is None:
        actions.set_aside(mailbox_id, place, raw=b"", cause="gone", size=size)
    else:
        actions.receive(mailbox_id, place, content)
