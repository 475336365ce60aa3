"""The form of a ticket, and what is said when it is taken."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kefu.kernel.errors import Forbidden, Problem

from .. import actions, queries, rules
from ..actions.submitting import NO_TICKETS
from .following import let_in
from .frame import Visit, help_page

FIELDS = ("name", "contact", "subject", "text")
_forms = signing.TimestampSigner(salt="kefu.portal.form")
_sent = signing.TimestampSigner(salt="kefu.portal.sent")


@csrf_exempt  # the form has a signed number of its own; it works where cookies are refused, and nobody is signed in
@require_http_methods(["GET", "HEAD", "POST"])
@help_page
def form(visit: Visit) -> HttpResponse:
    """The form; `q` is what was searched for before. A form that is sent twice makes one ticket."""
    if not visit.centre.takes_tickets or queries.ticket_type(visit.centre) is None:
        raise Forbidden("no_tickets_here", NO_TICKETS)
    if visit.request.method != "POST":
        words = " ".join(visit.request.GET.get("q", "").split())[: rules.LONGEST_WORDS]
        return _form(visit, {"subject": words}, words)
    written = {field: visit.request.POST.get(field, "") for field in FIELDS}
    words = visit.request.POST.get("words", "")[: rules.LONGEST_WORDS]
    token = visit.request.POST.get("form", "")
    once = _number(visit, token)
    if once is None:
        return _form(visit, written, words, status=409, text=visit.words["stale"])
    if visit.request.POST.get("website"):
        return _form(visit, written, words, status=422, text=visit.words["trapped"])
    new = actions.NewPortalTicket(once=once, words=words, locale=visit.language, ip=visit.ip, **written)
    try:
        visit.counts("submit", rules.SUBMITTED)
        made = actions.submit(visit.centre, new, visit.request.FILES.getlist("files"))
    except Problem as problem:
        if problem.status not in (413, 422, 429):
            raise
        text, wrong = problem.text.in_language(), {one["field"]: one["message"] for one in problem.errors}
        return _form(visit, written, words, token, status=problem.status, text=text, wrong=wrong)
    answer = visit.goes_to("help-sent", n=_sent.sign(f"{visit.site.id} {made.id}"))
    return let_in(visit, answer, made)


@require_safe
@help_page
def sent(visit: Visit) -> HttpResponse:
    """The number and how to follow it, for as long as the device may look at the ticket."""
    try:
        signed = _sent.unsign(visit.request.GET.get("n", ""), max_age=rules.OPEN_SECONDS)
    except signing.BadSignature:
        return visit.goes_to("help-follow")
    site_id, _, ticket_id = signed.partition(" ")
    if site_id != str(visit.site.id):
        return visit.goes_to("help-follow")
    made = queries.portal_ticket(visit.centre, UUID(ticket_id))
    return visit.shows("sent", number=made.number, reaches=queries.reaches(visit.centre, made.kind, made.contact))


def _form(visit: Visit, written: dict[str, str], words: str, token: str = "", **values: Any) -> HttpResponse:
    status = values.pop("status", 200)
    had_files = bool(visit.request.FILES)
    token = token or _forms.sign(f"{visit.site.id} {uuid4()}")
    return visit.shows("new", status=status, form=token, written=written, words=words, had_files=had_files, **values)


def _number(visit: Visit, token: str) -> UUID | None:
    try:
        site_id, _, number = _forms.unsign(token, max_age=rules.FORM_SECONDS).partition(" ")
    except signing.BadSignature:
        return None
    return UUID(number) if site_id == str(visit.site.id) else None
