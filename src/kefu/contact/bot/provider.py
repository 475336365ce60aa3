"""One request to an OpenAI-compatible address; nothing of what comes back is believed."""

import threading
import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
import structlog

from kefu.kernel import outbound

from .writing import Refusal, Refused

log = structlog.get_logger(__name__)
FAILURES_BORNE = 3
PAUSE_SECONDS = 60.0
MOST_TOKENS = 500
_failures: dict[UUID, tuple[int, float]] = {}
_lock = threading.Lock()


def complete(
    organization_id: UUID, *, base_url: str, key: str, model: str, seconds: float, messages: Sequence[dict[str, str]]
) -> str:
    """The model's text. Raises Refused: too_late, not_reached, http_error, malformed."""
    _ensure_not_pausing(organization_id)
    body = orjson.dumps({"model": model, "messages": messages, "temperature": 0, "max_tokens": MOST_TOKENS})
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    started = time.monotonic()
    try:
        answer = outbound.send("POST", f"{base_url}/chat/completions", body=body, headers=headers, seconds=seconds)
    except outbound.NotReached as error:
        _note(organization_id, failed=True)
        late = not error.is_refused and time.monotonic() - started >= seconds * 0.9
        raise Refused(Refusal.TOO_LATE if late else Refusal.NOT_REACHED, str(error)) from error
    if answer.status != 200:
        _note(organization_id, failed=True)
        raise Refused(Refusal.HTTP_ERROR, f"HTTP {answer.status}")
    _note(organization_id, failed=False)
    try:
        content: Any = orjson.loads(answer.body)["choices"][0]["message"]["content"]
    except (orjson.JSONDecodeError, KeyError, IndexError, TypeError) as error:
        raise Refused(Refusal.MALFORMED, answer.body[:80].decode(errors="replace")) from error
    if not isinstance(content, str):
        raise Refused(Refusal.MALFORMED, "no text")
    return content


def forget(organization_id: UUID) -> None:
    """Begin anew, after its settings were changed."""
    with _lock:
        _failures.pop(organization_id, None)


def _ensure_not_pausing(organization_id: UUID) -> None:
    with _lock:
        count, since = _failures.get(organization_id, (0, 0.0))
    if count >= FAILURES_BORNE and time.monotonic() < since + PAUSE_SECONDS:
        raise Refused(Refusal.NOT_REACHED, "left alone for a minute after three failures")


def _note(organization_id: UUID, *, failed: bool) -> None:
    with _lock:
        count = _failures.get(organization_id, (0, 0.0))[0] + 1 if failed else 0
        _failures[organization_id] = (count, time.monotonic())
    if failed:
        log.info("bot.provider_failed", organization=str(organization_id), failures=count)
