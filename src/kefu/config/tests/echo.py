"""A WSGI application to stand behind the gateway in tests: tells what arrived, streams what is asked for."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PIECE = 64 * 1024


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    query = parse_qs(environ["QUERY_STRING"])
    if environ["PATH_INFO"] == "/die":
        os._exit(1)
    if environ["PATH_INFO"] == "/stream":
        start_response("200 OK", [("Content-Type", "application/octet-stream")])
        return (b"k" * PIECE for _ in range(int(query["pieces"][0])))
    if environ["PATH_INFO"] == "/refuse":
        start_response("403 Forbidden", [("Content-Length", "2")])
        return [b"no"]
    body = hashlib.sha256()
    length = 0
    while data := environ["wsgi.input"].read(PIECE):
        body.update(data)
        length += len(data)
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    answer = json.dumps({"environ": told, "length": length, "sha256": body.hexdigest()}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [answer]
