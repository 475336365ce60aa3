"""What can go wrong in words: every refusal has a stable code and a sentence in both languages that says what to do."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .i18n import Text


class FieldError(dict[str, str]):
    """One wrong field: its name as the client sent it, and what to do about it."""

    def __init__(self, field: str, text: Text) -> None:
        super().__init__(field=field, message=text.in_language())


class Problem(Exception):
    """A refusal that the caller can act upon; becomes an RFC 9457 problem document."""

    status = 400
    title = Text("请求无法处理", "The request cannot be carried out")
    afterwards: Callable[[], None] | None = None
    """Done when the refused request's transactions are undone: what must be remembered of the refusal itself."""

    def __init__(
        self,
        code: str,
        text: Text,
        *,
        errors: Sequence[FieldError] = (),
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{code}: {text.en}")
        self.code, self.text = code, text
        self.errors, self.extra, self.headers = errors, extra or {}, headers or {}

    def document(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "type": f"/problems/{self.code}",
            "title": self.title.in_language(),
            "status": self.status,
            "detail": self.text.in_language(),
            "code": self.code,
            **self.extra,
        }
        if self.errors:
            body["errors"] = list(self.errors)
        return body


class Invalid(Problem):
    status = 422
    title = Text("内容有误", "Something in the request is not right")


class Unauthenticated(Problem):
    status = 401
    title = Text("请先登录", "Sign in first")


class Forbidden(Problem):
    status = 403
    title = Text("没有权限", "Not permitted")


class NotFound(Problem):
    status = 404
    title = Text("找不到", "Not found")

    def __init__(self, code: str = "not_found", text: Text | None = None) -> None:
        super().__init__(
            code, text or Text("找不到该内容，或您无权查看。", "It does not exist, or you may not see it.")
        )


class Conflict(Problem):
    status = 409
    title = Text("与当前状态冲突", "Conflict with the present state")


class Gone(Problem):
    status = 410
    title = Text("已失效", "No longer available")


class TooLarge(Problem):
    status = 413
    title = Text("内容过大", "Too large")


class PreconditionRequired(Problem):
    status = 428
    title = Text("需要先完成验证", "Something has to be done first")


class TooMany(Problem):
    status = 429
    title = Text("操作太频繁", "Too many requests")


class Crash(Problem):
    status = 500
    title = Text("系统内部错误", "Internal error")


class Unavailable(Problem):
    status = 503
    title = Text("服务暂时不可用", "Temporarily unavailable")


class NoSpace(Problem):
    status = 507
    title = Text("磁盘空间不足", "Out of disk space")

    def __init__(self) -> None:
        super().__init__(
            "disk_full",
            Text(
                "服务器磁盘已满，内容未保存。请联系管理员清理磁盘后重试。",
                "The server's disk is full; nothing was saved. Ask an administrator to free some space, then try again.",
            ),
            headers={"Retry-After": "60"},
        )
