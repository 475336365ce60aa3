"""Turns what went wrong into RFC 9457 problem documents."""

from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from psycopg.errors import DiskFull

from ..errors import Crash, FieldError, Invalid, NoSpace, NotFound, Problem, TooLarge, Unauthenticated, Unavailable
from ..i18n import Text

log = structlog.get_logger(__name__)

FIELD_TEXTS = {
    "missing": Text("必填", "Required"),
    "string_too_long": Text("最多 {max_length} 个字符", "At most {max_length} characters"),
    "string_too_short": Text("至少 {min_length} 个字符", "At least {min_length} characters"),
    "less_than_equal": Text("不能大于 {le}", "At most {le}"),
    "greater_than_equal": Text("不能小于 {ge}", "At least {ge}"),
    "uuid_parsing": Text("不是有效的编号", "Not a valid id"),
    "uuid_type": Text("不是有效的编号", "Not a valid id"),
    "literal_error": Text("只能是 {expected}", "One of {expected}"),
    "json_invalid": Text("不是有效的 JSON", "Not valid JSON"),
    "extra_forbidden": Text("没有这个字段", "No such field"),
}


def respond(problem: Problem) -> HttpResponse:
    response = JsonResponse(problem.document(), status=problem.status, content_type="application/problem+json")
    for name, value in problem.headers.items():
        response[name] = value
    if problem.afterwards:
        response.afterwards = problem.afterwards  # type: ignore[attr-defined]
    return response


def install(api: NinjaAPI) -> None:
    """Make `api` answer every failure with a problem document."""

    @api.exception_handler(Problem)
    def on_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
        return respond(problem)

    @api.exception_handler(ValidationError)
    def on_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return respond(
            Invalid(
                "invalid_fields",
                Text("请检查标出的字段。", "Check the fields named below."),
                errors=[FieldError(_field(item["loc"]), _say(item)) for item in error.errors],
            )
        )

    @api.exception_handler(AuthenticationError)
    def on_unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return respond(
            Unauthenticated(
                "unauthenticated",
                Text("登录已失效或凭证不正确，请重新登录。", "The credentials are missing, wrong or expired."),
            )
        )

    @api.exception_handler(Http404)
    def on_missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return respond(NotFound())

    @api.exception_handler(HttpError)
    def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        return on_unreadable(request, error)

    @api.exception_handler(DataError)
    def on_unstorable(request: HttpRequest, error: DataError) -> HttpResponse:
        return respond(
            Invalid("unstorable", Text("内容包含无法保存的字符或数值。", "A character or value cannot be stored."))
        )

    api.exception_handler(RequestDataTooBig)(on_unreadable)
    api.exception_handler(OperationalError)(on_database_away)
    api.exception_handler(InterfaceError)(on_database_away)


def on_database_away(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error.__cause__, DiskFull):
        log.error("disk_full", path=request.path, error=str(error))
        return respond(NoSpace())
    log.error("database_away", path=request.path, error=str(error))
    return respond(
        Unavailable(
            "database_away",
            Text(
                "数据库暂时无法连接，内容未保存，请稍后重试。",
                "The database is away; nothing was saved. Try again in a moment.",
            ),
            headers={"Retry-After": "3"},
        )
    )


@csrf_exempt
def on_unknown_address(request: HttpRequest) -> HttpResponse:
    return respond(NotFound())


def on_unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django itself refuses: a body beyond all measure, a forged host."""
    if isinstance(exception, RequestDataTooBig):
        return respond(
            TooLarge(
                "too_large",
                Text("内容过大，请缩短后再发送。", "The content is too large; shorten it and send it again."),
            )
        )
    return respond(
        Invalid("unreadable", Text("请求无法解析，请检查格式。", "The request cannot be read; check its format."))
    )


def on_crash(request: HttpRequest) -> HttpResponse:
    return respond(
        Crash(
            "crash",
            Text("系统内部错误，已记录。请稍后重试。", "Something broke inside; it is in the log. Try again later."),
        )
    )


def _field(location: tuple[Any, ...]) -> str:
    """The client's name of the field: without the words body/query/path and the name of our parameter."""
    names = [str(part) for part in location]
    if names and names[0] in {"body", "query", "path", "form", "file", "header"}:
        names = names[1:]
    return ".".join(names[1:] if len(names) > 1 and names[0] in {"data", "filters"} else names)


def _say(error: dict[str, Any]) -> Text:
    text = FIELD_TEXTS.get(error["type"])
    if text is None:
        return Text(f"内容不符合要求：{error['msg']}", error["msg"])
    context = error.get("ctx") or {}
    return Text(text.zh.format_map(context), text.en.format_map(context))
