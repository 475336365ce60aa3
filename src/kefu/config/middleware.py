"""What every HTTP request passes: the client's address and the built web files."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

HASHED_NAME = re.compile(r"^/(widget/)?assets/")


class ClientAddress:
    """Puts the address that the gateway saw into REMOTE_ADDR.

    The web role listens on a private socket that only the gateway can open, and the gateway replaces what the client
    claims, so the header is to be trusted here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if address := request.META.get("HTTP_X_FORWARDED_FOR"):
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


class WebFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serves the desk at / and the widget at /widget/, hashed files for ever."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        for folder, prefix in ((settings.DESK_FILES, "/"), (settings.WIDGET_FILES, "/widget/")):
            if folder.is_dir():
                self.add_files(str(folder), prefix=prefix)

    def immutable_file_test(self, path: str, url: str) -> bool:
        return bool(HASHED_NAME.match(url))
