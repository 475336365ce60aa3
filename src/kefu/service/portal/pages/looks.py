"""Style, icon and manifest of a help centre: its brand's colour, and how it is put on a telephone's first screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from kefu.kernel.errors import NotFound

from .. import icons, rules
from .frame import Visit, color_of, help_page

LIGHT, DARK = "#ffffff", "#181c25"
DAY = 24 * 3600


def for_a_day(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What nobody's eyes but the brand's depend on may be kept by browsers; its address changes with it."""

    @wraps(page)
    def answered(request: HttpRequest, **parts: Any) -> HttpResponse:
        response = page(request, **parts)
        if response.status_code == 200:
            response["Cache-Control"] = f"public, max-age={DAY}"
            del response["Expires"], response["Vary"]
        return response

    return answered


@for_a_day
@help_page
def style(visit: Visit) -> HttpResponse:
    color = color_of(visit.site)
    mark = {
        "fill": rules.legible(color, LIGHT),
        "light": rules.legible(color, "#f4f5f8"),
        "dark": rules.legible(color, DARK),
        "tint": rules.shade(color, 0.9),
        "tint_dark": rules.shade(color, -0.72),
    }
    css = render_to_string("portal/style.css", {"color": color, "mark": mark})
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@for_a_day
@help_page
def icon(visit: Visit, size: int) -> HttpResponse:
    if size not in icons.SIZES:
        raise NotFound()
    return HttpResponse(icons.drawn(rules.legible(color_of(visit.site), LIGHT), size), content_type="image/png")


@help_page
def manifest(visit: Visit) -> HttpResponse:
    name = f"{visit.site.brand.name} {visit.words['centre']}"
    told = {
        "name": name,
        "short_name": visit.site.brand.name[:12],
        "lang": visit.language,
        "start_url": visit.address("help"),
        "scope": visit.address("help"),
        "display": "standalone",
        "theme_color": color_of(visit.site),
        "background_color": "#f4f5f8",
        "icons": [
            {
                "src": visit.address("help-icon", size=size),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size in icons.SIZES
            for purpose in ("any", "maskable")
        ],
    }
    return HttpResponse(json.dumps(told, ensure_ascii=False), content_type="application/manifest+json")
