"""Following a ticket: its number and contact, a code, and its page for half an hour."""

from __future__ import annotations

from uuid import UUID

from django.core import signing
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kefu.kernel.errors import Conflict, NotFound, Problem

from .. import actions, queries, rules
from ..models import PortalTicket
from .frame import Visit, help_page, secure

COOKIE = "kefu_help_ticket"
_codes = signing.TimestampSigner(salt="kefu.portal.code")
_tickets = signing.TimestampSigner(salt="kefu.portal.ticket")


@require_http_methods(["GET", "HEAD", "POST"])
@help_page
def ask(visit: Visit) -> HttpResponse:
    """Number and contact. The answer is the same whether they fit or not."""
    post = visit.request.POST
    number, written = post.get("number", "").strip()[:20], post.get("contact", "").strip()[:254]
    if visit.request.method != "POST":
        return visit.shows("follow", number=visit.request.GET.get("number", "")[:20])
    wrong: dict[str, str] = {}
    contact = queries.contact(written)
    if not number:
        wrong["number"] = visit.words["fill_number"]
    if contact is None:
        wrong["contact"] = visit.words["fill_contact"]
    if wrong or contact is None:
        return visit.shows("follow", status=422, number=number, contact=written, wrong=wrong)
    kind, value = contact
    if not queries.reaches(visit.centre, kind, value):
        text = visit.words["no_mail" if kind == PortalTicket.Kind.EMAIL else "no_sms"]
        return visit.shows("follow", status=503, number=number, contact=written, text=text, offers_chat=True)
    visit.counts("code", rules.CODES_OF_ADDRESS)
    visit.counts("code.contact", rules.CODES_OF_CONTACT, value)
    row = actions.ask_for_code(visit.centre, number=number, value=value, language=visit.language)
    return visit.goes_to("help-code", c=_codes.sign(f"{visit.site.id} {row.id}"))


@require_http_methods(["GET", "HEAD", "POST"])
@help_page
def code(visit: Visit) -> HttpResponse:
    """The code. The right one opens the ticket on this device."""
    token = visit.request.POST.get("c") or visit.request.GET.get("c", "")
    code_id = _signed(visit, _codes, token, int(rules.CODE_GOOD_FOR.total_seconds()))
    if code_id is None:
        return visit.shows("follow", status=410, text=visit.words["code_over"])
    if visit.request.method != "POST":
        return visit.shows("code", c=token)
    outcome, mine = actions.try_code(visit.centre, code_id, visit.request.POST.get("code", ""))
    if outcome == "right" and mine is not None:
        return let_in(visit, visit.goes_to("help-ticket"), mine)
    if outcome == "over":
        return visit.shows("follow", status=410, text=visit.words["code_over"])
    return visit.shows("code", status=422, c=token, wrong={"code": visit.words["code_wrong"]})


@require_http_methods(["GET", "HEAD", "POST"])
@help_page
def view(visit: Visit) -> HttpResponse:
    """The ticket, and what its customer does with it."""
    ticket_id = _signed(visit, _tickets, visit.request.COOKIES.get(COOKIE, ""), rules.OPEN_SECONDS)
    if ticket_id is None:
        return visit.shows("follow", status=401, text=visit.words["expired"])
    mine = queries.portal_ticket(visit.centre, ticket_id)
    if visit.request.method != "POST":
        return _shown(visit, mine)
    post = visit.request.POST
    act, text = post.get("act", ""), post.get("text", "")
    try:
        visit.counts("say", rules.SAID, str(mine.id))
        if act == "say":
            actions.say(mine, text=text, uploads=visit.request.FILES.getlist("files"))
        elif act == "close":
            actions.close(mine)
        elif act == "reopen":
            actions.reopen(mine, reason=text)
        elif act == "urge":
            actions.urge(mine)
        elif act == "rate":
            score = post.get("score", "")
            actions.rate(mine, int(score) if score in ("1", "2", "3", "4", "5") else 0)
        else:
            raise NotFound()
    except Problem as problem:
        if problem.status not in (409, 413, 422, 429):
            raise
        wrong = {one["field"]: one["message"] for one in problem.errors}
        if isinstance(problem, Conflict):
            mine = queries.portal_ticket(visit.centre, ticket_id)
        said = problem.text.in_language()
        return _shown(visit, mine, status=problem.status, said=said, wrong=wrong, written=text)
    return visit.goes_to("help-ticket", done=act)


@require_POST
@help_page
def leave(visit: Visit) -> HttpResponse:
    answer = visit.goes_to("help")
    answer.delete_cookie(COOKIE, path=_path(visit), samesite="Lax")
    return answer


def let_in(visit: Visit, answer: HttpResponse, mine: PortalTicket) -> HttpResponse:
    """Open the ticket on this device for half an hour."""
    answer.set_cookie(
        COOKIE,
        _tickets.sign(f"{visit.site.id} {mine.id}"),
        max_age=rules.OPEN_SECONDS,
        path=_path(visit),
        secure=secure(),
        httponly=True,
        samesite="Lax",
    )
    return answer


def _shown(visit: Visit, mine: PortalTicket, *, status: int = 200, **values: object) -> HttpResponse:
    shown = queries.followed(mine, visit.language)
    name, meaning = (text.in_language(visit.language) for text in rules.STATES[shown.state])
    done = visit.request.GET.get("done", "")
    told = visit.words.get(f"done_{done}", "") if done in ("say", "close", "reopen", "rate", "urge") else ""
    return visit.shows(
        "ticket", status=status, shown=shown, state=name, meaning=meaning, done=told, scores=range(1, 6), **values
    )


def _path(visit: Visit) -> str:
    return reverse("help", kwargs={"site_key": visit.site.key})


def _signed(visit: Visit, signer: signing.TimestampSigner, token: str, seconds: int) -> UUID | None:
    """The id that we signed for this site; None for what is strange or too old."""
    try:
        site_id, _, id = signer.unsign(token, max_age=seconds).partition(" ")
    except signing.BadSignature:
        return None
    return UUID(id) if site_id == str(visit.site.id) else None
