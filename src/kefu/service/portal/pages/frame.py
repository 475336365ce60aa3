"""What every page of a help centre shares: whose it is, its language, its refusals, and what a browser may do with it."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache

from kefu.contact.conversations.models import Site
from kefu.kernel import files, i18n, limits
from kefu.kernel.errors import NotFound, Problem, TooMany
from kefu.kernel.http import client_ip

from .. import queries, rules, words
from ..models import HelpCentre

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
LANGUAGE_COOKIE = "kefu_help_language"
DEFAULT_COLOR = "#2f6bff"
YEAR = 365 * 24 * 3600
STYLE = hashlib.sha256(render_to_string("portal/style.css", {"color": "", "mark": {}}).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request to a help centre."""

    request: HttpRequest
    centre: HelpCentre
    language: i18n.Language

    @property
    def site(self) -> Site:
        return self.centre.site

    @property
    def words(self) -> dict[str, str]:
        return words.ALL[self.language]

    @property
    def ip(self) -> str | None:
        return client_ip(self.request)

    def address(self, name: str, *, query: dict[str, str] | None = None, **parts: Any) -> str:
        found = reverse(name, kwargs={"site_key": self.site.key, **parts})
        return f"{found}?{urlencode(query)}" if query else found

    def goes_to(self, name: str, **query: str) -> HttpResponse:
        """After a form that was taken: a reload asks for the page and sends nothing again."""
        response = HttpResponseRedirect(self.address(name, query=query or None))
        response.status_code = 303
        return response

    def shows(self, page: str, *, status: int = 200, **values: Any) -> HttpResponse:
        html = render_to_string(f"portal/{page}.html", {**self._frame(), **values}, request=self.request)
        return HttpResponse(html, status=status)

    def counts(self, act: str, limit: rules.Limit, key: str = "") -> None:
        """Count one act of this caller (or of `key`). Raises TooMany. This machine itself is not counted, as its proxies
        tell the callers' addresses."""
        if not key:
            if self.ip is None or ipaddress.ip_address(self.ip).is_loopback:
                return
            key = neighbourhood(self.ip)
        limits.hit(f"portal.{act}", f"{self.centre.organization_id} {key}", limit=limit[0], seconds=limit[1])

    def _frame(self) -> dict[str, Any]:
        other = words.OTHER[self.language]
        query = self.request.GET.copy()
        query["lang"] = other
        is_form = self.request.method == "POST"
        title = (self.site.settings.get("title") or {}).get(self.language)
        return {
            "t": self.words,
            "language": self.language,
            "other_language": other,
            "other_name": words.OTHER_NAME[self.language],
            "other_address": f"?lang={other}" if is_form else f"?{query.urlencode()}",
            "site": self.site,
            "brand": title or self.site.brand.name,
            "color": color_of(self.site),
            "logo": files.link(self.site.logo_id) if self.site.logo_id else "",
            "style_version": f"{STYLE}{color_of(self.site)[1:]}",
            "takes_tickets": self.centre.takes_tickets,
        }


Page = Callable[..., HttpResponse]


def help_page(page: Callable[..., HttpResponse]) -> Page:
    """A page of the help centre that the key names: its refusals are pages too, in the reader's language."""

    @wraps(page)
    @never_cache
    def answered(request: HttpRequest, site_key: str, **parts: Any) -> HttpResponse:
        try:
            centre = queries.centre(site_key)
        except NotFound:
            return _dressed(
                HttpResponse(
                    render_to_string("portal/unknown.html", {"zh": queries.UNKNOWN.zh, "en": queries.UNKNOWN.en}),
                    status=404,
                )
            )
        visit = Visit(request, centre, _language(request, centre.site))
        i18n.use(visit.language)
        try:
            response = page(visit, **parts)
        except Problem as problem:
            response = _refused(visit, problem)
        wanted = request.GET.get("lang", "")
        if wanted in i18n.LANGUAGES:
            path = reverse("help", kwargs={"site_key": site_key})
            response.set_cookie(LANGUAGE_COOKIE, wanted, max_age=YEAR, path=path, samesite="Lax", httponly=True)
        response["Vary"] = "Accept-Language, Cookie"
        return _dressed(response)

    return answered


def on_forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the mark of a page of ours: most often one that lay open for long."""
    text = words.ALL[i18n.current()]
    values = {"language": i18n.current(), "title": text["oops"], "text": text["forged"]}
    return _dressed(HttpResponse(render_to_string("portal/plain.html", values), status=403))


def neighbourhood(ip: str) -> str:
    """Whom acts are counted by: an address, of IPv6 the network of 64 bits that one line has."""
    address = ipaddress.ip_address(ip)
    if isinstance(address, ipaddress.IPv6Address) and not address.ipv4_mapped:
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


def color_of(site: Site) -> str:
    color: str = site.settings.get("color") or DEFAULT_COLOR
    return color.lower()


def secure() -> bool:
    return bool(settings.SESSION_COOKIE_SECURE)


def _refused(visit: Visit, problem: Problem) -> HttpResponse:
    title = {404: "gone", 429: "busy"}.get(problem.status, "oops")
    text = problem.text.in_language(visit.language)
    response = visit.shows("problem", status=problem.status, title=visit.words[title], text=text)
    if isinstance(problem, TooMany):
        for name, value in problem.headers.items():
            response[name] = value
    if problem.afterwards:
        response.afterwards = problem.afterwards  # type: ignore[attr-defined]
    return response


def _language(request: HttpRequest, site: Site) -> i18n.Language:
    """What was chosen by the switch, else what the browser asks for, else the site's own."""
    chosen = request.GET.get("lang") or request.COOKIES.get(LANGUAGE_COOKIE)
    for wanted in (chosen, request.headers.get("Accept-Language"), site.locale):
        if wanted and wanted != "*":
            return i18n.choose(wanted)
    return "zh-CN"


def _dressed(response: HttpResponse) -> HttpResponse:
    response["Content-Security-Policy"] = POLICY
    response["X-Frame-Options"] = "DENY"
    response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    return response
