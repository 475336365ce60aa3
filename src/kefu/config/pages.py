"""Pages that are files: the desk, and the chat for visitors in its two frames."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.cache import never_cache

from kefu.contact.conversations import queries as conversations
from kefu.kernel.errors import NotFound

NOT_BUILT = "The web files are not built; run `make web`. 网页文件尚未构建，请运行 make web。"
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self' {socket}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
)


@never_cache
def desk(request: HttpRequest, path: str = "") -> HttpResponse | FileResponse:
    """The desk, for each of its addresses; the demo's stage shows it inside a page of our own."""
    return _page(request, settings.DESK_FILES / "index.html", ancestors="'self'")


@never_cache
def chat_frame(request: HttpRequest) -> HttpResponse | FileResponse:
    """The chat inside a host page; only the origins that its site lists may frame it."""
    try:
        origins = conversations.site_by_key(request.GET.get("site", "")).origins
    except NotFound as unknown:
        return HttpResponseNotFound(unknown.text.in_language())
    return _page(
        request,
        settings.WIDGET_FILES / "frame" / "index.html",
        ancestors=" ".join(["'self'", *origins]) if origins else "*",
    )


@never_cache
def chat_page(request: HttpRequest, site_key: str) -> HttpResponse | FileResponse:
    """The chat as a page of its own, behind a link or a QR code."""
    try:
        conversations.site_by_key(site_key)
    except NotFound as unknown:
        return HttpResponseNotFound(unknown.text.in_language())
    return _page(request, settings.WIDGET_FILES / "frame" / "index.html", ancestors="'none'")


@never_cache
def rating_page(request: HttpRequest, token: str) -> HttpResponse | FileResponse:
    """Where the link of an SMS leads: one rates a call. The page asks itself whether the link still serves."""
    return _page(request, settings.WIDGET_FILES / "frame" / "index.html", ancestors="'none'")


def loader(request: HttpRequest) -> HttpResponse | FileResponse:
    """The one script that a host page includes."""
    response = _file(settings.WIDGET_FILES / "widget.js", "text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _page(request: HttpRequest, path: Path, *, ancestors: str) -> HttpResponse | FileResponse:
    response = _file(path, "text/html; charset=utf-8")
    host = request.get_host()
    response["Content-Security-Policy"] = POLICY.format(socket=f"ws://{host} wss://{host}", ancestors=ancestors)
    return response


def _file(path: Path, content_type: str) -> HttpResponse | FileResponse:
    if not path.is_file():
        return HttpResponse(NOT_BUILT, status=503, content_type="text/plain; charset=utf-8")
    return FileResponse(path.open("rb"), content_type=content_type)
