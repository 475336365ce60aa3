"""Asking a carrier by SIP whether it takes a registration: against a registrar on this machine that checks the proof itself."""

from __future__ import annotations

import asyncio
import hashlib
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from kefu.contact.telephony.driver.registering import ask
from kefu.contact.telephony.rules import registering
from kefu.contact.telephony.rules.registering import Account

NONCE, REALM, PASSWORD = "dcd98b7102dd2f0e8b11d0f600bfb0c093", "carrier", "geheim"


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def checks(request: str, *, qop: str = 'qop="auth", ') -> list[str]:
    """What a registrar answers that knows the password: nothing but 100 and 401 without proof, then 200 or 403."""
    proof = dict(re.findall(r'(\w+)="?([^",\s]+)"?', next((line for line in request.split("\r\n") if line.startswith("Authorization")), "")))  # fmt: skip
    if not proof:
        return ["100 Trying", f'401 Unauthorized\r\nWWW-Authenticate: Digest realm="{REALM}", {qop}nonce="{NONCE}"']
    secret = md5(f"{proof['username']}:{REALM}:{PASSWORD}")
    middle = f"{NONCE}:{proof['nc']}:{proof['cnonce']}:{proof['qop']}" if "qop" in proof else NONCE
    expected = md5(f"{secret}:{middle}:{md5('REGISTER:' + proof['uri'])}")
    return ["200 OK" if proof["response"] == expected else "403 Forbidden"]


@contextmanager
def registrar(answers: Callable[[str], list[str]], *, deaf: int = 0) -> Iterator[int]:
    """On a port of this machine; the first `deaf` requests get lost."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))

        def serve() -> None:
            heard = 0
            while True:
                data, peer = line.recvfrom(65535)
                if data == b"end":
                    return
                heard += 1
                request = data.decode()
                assert "Contact:" not in request and "Expires:" not in request, "it would bind"
                copied = "".join(
                    f"{one}\r\n" for one in request.split("\r\n") if re.match("Via|From|To|Call-ID|CSeq", one)
                )
                for said in answers(request) if heard > deaf else []:
                    line.sendto(f"SIP/2.0 {said}\r\n{copied}Content-Length: 0\r\n\r\n".encode(), peer)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield line.getsockname()[1]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.sendto(b"end", line.getsockname())
        thread.join(10)


def asked(port: int, password: str = PASSWORD, seconds: float = 20) -> str:
    return asyncio.run(ask(Account("127.0.0.1", port, "8000", password), seconds))


@pytest.mark.parametrize("qop", ['qop="auth", ', "", 'qop="auth,auth-int", algorithm=MD5, opaque="x", '])
def test_the_right_password_is_taken_and_a_wrong_one_refused(qop: str) -> None:
    with registrar(lambda request: checks(request, qop=qop)) as port:
        assert asked(port) == "online"
        assert asked(port, "wrong") == "refused"


def test_what_gets_lost_is_asked_again() -> None:
    with registrar(checks, deaf=1) as port:
        assert asked(port) == "online"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("200 OK", "online"), ("403 Forbidden", "refused"), ("404 Not Found", "refused"), ("503 Service Unavailable", "offline"),
        ("401 Unauthorized", "refused"), ('401 Unauthorized\r\nWWW-Authenticate: Digest realm="x", algorithm=SHA-999, nonce="y"', "refused"),
    ],
)  # fmt: skip
def test_what_an_answer_means(answer: str, state: str) -> None:
    with registrar(lambda _: [answer]) as port:
        assert asked(port) == state


def test_a_closed_port_a_silent_host_and_an_unknown_one_do_not_answer() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as gone:
        gone.bind(("127.0.0.1", 0))
        port = gone.getsockname()[1]
    assert asked(port) == "offline"
    with registrar(lambda _: []) as port:
        assert asked(port, seconds=0.2) == "offline"
    assert asyncio.run(ask(Account("no-such-host.invalid", 5060, "8000", "x"))) == "offline"


@pytest.mark.parametrize(
    "answer", [b"", b"\xff\xfe", b"SIP/2.0 ", b"OPTIONS sip:x SIP/2.0", b"SIP/2.0 200 OK\r\nCSeq: 2 REGISTER\r\n"]
)
def test_what_is_no_answer_to_the_question_changes_nothing(answer: bytes) -> None:
    assert registering.status(answer, 1) == 0


def test_the_proof_is_that_of_the_standard() -> None:
    """RFC 2617, 3.5, with its own values but for method and address."""
    account = Account("carrier.example", 5060, "Mufasa", "Circle Of Life")
    challenge = (
        b'SIP/2.0 401 U\r\nWWW-Authenticate: Digest realm="testrealm@host.com", qop="auth", nonce="n", opaque="o"\r\n'
    )
    header = registering.proof(account, challenge, cnonce="0a4f113b")
    secret, what = md5("Mufasa:testrealm@host.com:Circle Of Life"), md5("REGISTER:sip:carrier.example")
    assert f'response="{md5(f"{secret}:n:00000001:0a4f113b:auth:{what}")}"' in header
    assert header.startswith("Authorization: Digest ") and 'opaque="o"' in header
    assert registering.proof(account, challenge.replace(b"WWW", b"Proxy"), cnonce="c").startswith(
        "Proxy-Authorization: "
    )
