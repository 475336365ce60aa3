"""Any service that takes a message by one HTTP request, described by address, headers and body with places to fill."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import structlog

from kefu.kernel import outbound

from .. import rules
from ..ports import NotSent

log = structlog.get_logger(__name__)
SECONDS = 8.0  # for one answer
TYPES = {"json": "application/json; charset=utf-8", "form": "application/x-www-form-urlencoded"}


class HttpProvider:
    def __init__(self, url: str, format: str, headers: Mapping[str, str], body: str, expects: str, secret: str) -> None:
        self.url, self.format, self.headers, self.body = url, format, headers, body
        self.expects, self.secret = expects, secret

    def send(self, *, to: str, text: str, id: str) -> str:
        values = {"to": to, "text": text, "id": id, "secret": self.secret}
        body = rules.filled(self.body, values, self.format).encode()
        headers = {"Content-Type": TYPES[self.format]}
        headers |= {name: rules.filled(value, values, "header") for name, value in self.headers.items()}
        try:
            answer = outbound.send("POST", self.url, body=body, headers=headers, seconds=SECONDS)
        except outbound.NotReached as error:
            log.warning("sms_provider_away", host=urlsplit(self.url).hostname, reason=str(error))
            raise NotSent(str(error), may_retry=False) from error
        told = answer.body.decode(errors="replace")
        if answer.status == 429 or answer.status == 503:
            raise NotSent(f"HTTP {answer.status}", may_retry=True)
        if not 200 <= answer.status < 300 or (self.expects and self.expects not in told):
            shown = " ".join(told.replace(self.secret, "***").split() if self.secret else told.split())
            raise NotSent(f"HTTP {answer.status} {shown}"[:200])
        return rules.reference_in(told)
