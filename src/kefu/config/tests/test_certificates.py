"""Certificates from a real authority on this machine: Pebble, which fetches the proof over http and signs."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import ssl
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPSConnection
from pathlib import Path

import pytest
from acme import messages
from acme.client import ClientV2
from cryptography import x509
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from kefu.config.certificates import rules, store
from kefu.config.certificates.keeper import Keeper
from kefu.config.cli import outside
from kefu.config.environment import SOURCE_TREE, Environment
from kefu.config.roles.gateway import server
from kefu.config.setup import choice
from kefu.config.supervisor import answers
from kefu.config.tests.instances import Instance, free_port, wait_until
from kefu.kernel import clock

NAME = "chat.shop.example"
TOOLS = SOURCE_TREE / ".tools" / "pebble"


@dataclass(frozen=True)
class Authority:
    """Asks for the proof on `http_port` of this machine, whatever the name."""

    directory: str
    management: str
    bundle: Path
    http_port: int

    def root(self) -> ssl.SSLContext:
        """Trusts what it signs."""
        trusting = ssl.create_default_context(cafile=str(self.bundle))
        with urllib.request.urlopen(f"{self.management}/roots/0", context=trusting) as answer:
            return ssl.create_default_context(cadata=answer.read().decode())


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    assert (TOOLS / "pebble").exists(), "There is no Pebble: run scripts/pebble.sh"
    folder = tmp_path_factory.mktemp("pebble")
    http_port, listen, management, dns, names = (free_port() for _ in range(5))
    own = Environment.read({"KEFU_DATA": str(folder), "KEFU_PUBLIC_URL": "https://localhost"})
    pair = store.placeholder(own).read_bytes()
    (folder / "own.pem").write_bytes(pair)
    (folder / "bundle.pem").write_bytes(pair[pair.index(b"-----BEGIN CERTIFICATE") :])
    config = {
        "listenAddress": f"127.0.0.1:{listen}",
        "managementListenAddress": f"127.0.0.1:{management}",
        "certificate": str(folder / "own.pem"),
        "privateKey": str(folder / "own.pem"),
        "httpPort": http_port,
        "tlsPort": free_port(),
    }
    (folder / "config.json").write_text(json.dumps({"pebble": config}))
    log = (folder / "log").open("w")
    servers = [
        subprocess.Popen(
            [TOOLS / "pebble-challtestsrv", "-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-dns01", f"127.0.0.1:{dns}",
             "-http01", "", "-https01", "", "-tlsalpn01", "", "-management", f"127.0.0.1:{names}"],
            stdout=log, stderr=log,
        ),
        subprocess.Popen(
            [TOOLS / "pebble", "-config", folder / "config.json", "-dnsserver", f"127.0.0.1:{dns}"],
            stdout=log, stderr=log, env={**os.environ, "PEBBLE_VA_NOSLEEP": "1", "PEBBLE_AUTHZREUSE": "0", "PEBBLE_WFE_NONCEREJECT": "30"},
        ),
    ]  # fmt: skip
    wait_until(lambda: listens(listen) and listens(management))
    yield Authority(
        f"https://localhost:{listen}/dir", f"https://localhost:{management}", folder / "bundle.pem", http_port
    )
    for process in servers:
        process.kill()
        process.wait()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def shop(authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.bundle))
    return Environment.read(variables(authority, tmp_path / "data", free_port()))


def variables(authority: Authority, data: Path, https_port: int) -> dict[str, str]:
    return {
        "KEFU_DATA": str(data),
        "KEFU_PUBLIC_URL": f"https://{NAME}",
        "KEFU_CERTIFICATE": "acme",
        "KEFU_ACME_DIRECTORY": authority.directory,
        "KEFU_HTTP_PORT": str(authority.http_port),
        "KEFU_HTTPS_PORT": str(https_port),
    }


@contextmanager
def served(keeper: Keeper) -> Iterator[None]:
    """Both ports of a gateway, with the http door's application behind https too."""
    environment = keeper.environment
    doors = [
        server(keeper.door, "127.0.0.1", environment.http_port, has_lifespan=False),
        server(keeper.door, "127.0.0.1", environment.https_port, context=keeper.context, has_lifespan=False),
    ]

    async def run() -> None:
        await asyncio.gather(*(door.serve() for door in doors))

    thread = threading.Thread(target=asyncio.run, args=[run()])
    thread.start()
    try:
        wait_until(lambda: all(door.started for door in doors))
        yield
    finally:
        for door in doors:
            door.should_exit = True
        thread.join()


class Browser(HTTPSConnection):
    """Knows NAME as this machine."""

    def __init__(self, port: int, trust: ssl.SSLContext) -> None:
        super().__init__(NAME, port, context=trust, timeout=20)
        self._trust = trust

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        self.sock = self._trust.wrap_socket(plain, server_hostname=NAME)

    def serial(self) -> int:
        assert isinstance(self.sock, ssl.SSLSocket)
        shown = self.sock.getpeercert(binary_form=True)
        assert shown
        return x509.load_der_x509_certificate(shown).serial_number

    def ask(self, path: str) -> tuple[int, str]:
        self.request("GET", path)
        answer = self.getresponse()
        answer.read()
        return answer.status, answer.getheader("Location") or ""


