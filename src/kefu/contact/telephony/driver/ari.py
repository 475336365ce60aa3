"""ARI over HTTP and its web socket of events."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp

HEARTBEAT_SECONDS = 20
CONNECTIONS = 32


class AriError(aiohttp.ClientError):
    """The engine refused; `status` is its HTTP status."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status} {text}")
        self.status = status


class Ari:
    """One engine. Enter it as a context; `url` ends in /ari."""

    def __init__(self, url: str, events_url: str, application: str, headers: dict[str, str]) -> None:
        self._url, self._events_url, self.application, self._headers = url, events_url, application, headers

    async def __aenter__(self) -> Ari:
        connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=30)
        self._session = aiohttp.ClientSession(headers=self._headers, connector=connector)
        try:
            self._socket = await self._session.ws_connect(
                self._events_url,
                params={"app": self.application, "subscribeAll": "false"},
                heartbeat=HEARTBEAT_SECONDS,
                max_msg_size=0,
            )
        except BaseException:
            await self._session.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()
        await self._session.close()

    async def events(self) -> AsyncIterator[dict[str, Any]]:
        """Until the connection is lost."""
        async for message in self._socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                yield json.loads(message.data)

    async def ask(self, method: str, path: str, variables: dict[str, str] | None = None, **query: str) -> Any:
        """The answer, parsed; None when it has no body. `variables` are of a channel that is made. Raises AriError."""
        content = {"variables": variables} if variables else None
        async with self._session.request(method, f"{self._url}/{path}", params=query, json=content) as answer:
            body = await answer.text()
            if answer.status >= 400:
                raise AriError(answer.status, body)
            return json.loads(body) if body else None

    async def try_to(self, method: str, path: str, **query: str) -> bool:
        """As `ask`, for what may be gone already; whether it was done."""
        try:
            await self.ask(method, path, None, **query)
        except AriError as error:
            if error.status not in (404, 409, 412, 422):
                raise
            return False
        return True

    async def fetch(self, path: str) -> bytes:
        """A file's content. Raises AriError."""
        async with self._session.get(f"{self._url}/{path}") as answer:
            content = await answer.read()
            if answer.status >= 400:
                raise AriError(answer.status, "")
            return content

    async def change(self, path: str, body: dict[str, Any]) -> None:
        """Make or replace a configuration object. Raises AriError."""
        async with self._session.put(f"{self._url}/{path}", json=body) as answer:
            if answer.status >= 400:
                raise AriError(answer.status, await answer.text())
