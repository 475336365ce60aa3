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
OWN = "own_"
"""Before the code of a field of the type's own."""
_forms = signing.TimestampSigner(salt="kefu.portal.form")
_sent = signing.TimestampSigner(salt="kefu.portal.sent")


@csrf_exempt  # the form has a signed number of its own; it works where cookies are refused, and nobody is signed in
@require_http_methods(["GET", "HEAD", "POST"])
@help_page
def form(visit: Visit) -> HttpResponse:
    """The form; `q` is what was searched for before. A form that is sent twice makes one ticket."""
    kind = queries.ticket_type(visit.centre) if visit.centre.takes_tickets else None
    if kind is None:
        raise Forbidden("no_tickets_here", NO_TICKETS)
    asked = queries.asked(kind)
    if visit.request.method != "POST":
        words = " ".join(visit.request.GET.get("q", "").split())[: rules.LONGEST_WORDS]
        return _form(visit, asked, {"subject": words}, words)
    written = {field: visit.request.POST.get(field, "") for field in FIELDS}
    values = {one["code"]: visit.request.POST.get(OWN + one["code"], "") for one in asked}
    everything = written | {OWN + code: value for code, value in values.items()}
    words = visit.request.POST.get("words", "")[: rules.LONGEST_WORDS]
    token = visit.request.POST.get("form", "")
    once = _number(visit, token)
    if once is None:
        return _form(visit, asked, everything, words, status=409, text=visit.words["stale"])
    if visit.request.POST.get("website"):
        return _form(visit, asked, everything, words, status=422, text=visit.words["trapped"])
    new = actions.NewPortalTicket(once=once, words=words, values=values, locale=visit.language, ip=visit.ip, **written)
    try:
        visit.counts("submit", rules.SUBMITTED)
        made = actions.submit(visit.centre, new, visit.request.FILES.getlist("files"))
    except Problem as problem:
        if problem.status not in (413, 422, 429):
            raise
        text, wrong = problem.text.in_language(), {one["field"]: one["message"] for one in problem.errors}
        return _form(visit, asked, everything, words, token, status=problem.status, text=text, wrong=wrong)
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


def _form(
    visit: Visit, asked: list[dict[str, Any]], written: dict[str, str], words: str, token: str = "", **values: Any
) -> HttpResponse:
    status = values.pop("status", 200)
    had_files = bool(visit.request.FILES)
    token = token or _forms.sign(f"{visit.site.id} {uuid4()}")
    own = [_field(visit, one, written, values.get("wrong", {})) for one in asked]
    return visit.shows(
        "new", status=status, form=token, written=written, words=words, had_files=had_files, own=own, **values
    )


def _field(visit: Visit, asked: dict[str, Any], written: dict[str, str], wrong: dict[str, str]) -> dict[str, Any]:
    """A field of the type's own, as the page draws it."""
    said = [("yes", visit.words["yes"]), ("no", visit.words["no"])]
    options = [(one["code"], _named(visit, one)) for one in asked.get("options", [])]
    name = OWN + asked["code"]
    return {
        "name": name,
        "label": _named(visit, asked),
        "kind": asked["kind"],
        "options": said if asked["kind"] == "yes_no" else options,
        "mode": "decimal" if asked["kind"] in ("number", "money") else "",
        "most": 5000 if asked["kind"] == "long" else 300,
        "value": written.get(name, ""),
        "error": wrong.get(f"values.{asked['code']}", ""),
    }


def _named(visit: Visit, thing: dict[str, Any]) -> str:
    """In the visitor's language; who gave a name in one language only means both."""
    names = thing["name"]
    return str(names.get(visit.language) or next(filter(None, names.values()), ""))


def _number(visit: Visit, token: str) -> UUID | None:
    try:
        site_id, _, number = _forms.unsign(token, max_age=rules.FORM_SECONDS).partition(" ")
    except signing.BadSignature:
        return None
    return UUID(number) if site_id == str(visit.site.id) else None