def test_it_is_fetched_put_into_use_and_renewed_under_open_connections(authority: Authority, shop: Environment) -> None:
    keeper = Keeper(shop)
    with served(keeper):
        trust = authority.root()
        with pytest.raises(ssl.SSLCertVerificationError):
            Browser(shop.https_port, trust).connect()
        assert keeper.fetch(), store.last_error(shop)
        assert store.pair(shop).stat().st_mode & 0o777 == 0o600 and keeper.answers == {}
        standing = store.standing(shop)
        assert rules.state(clock.now(), standing) == "good" and not rules.is_due(clock.now(), standing)

        early = Browser(shop.https_port, trust)
        assert early.ask("/a?b=1") == (308, f"https://{NAME}/a?b=1")
        first = early.serial()
        assert keeper.fetch(), store.last_error(shop)
        late = Browser(shop.https_port, trust)
        assert late.ask("/")[0] == 308 and late.serial() != first
        assert early.ask("/still")[0] == 308 and early.serial() == first


def test_a_closed_port_is_told_and_the_old_certificate_stays(authority: Authority, shop: Environment) -> None:
    keeper = Keeper(shop)
    with served(keeper):
        assert keeper.fetch(), store.last_error(shop)
    before = store.pair(shop).read_bytes()
    # a new account: of a known one Pebble lets a proof stand once in a hundred times, although told never to
    (shop.data / "tls" / "account.pem").unlink()
    assert not keeper.fetch()
    assert "refused" in store.last_error(shop) and str(authority.http_port) in store.last_error(shop)
    assert store.pair(shop).read_bytes() == before
    standing = store.standing(shop)
    assert standing.failures == 1 and rules.state(clock.now(), standing) == "failing"
    assert not rules.is_due(clock.now(), standing)
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert rules.is_due(clock.now(), standing)
    with served(keeper):
        assert keeper.fetch() and store.standing(shop).failures == 0 and store.last_error(shop) == ""


def test_somebody_else_at_the_name_is_told(authority: Authority, shop: Environment) -> None:
    """The name leads to another server: it does not know the answer."""
    keeper, other = Keeper(shop), Keeper(shop)
    with served(other):
        assert not keeper.fetch()
    assert "404" in store.last_error(shop)
    assert not store.pair(shop).exists()


def test_an_authority_that_is_away_or_has_had_enough_is_told(
    authority: Authority, shop: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Keeper(shop)
    keeper.directory = f"https://localhost:{free_port()}/dir"
    assert not keeper.fetch() and "Connection" in store.last_error(shop)
    keeper.directory = authority.directory

    def refuse(*arguments: object, **options: object) -> None:
        raise messages.Error.with_code("rateLimited", detail="too many certificates already issued")

    monkeypatch.setattr(ClientV2, "new_order", refuse)
    assert not keeper.fetch()
    assert "too many certificates already issued" in store.last_error(shop)
    assert store.standing(shop).failures == 2


def test_an_instance_serves_https_by_itself(authority: Authority, tmp_path: Path) -> None:
    https_port = free_port()
    extra = {**variables(authority, tmp_path / "data", https_port), "REQUESTS_CA_BUNDLE": str(authority.bundle)}
    instance = Instance(tmp_path / "data", free_port(), extra)
    instance.lend_migrated()
    choice.choose(instance.environment, "page")  # nobody lives here: the demo would take its time
    process = instance.start("run", "--roles", "web,gateway")
    try:
        wait_until(lambda: process.poll() is not None or answers(instance.environment), seconds=240)
        assert process.poll() is None, instance.log()
        pair = store.pair(instance.environment)
        wait_until(lambda: pair.exists() or store.last_error(instance.environment), seconds=120)
        assert pair.exists(), store.last_error(instance.environment)
        trust = authority.root()
        wait_until(lambda: trusted(https_port, trust))
        browser = Browser(https_port, trust)
        browser.request("GET", "/api/v1/health")
        told = browser.getresponse()
        assert told.status == 200 and json.loads(told.read())["caller"] == "127.0.0.1"
        plain = socket.create_connection(("127.0.0.1", https_port))
        with (
            connect(f"wss://{NAME}/ws/widget?token=none", sock=plain, ssl=trust, server_hostname=NAME) as live,
            pytest.raises(ConnectionClosed) as closed,
        ):
            live.recv(timeout=20)
        assert closed.value.rcvd and closed.value.rcvd.code == outside.NO_SUCH_TOKEN
        told_to_owner = instance.command("check").stdout
        assert f"{NAME}, until" in told_to_owner and "renewed by itself" in told_to_owner
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        instance.discard()


def trusted(port: int, trust: ssl.SSLContext) -> bool:
    try:
        Browser(port, trust).connect()
    except ssl.SSLCertVerificationError:
        return False
    return True
