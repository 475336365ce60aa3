"""The gateway's proxy before a real granian and behind a real uvicorn."""

from __future__ import annotations

import asyncio
import hashlib
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
import uvloop
from starlette.types import Receive, Scope, Send

from kefu.config.roles.proxy import BODY_BYTES, Proxy
from kefu.config.roles.upstream import Pool, UpstreamLost
from kefu.config.tests.instances import free_port, wait_until

MEGABYTE = 1024 * 1024


@dataclass
class Front:
    client: httpx2.Client
    path: Path
    port: int
    web: subprocess.Popen[bytes] | None = None

    def start_web(self) -> None:
        self.path.unlink(missing_ok=True)
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--uds", str(self.path), "--no-ws"]
        self.web = subprocess.Popen([*command, "--log-level", "error", "kefu.config.tests.echo:application"])
        wait_until(lambda: self.client.get("/").status_code == 200)

    def stop_web(self) -> None:
        if self.web is not None:
            self.web.terminate()
            self.web.wait()


@pytest.fixture(scope="module")
def stack() -> Iterator[Front]:
    with tempfile.TemporaryDirectory() as folder:
        path, port = Path(folder) / "web.sock", free_port()
        proxy = Proxy(path)

        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            await proxy(scope, receive, send)

        config = uvicorn.Config(
            application, port=port, http="httptools", loop="uvloop", lifespan="off", log_config=None, access_log=False,
            proxy_headers=False, server_header=False, date_header=False,
        )  # fmt: skip
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        wait_until(lambda: server.started)
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            front = Front(client, path, port)
            front.start_web()
            yield front
            front.stop_web()
        server.should_exit = True
        thread.join()


@pytest.fixture
def front(stack: Front) -> Front:
    if stack.client.get("/").status_code != 200:
        stack.stop_web()
        stack.start_web()
    return stack


def environ(response: httpx2.Response) -> dict[str, str]:
    told: dict[str, str] = response.json()["environ"]
    return told


def test_method_path_query_and_host_arrive_unchanged(front: Front) -> None:
    told = environ(front.client.put("/a%2Fb/%E5%AE%A2?q=%E5%8C%85&x=1", headers={"Host": "kefu.example"}))
    assert told["REQUEST_METHOD"] == "PUT"
    assert told["QUERY_STRING"] == "q=%E5%8C%85&x=1"
    assert told["HTTP_HOST"] == "kefu.example"


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X_Forwarded_For", "x_forwarded-for"])
def test_a_client_cannot_claim_an_address(front: Front, name: str) -> None:
    told = environ(front.client.get("/", headers={name: "10.9.8.7", "X-Forwarded-Proto": "https"}))
    assert told["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"
    assert told["HTTP_X_FORWARDED_PROTO"] == "http"
    assert told["HTTP_X_KEFU_RELAYED"] == "1"


def test_a_client_cannot_deny_its_proxy(front: Front) -> None:
    assert "HTTP_X_KEFU_RELAYED" not in environ(front.client.get("/", headers={"X-Kefu-Relayed": "0"}))
    assert environ(front.client.get("/", headers={"X-Real-IP": "8.8.8.8"}))["HTTP_X_KEFU_RELAYED"] == "1"


def test_hop_by_hop_headers_end_at_the_gateway(front: Front) -> None:
    headers = {"Connection": "X-Secret, keep-alive", "X-Secret": "1", "TE": "trailers", "X-Kept": "1"}
    told = environ(front.client.get("/", headers=headers))
    assert "HTTP_X_SECRET" not in told and "HTTP_TE" not in told
    assert told["HTTP_X_KEPT"] == "1"


@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_large_body_arrives_whole(front: Front, is_chunked: bool) -> None:
    body = bytes(range(256)) * (20 * MEGABYTE // 256)
    pieces = (body[start : start + 100_000] for start in range(0, len(body), 100_000))
    answer = front.client.post("/", content=pieces if is_chunked else body).json()
    assert (answer["length"], answer["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())


def test_an_answer_is_streamed_at_the_reader_s_pace(front: Front) -> None:
    with front.client.stream("GET", "/stream?pieces=800") as response:
        assert sum(len(piece) for piece in response.iter_raw()) == 800 * 64 * 1024


def test_an_early_refusal_reaches_a_client_that_still_sends(front: Front) -> None:
    response = front.client.post("/refuse", content=(b"k" * 65536 for _ in range(160)))
    assert (response.status_code, response.text) == (403, "no")
    assert front.client.get("/").status_code == 200


@pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_an_answer_is_read_though_the_write_after_it_fails(
    tmp_path: Path, loop: Callable[[], asyncio.AbstractEventLoop]
) -> None:
    path, is_gone = tmp_path / "web.sock", threading.Event()

    def refuse() -> None:
        guest, _ = server.accept()
        guest.recv(1)  # the rest stays unread
        guest.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno")
        guest.close()
        is_gone.set()

    async def send() -> tuple[int, list[tuple[bytes, bool]]]:
        connection = await Pool(path).take()
        connection.begin(b"POST / HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n", answers_head=False)
        assert is_gone.wait(10), "nothing of the answer is read until the next write"
        with suppress(UpstreamLost):
            while True:
                await connection.write(b"k" * 65536)
                await asyncio.sleep(0)
        await connection.head()
        return connection.status, [piece async for piece in connection.body()]

    with socket.socket(socket.AF_UNIX) as server, asyncio.Runner(loop_factory=loop) as runner:
        server.bind(str(path))
        server.listen()
        threading.Thread(target=refuse).start()
        assert runner.run(send()) == (403, [(b"no", False)])


def test_head_has_headers_and_no_body(front: Front) -> None:
    for _ in range(3):
        response = front.client.head("/")
        assert response.status_code == 200 and int(response.headers["content-length"]) > 0 and not response.content
    assert front.client.get("/").status_code == 200


def assert_is_problem(response: httpx2.Response, status: int, code: str) -> None:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status and problem["code"] == code and problem["detail"]


def test_an_announced_body_over_the_limit_is_refused(front: Front) -> None:
    head = f"POST / HTTP/1.1\r\nHost: kefu\r\nContent-Length: {BODY_BYTES + 1}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", front.port), timeout=5) as connection:
        connection.sendall(head.encode())
        answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 413 ") and b"body_too_large" in answer


def test_a_chunked_body_over_the_limit_is_refused(front: Front) -> None:
    pieces = (b"k" * MEGABYTE for _ in range(BODY_BYTES // MEGABYTE + 1))
    assert_is_problem(front.client.post("/", content=pieces), 413, "body_too_large")
    assert front.client.get("/").status_code == 200


def test_a_web_role_that_dies_gives_502_and_serves_again_after_its_restart(front: Front) -> None:
    assert_is_problem(front.client.get("/die", headers={"Accept-Language": "en"}), 502, "web_away")
    front.stop_web()
    response = front.client.get("/", headers={"Accept-Language": "en"})
    assert_is_problem(response, 502, "web_away")
    assert response.headers["retry-after"] == "2" and "restarting" in response.json()["detail"]
    front.start_web()
    assert front.client.post("/", content=b"again").json()["length"] == 5
