"""Files in an S3-compatible bucket: the real client against a small server that keeps objects in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import override_settings

from kefu.config.environment import Environment, EnvironmentInvalid
from kefu.config.settings import file_storage


class Bucket(BaseHTTPRequestHandler):
    """PUT, GET and HEAD of objects; what is not there is 404."""

    objects: dict[str, bytes] = {}

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            size, rest = content.split(b"\r\n", 1)
            content = rest[: int(size.split(b";")[0], 16)]
        self.objects[self.path] = content
        self._answer(200, b"", ETag='"1"')

    def do_GET(self) -> None:
        content = self.objects.get(self.path.split("?")[0])
        self._answer(404 if content is None else 200, content or b"", ETag='"1"')

    do_HEAD = do_GET

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep the test's output clean."""

    def _answer(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Last-Modified", "Sun, 22 Nov 2026 00:00:00 GMT")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


@pytest.fixture
def bucket_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"s3://kefu?endpoint=http://127.0.0.1:{server.server_port}&region=here"
    server.shutdown()
    server.server_close()


def test_a_file_goes_to_the_bucket_and_comes_back(bucket_url: str) -> None:
    with override_settings(STORAGES={"default": file_storage(bucket_url)}):
        storage = storages["default"]
        key = storage.save("organization/ab/picture", ContentFile(b"\x89PNG and more"))
        assert Bucket.objects == {f"/kefu/{key}": b"\x89PNG and more"}
        assert storage.open(key).read() == b"\x89PNG and more"


def test_the_address_of_the_bucket_comes_from_the_environment() -> None:
    url = "s3://kefu?endpoint=https://s3.example.com"
    assert Environment.read({"KEFU_FILES": url}).files_url == url
    assert Environment.read({}).files_url is None
    with pytest.raises(EnvironmentInvalid):
        Environment.read({"KEFU_FILES": "/mnt/files"})
