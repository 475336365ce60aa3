"""Five hundred mails of every sort (KEFU_TEST_MAILS: as many; 5,000 take ten minutes and `-o faulthandler_timeout=7200`), and a reader that is killed at random while it reads them: none is lost, none comes twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.flows.conftest import make_shop
from tests.mail.conftest import Post
from tests.mail.servers import Dovecot, Smtp

from kefu.contact.conversations.models import Message
from kefu.contact.mail.models import Mailbox, ReceivedMail
from kefu.kernel.ids import new_id

pytestmark = pytest.mark.django_db(transaction=True)
CORPUS = sorted((Path(__file__).parents[2] / "src/kefu/contact/mail/tests/data").glob("*/*"))
MANY = int(os.environ.get("KEFU_TEST_MAILS", "500"))
KILLS = 4
LARGE_FROM, LARGE = 5_000, 5  # of so many mails so many bring 25 MB
PATIENCE = 900 + MANY


def generated(chance: random.Random) -> Iterator[bytes]:
    """Mails as they come: most by people, some by nobody, some by programs that break every rule."""
    for path in CORPUS:
        yield path.read_bytes()
    charsets = ["utf-8", "gb18030", "gb2312", "iso-2022-jp", "us-ascii", "no-such-code", "big5"]
    for number in range(MANY - len(CORPUS)):
        heading = f"From: customer{number}@customer.test\nTo: kefu@shop.test\nMessage-ID: <g{number}@customer.test>\n"
        words = f"订单 {number} 的退款还没到账"
        kind = number % 6
        if kind == 0:
            charset = charsets[number // 6 % len(charsets)]
            yield (
                f"{heading}Subject: {number}\nContent-Type: text/plain; charset={charset}\n\n".encode()
                + words.encode("gb18030")
            )
        elif kind == 1:
            mail = EmailMessage(policy=policy.SMTP)
            mail["From"], mail["To"], mail["Subject"] = f"customer{number}@customer.test", "kefu@shop.test", words
            mail.set_content(words)
            mail.add_alternative(f"<p>{words}</p><script>alert(1)</script>", subtype="html")
            size = 25_000_000 if MANY >= LARGE_FROM and number < 6 * LARGE else 20_000
            mail.add_attachment(chance.randbytes(size), maintype="application", subtype="zip", filename="文件.zip")
            yield mail.as_bytes()
        elif kind == 2:
            yield chance.randbytes(chance.randint(1, 3000))
        elif kind == 3:
            depth = chance.choice([3, 30, 1500])
            parts = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
            yield f"{heading}Subject: {number}\n{parts}\n{words}".encode()
        elif kind == 4:
            yield f"{heading}Subject: {number}\nReferences: <ours@shop.test>\nDate: never\n\n{words}\n".encode()
        else:
            yield f"Subject: {number}\nX-Number: {number}\n\n{words}\n".encode()


def test_a_reader_killed_at_random_loses_nothing_and_takes_nothing_twice(
    dovecot: Dovecot, smtp: Smtp, settings: Any
) -> None:
    settings.INTERNAL_HOSTS = frozenset({"127.0.0.1"})
    chance = random.Random(38)
    post = Post(make_shop(f"kill{new_id().hex[-8:]}"), dovecot, smtp, f"kill-{new_id().hex[-8:]}")
    mails = list(generated(chance))
    dovecot.put(post.user, mails)
    post.open()
    rows = ReceivedMail.objects.for_actor(post.shop.system)
    until, kills, last = time.monotonic() + PATIENCE, 0, 0
    try:
        while rows.count() < len(mails):
            assert time.monotonic() < until, f"{rows.count()} of {len(mails)}, {dovecot.log()}"
            goal = last + chance.randint(10, MANY // 6) if kills < KILLS else len(mails)
            reader = start_reader()
            try:
                while rows.count() < min(goal, len(mails)):
                    assert time.monotonic() < until and reader.poll() is None, f"{rows.count()} of {len(mails)}"
                    connection.ensure_connection()
                    time_to_look(chance)
            finally:
                reader.send_signal(signal.SIGKILL)
                reader.wait()
            kills, last = kills + 1, rows.count()
    finally:
        Mailbox.objects.for_actor(post.shop.system).update(is_active=False)
    states = Counter(rows.values_list("state", flat=True))
    distinct = len({bytes(mail) for mail in mails})
    assert kills > KILLS and states.total() == len(mails)
    assert len(set(rows.values_list("uid", flat=True))) == len(mails)
    assert states["accepted"] + states["quarantined"] >= distinct - states["repeated"]
    posted = [m.client_id for m in Message.objects.for_actor(post.shop.system).filter(client_id__startswith="mail-")]
    accepted = rows.filter(state="accepted", posted_id__isnull=False)
    assert len(posted) == len(set(posted)) == accepted.count()
    assert not rows.filter(cause="failed").exists()


def start_reader() -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "KEFU_INTERNAL_HOSTS": "127.0.0.1",
        "DATABASE_URL": database_url(),
        "PYTHONPATH": "src",
    }
    return subprocess.Popen([sys.executable, str(Path(__file__).with_name("reader.py"))], env=environment)


def database_url() -> str:
    """That of this worker's own database."""
    base, _, query = os.environ["DATABASE_URL"].partition("?")
    name = str(connection.settings_dict["NAME"])
    return f"{base.rpartition('/')[0]}/{name}{'?' + query if query else ''}"


def time_to_look(chance: random.Random) -> None:
    """A moment in which the other process reads on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [chance.uniform(0.02, 0.2)])
