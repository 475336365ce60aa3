"""`kefu check --public` against a real instance behind a proxy that ends TLS, and behind proxies that do it wrong."""

from __future__ import annotations

import signal
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kefu.config.cli import outside
from kefu.config.supervisor import answers
from kefu.config.tests.instances import Instance, free_port, wait_until
from kefu.kernel.clock import now

CALLER = "127.0.0.2"


@dataclass
class Proxy:
    """Ends TLS, and tells the server behind what `headers` says of the caller."""

    server_port: int
    context: ssl.SSLContext | None
    headers: Callable[[str], str]
    drops: tuple[bytes, ...] = ()
    listener: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"{'https' if self.context else 'http'}://localhost:{self.listener.getsockname()[1]}"

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, (address, *_) = self.listener.accept()
                threading.Thread(target=self._serve, args=(client, address), daemon=True).start()

    def _serve(self, client: socket.socket, address: str) -> None:
        with suppress(OSError):
            if self.context:
                client = self.context.wrap_socket(client, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                head += client.recv(65536)
            lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(self.drops or (b"\0",))]
            lines[1:1] = [line.encode() for line in self.headers(address).splitlines()]
            server = socket.create_connection(("127.0.0.1", self.server_port))
            server.sendall(b"\r\n".join(lines))
            threading.Thread(target=_pour, args=(client, server), daemon=True).start()
            _pour(server, client)


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def honest(address: str) -> str:
    return f"X-Forwarded-For: {address}\nX-Forwarded-Proto: https"


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """An instance that believes its proxy."""
    folder = tmp_path_factory.mktemp("public")
    instance = Instance(folder / "data", free_port(), {"KEFU_PUBLIC_URL": "https://localhost"})
    process = instance.start("run", "--roles", "web,gateway")
    wait_until(lambda: process.poll() is not None or answers(instance.environment), seconds=240)
    assert process.poll() is None, instance.log()
    yield instance
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate for localhost that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "localhost.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def states(proxy: Proxy) -> dict[str, str]:
    return {finding.name: finding.status for finding in outside.look(proxy.url, source=CALLER)}


def test_a_right_proxy_is_green(behind: Instance, trusted: ssl.SSLContext) -> None:
    assert states(Proxy(behind.port, trusted, honest)) == {
        "https": "ok",
        "health": "ok",
        "websocket": "ok",
        "client": "ok",
    }


def test_a_proxy_that_hides_the_caller_is_named(behind: Instance, trusted: ssl.SSLContext) -> None:
    found = states(Proxy(behind.port, trusted, lambda address: "X-Forwarded-Proto: https"))
    assert (found["client"], found["websocket"]) == ("broken", "ok")


def test_a_proxy_that_upgrades_nothing_is_named(behind: Instance, trusted: ssl.SSLContext) -> None:
    found = states(Proxy(behind.port, trusted, honest, drops=(b"upgrade:", b"connection:")))
    assert (found["client"], found["websocket"]) == ("ok", "broken")


def test_an_untrusted_certificate_is_named(
    behind: Instance, trusted: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert states(Proxy(behind.port, trusted, honest)) == {"https": "broken"}


def test_plain_http_is_no_public_address(behind: Instance) -> None:
    found = states(Proxy(behind.port, None, honest))
    assert (found["https"], found["health"], found["websocket"]) == ("broken", "ok", "ok")


def test_nobody_there_and_no_address(instance: Instance) -> None:
    instance.extra = {}
    for url in (f"https://localhost:{free_port()}", "chat.example.com"):
        done = instance.command("check", "--public", url)
        assert done.returncode == 1 and "broken" in done.stdout and "→" in done.stdout
