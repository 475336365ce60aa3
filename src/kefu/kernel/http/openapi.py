"""The API's document: beside its success, every operation says how it fails."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

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
        return super().render(request, data, response_status=response_status)


class DocumentedAPI(NinjaAPI):
    """A Ninja API whose document knows its problems."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**options)
        document["components"]["schemas"]["Problem"] = PROBLEM
        for operations in document["paths"].values():
            for operation in operations.values():
                successes = {str(status): answer for status, answer in operation["responses"].items()}
                operation["responses"] = successes | FAILURES
        return document
