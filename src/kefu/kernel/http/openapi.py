"""The API's document: beside its success, every operation says how it fails."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

from .. import masking
from ..actor import Actor

# What holds no customer's number, or what agents say in the company's own name: hidden, it could not be used.
OPEN_TO_STAFF = tuple(
    f"/api/v1/{name}"
    for name in (
        "announcements",
        "auth/",
        "bot/suggestions",
        "connections",
        "invitations",
        "knowledge",
        "organization",
        "quick-replies",
        "scripts",
        "setup",
        "sites",
        "sockets",
        "users",
    )
)

PROBLEM = {
    "title": "Problem",
    "description": "An RFC 9457 problem document. `code` is stable; `detail` says what to do, in the caller's language.",
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                "required": ["field", "message"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "code"],
}


def _failure(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}


FAILURES = {"4XX": _failure("Refused, in words"), "503": _failure("The database is away; try again")}


def binary(media_type: str) -> dict[str, Any]:
    """`openapi_extra` of an operation that answers 200 with a file."""
    return {"responses": {200: {"content": {media_type: {"schema": {"type": "string", "format": "binary"}}}}}}


class MaskingRenderer(JSONRenderer):
    """JSON in which customers' numbers are hidden from members of staff who may not see them."""

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:
        actor = getattr(request, "auth", None)
        if isinstance(actor, Actor) and not request.path.startswith(OPEN_TO_STAFF):
            data = masking.for_actor(actor, data)
        try:
            return orjson.dumps(data, default=_encoded, option=ORJSON)
        except TypeError:  # a number beyond 64 bits, half a surrogate pair
            return super().render(request, data, response_status=response_status)


ORJSON = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS
_DJANGO = NinjaJSONEncoder()


def _encoded(value: object) -> Any:
    """Moments to the millisecond, as Django's encoder writes them; the rest as it does."""
    if isinstance(value, datetime):
        written = value.isoformat(timespec="milliseconds" if value.microsecond else "seconds")
        return f"{written[:-6]}Z" if written.endswith("+00:00") else written
    return _DJANGO.default(value)


class DocumentedAPI(NinjaAPI):
    """A Ninja API whose document knows its problems."""

    @property
    def urls(self) -> tuple[list[URLPattern | URLResolver], str, str]:
        patterns, app, namespace = super().urls
        return _by_first_word(patterns), app, namespace

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**options)
        document["components"]["schemas"]["Problem"] = PROBLEM
        for operations in document["paths"].values():
            for operation in operations.values():
                successes = {str(status): answer for status, answer in operation["responses"].items()}
                operation["responses"] = successes | FAILURES
        return document


def _by_first_word(patterns: Sequence[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same addresses as a tree of two floors: Django tries patterns one after the other, and there are hundreds."""
    words: dict[str, list[URLPattern]] = {}
    rest: list[URLPattern | URLResolver] = []
    for found in patterns:
        word = str(found.pattern).partition("/")[0]
        if isinstance(found, URLPattern) and word and "<" not in word:
            below = path(str(found.pattern)[len(word) :], found.callback, found.default_args, found.name)
            words.setdefault(word, []).append(below)
        else:
            rest.append(found)
    return [*(path(word, include(found)) for word, found in words.items()), *rest]
