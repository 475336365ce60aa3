"""A POST with an Idempotency-Key happens once: its effect and its answer are committed together."""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse

from .. import i18n, sealing
from ..errors import Conflict, Invalid
from ..i18n import Text
from ..models import IdempotentResponse
from .problems import on_database_away, respond

HEADER = "HTTP_IDEMPOTENCY_KEY"
KEEP_HOURS = 24


class RequestManners:
    """Middleware: the request's language, and idempotent POSTs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.cipher = sealing.cipher()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        i18n.use(i18n.choose(request.headers.get("Accept-Language")))
        response = self._answered(request)
        if afterwards := getattr(response, "afterwards", None):
            afterwards()
        return response

    def _answered(self, request: HttpRequest) -> HttpResponse:
        key = request.META.get(HEADER)
        if request.method != "POST" or not key:
            return self.get_response(request)
        if len(key) > 200:
            return respond(
                Invalid(
                    "bad_idempotency_key",
                    Text("Idempotency-Key 最多 200 个字符。", "An Idempotency-Key has at most 200 characters."),
                )
            )
        try:
            return self._once(request, key)
        except (OperationalError, InterfaceError) as error:
            return on_database_away(request, error)

    def _once(self, request: HttpRequest, key: str) -> HttpResponse:
        caller = request.META.get("HTTP_AUTHORIZATION") or request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        scope = _digest(caller, request.path, key)
        fingerprint = _digest(_content(request))
        with transaction.atomic():
            try:
                with transaction.atomic():
                    kept = IdempotentResponse.objects.create(scope=scope, request_hash=fingerprint)
            except IntegrityError:  # a twin of this request has been here; while it ran, the insert waited for it
                return self._again(scope, fingerprint)
            response = self.get_response(request)
            if response.status_code >= 400 or response.streaming:
                transaction.set_rollback(True)
                return response
            kept.status = response.status_code
            kept.body = self.cipher.encrypt(response.content)
            kept.save(update_fields=["status", "body"])
        return response

    def _again(self, scope: str, fingerprint: str) -> HttpResponse:
        kept = IdempotentResponse.objects.get(scope=scope)
        if kept.request_hash != fingerprint:
            return respond(
                Conflict(
                    "idempotency_key_reused",
                    Text(
                        "同一个 Idempotency-Key 用于了不同内容，请换一个。",
                        "This Idempotency-Key was used with another content; take a new one.",
                    ),
                )
            )
        response = HttpResponse(
            self.cipher.decrypt(bytes(kept.body)), status=kept.status, content_type="application/json; charset=utf-8"
        )
        response["Idempotency-Replayed"] = "true"
        return response


def _content(request: HttpRequest) -> str:
    """What makes two requests the same. Of uploads it is the size: their boundary changes with every attempt."""
    if request.content_type == "multipart/form-data":
        return str(request.META.get("CONTENT_LENGTH"))
    return hashlib.sha256(request.body).hexdigest()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
