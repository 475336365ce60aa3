"""Keeps the certificate of the gateway: answers the authority's questions, fetches, renews, and puts it into use."""

from __future__ import annotations

import logging
import ssl
import threading

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from kefu.config.certificates import rules, store
from kefu.config.environment import Environment
from kefu.kernel import clock

CHALLENGES = "/.well-known/acme-challenge/"
LOOK_SECONDS = 60

logger = logging.getLogger(__name__)


class Keeper:
    """One for the process that holds both ports."""

    def __init__(self, environment: Environment) -> None:
        assert environment.acme_directory
        self.environment = environment
        self.directory: str = environment.acme_directory
        self.answers: dict[str, str] = {}
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.use()

    def use(self) -> None:
        """New connections get what lies there now; those that are open go on with what they have."""
        path = store.pair(self.environment)
        self.context.load_cert_chain(path if path.exists() else store.placeholder(self.environment))

    def run(self, stop: threading.Event) -> None:
        """Until `stop`: fetch when it is due."""
        while not stop.is_set():
            if rules.is_due(clock.now(), store.standing(self.environment)):
                self.fetch()
            stop.wait(LOOK_SECONDS)

    def fetch(self) -> bool:
        """One try; its failure is remembered and the old certificate stays."""
        from kefu.config.certificates import client  # 20 MB that most instances never need

        domain = store.domain(self.environment)
        before = store.standing(self.environment)
        try:
            account = self.environment.data / "tls" / "account.pem"
            store.keep(store.pair(self.environment), client.obtain(self.directory, domain, account, self.answers))
        except (client.CertificateRefused, OSError) as error:
            logger.warning("There is no new certificate for %s: %s", domain, error)
            store.note(self.environment, failures=before.failures + 1, error=str(error))
            return False
        store.note(self.environment, failures=0, error="")
        self.use()
        logger.info("The certificate of %s is new", domain)
        return True

    async def door(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI application of the http port: answers the authority, leads everybody else to https."""
        if scope["type"] != "http":
            return
        await self._answer(Request(scope))(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        path = request.url.path
        if path.startswith(CHALLENGES):
            answer = self.answers.get(path.removeprefix(CHALLENGES))
            return PlainTextResponse(answer) if answer else PlainTextResponse("", status_code=404)
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{self.environment.public_url}{path}{query}", status_code=308)
