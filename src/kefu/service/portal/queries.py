"""Reads of help centres: the pages' own, as the brand shows itself, and those of the settings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kefu.contact.conversations import queries as conversations
from kefu.contact.conversations.models import Site
from kefu.contact.mail import queries as mail
from kefu.contact.mail.actions import Answer
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.customers import queries as customers
from kefu.foundation.knowledge import queries as knowledge
from kefu.foundation.knowledge.models import Article, Category
from kefu.foundation.sms import queries as sms
from kefu.kernel import clock, statements
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import NotFound
from kefu.kernel.i18n import Text
from kefu.kernel.limits import comparable_number
from kefu.kernel.tenancy import one
from kefu.service.tickets import queries as tickets
from kefu.service.tickets.models import Ticket, TicketEntry, TicketType

from . import permissions, rules
from .models import HelpCentre, PortalTicket

NAME = Text("帮助中心", "Help centre")
UNKNOWN = Text("找不到这个帮助中心，请检查网址。", "There is no such help centre; check the address.")


@dataclass(frozen=True, slots=True)
class Topic:
    """A category with how many articles stand in it and in those within it."""

    id: UUID
    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class Word:
    """Something that was said between customer and house, as the customer may read it."""

    is_mine: bool
    is_unverified: bool
    author: str
    text: str
    files: list[dict[str, Any]]
    at: datetime


@dataclass(frozen=True, slots=True)
class Followed:
    """A customer's ticket as its page shows it."""

    mine: PortalTicket
    state: str
    is_foreign: bool  # it went into somebody else's
    acts: rules.Acts
    may_urge: bool
    words: list[Word]
    files: list[dict[str, Any]]
    updated_at: datetime


def helper(organization_id: UUID, *, ip: str | None = None) -> Actor:
    """Who acts for a customer behind a page of the help centre."""
    return Actor(kind="system", organization_id=organization_id, name=NAME.in_language(), ip=ip)


def centre(site_key: str) -> HelpCentre:
    """The open help centre that a public address names. NotFound for an unknown key and for one that is off alike."""
    try:
        site = conversations.site_by_key(site_key)
    except NotFound as unknown:
        raise NotFound("unknown_help_centre", UNKNOWN) from unknown
    rows = HelpCentre.objects.for_actor(system(site.organization_id)).filter(site=site, is_on=True)
    found = rows.select_related("site__brand", "type", "team").first()
    if found is None:
        raise NotFound("unknown_help_centre", UNKNOWN)
    return found


def settings(actor: Actor) -> list[HelpCentre]:
    """One for each site of the actor's; the defaults, not saved, where nobody has changed them."""
    actor.require(permissions.MANAGE)
    rows = HelpCentre.objects.for_actor(actor).select_related("site", "type", "team")
    known = {row.site_id: row for row in rows}
    sites = Site.objects.for_actor(actor).order_by("name", "id")
    return [known.get(site.id) or HelpCentre(organization_id=site.organization_id, site=site) for site in sites]


def site_of(actor: Actor, site_id: UUID) -> Site:
    actor.require(permissions.MANAGE)
    return one(Site.objects.for_actor(actor).filter(id=site_id))


# ---- articles


def language_of(found: HelpCentre, language: str) -> str | None:
    """The language of the articles to show: the reader's, else all there are."""
    rows = knowledge.matching(
        system(found.organization_id), brand_id=found.site.brand_id, locale=language, status=Article.Status.PUBLISHED
    )
    return language if rows.exists() else None


def articles(found: HelpCentre, language: str, category_id: UUID | None = None) -> QuerySet[Article]:
    """What is published, of one category and those within it or of all."""
    return knowledge.matching(
        system(found.organization_id),
        brand_id=found.site.brand_id,
        locale=language_of(found, language),
        status=Article.Status.PUBLISHED,
        category_id=category_id,
    ).order_by("category__position", "created_at", "id")


def article(found: HelpCentre, article_id: UUID) -> Article:
    """Raises NotFound for another brand's, and for what is not published."""
    shown = knowledge.published(system(found.organization_id), article_id)
    if shown.brand_id != found.site.brand_id:
        raise NotFound()
    return shown


def category(found: HelpCentre, category_id: UUID) -> Category:
    return one(_categories(found).filter(id=category_id))


def topics(found: HelpCentre, language: str, parent_id: UUID | None = None) -> list[Topic]:
    """The categories that stand in `parent_id` (None: outermost) and hold something, in their order."""
    rows = articles(found, language).order_by().values_list("category_id").annotate(Count("id"))
    direct: dict[UUID | None, int] = dict(rows)
    known = list(_categories(found).order_by("position", "name"))
    children: dict[UUID | None, list[Category]] = defaultdict(list)
    for one_of in known:
        children[one_of.parent_id].append(one_of)

    def within(id: UUID) -> int:
        return direct.get(id, 0) + sum(within(child.id) for child in children[id])

    return [Topic(row.id, row.name, n) for row in children[parent_id] if (n := within(row.id))]


def search(found: HelpCentre, words: str, language: str) -> list[knowledge.Hit]:
    return knowledge.search(
        system(found.organization_id),
        words,
        locale=language_of(found, language),
        brand_id=found.site.brand_id,
        limit=20,
    )


def _categories(found: HelpCentre) -> QuerySet[Category]:
    return knowledge.categories(system(found.organization_id), brand_id=found.site.brand_id)


# ---- tickets


def contact(written: str) -> tuple[str, str] | None:
    """Kind and value of a number or an address in the spelling in which it is kept; None for what is neither."""
    if "@" in written:
        address = customers.read_email(written)
        return (PortalTicket.Kind.EMAIL, address) if address else None
    number = customers.read_phone(written)
    return (PortalTicket.Kind.PHONE, number) if number else None


def reaches(found: HelpCentre, kind: str, value: str) -> bool:
    """Whether a code can be sent there: what the house has set up, whoever asks about which ticket."""
    actor = system(found.organization_id)
    if kind == PortalTicket.Kind.EMAIL:
        return mail.outgoing(actor, found.site.brand_id) is not None
    return sms.takes(comparable_number(value)) and sms.sends(actor, found.site.brand_id)


def ticket_type(found: HelpCentre) -> TicketType | None:
    """The type of what comes in: the chosen one, else the first whose form asks for least; None where there is none."""
    rows = list(tickets.types(system(found.organization_id), is_active=True))
    return min(rows, key=lambda row: (row.id != found.type_id, len(asked(row))), default=None)


def asked(kind: TicketType) -> list[dict[str, Any]]:
    """The fields of its form without which none is made: customers are asked for these, and for no other."""
    return [field for field in kind.definition["fields"] if field.get("is_required")]


def portal_ticket(found: HelpCentre, ticket_id: UUID) -> PortalTicket:
    rows = PortalTicket.objects.for_actor(system(found.organization_id)).filter(site=found.site)
    return one(rows.select_related("ticket__merged_into").filter(id=ticket_id))


def wanted(found: HelpCentre, number: str, value: str) -> PortalTicket | None:
    """The ticket with this number that was made with this contact."""
    rows = PortalTicket.objects.for_actor(system(found.organization_id)).filter(site=found.site)
    return rows.filter(number=number.strip().upper(), contact=value).first()


def current(mine: PortalTicket) -> tuple[Ticket, bool]:
    """The ticket in which it is worked on, and whether that is somebody else's."""
    own = mine.ticket
    into = own.merged_into
    while into is not None and into.merged_into is not None:
        into = into.merged_into
    if into is None:
        return own, False
    return into, own.customer_id is None or into.customer_id != own.customer_id


def to_tell(organization_id: UUID, ticket_id: UUID) -> list[PortalTicket]:
    """What customers made that this ticket is, or holds of the same customer, where the help centre is open and tells them of answers."""
    actor = system(organization_id, "portal")
    merged = Ticket.objects.for_actor(actor).filter(merged_into_id=ticket_id).values_list("id", flat=True)
    made, telling = statements.run(
        statements.find(PortalTicket, organization_id, ticket_id=[ticket_id, *merged]),
        statements.find(HelpCentre, organization_id, is_on=True, tells_customers=True),
    )
    sites = {centre.site_id for centre in telling}
    return [mine for mine in made if mine.site_id in sites and not current(mine)[1]]


def written_about(organization_id: UUID, answer: Answer) -> PortalTicket | None:
    """The ticket of an open help centre that a mail answers: by what it names, else as its sender, the ticket's own contact, claims:
    by an earlier mail of theirs, or by a number in its subject."""
    actor = system(organization_id, "portal")
    open_ones = HelpCentre.objects.for_actor(actor).filter(is_on=True).values("site_id")
    rows = PortalTicket.objects.for_actor(actor).filter(site_id__in=open_ones)
    named = {mine.id: mine for mine in rows.filter(id__in=answer.named)}
    if named:
        return next(named[id] for id in answer.named if id in named)
    numbers = rules.NUMBER.findall(answer.subject.upper())
    claimed = rows.filter(Q(id__in=answer.claimed) | Q(number__in=numbers), contact=answer.sender)
    return claimed.first() if numbers or answer.claimed else None


def told_by_sms(organization_id: UUID, brand_id: UUID, number: str) -> PortalTicket | None:
    """The ticket of an open help centre of which this number was lately told, if it is one alone that is not closed."""
    actor = system(organization_id, "portal")
    facts = sms.facts_since(actor, brand_id, number, rules.SMS, clock.now() - rules.ANSWERED_WITHIN)
    open_ones = HelpCentre.objects.for_actor(actor).filter(is_on=True).values("site_id")
    rows = PortalTicket.objects.for_actor(actor).select_related("ticket__merged_into")
    told = rows.filter(id__in={rules.told_in(fact) for fact in facts}, site_id__in=open_ones, ticket__withdrawn_at=None)
    mine = [each for each in told if current(each)[0].category != Ticket.Category.CLOSED]
    return mine[0] if len(mine) == 1 else None


def told_of(organization_id: UUID, mine_id: UUID) -> PortalTicket | None:
    rows = PortalTicket.objects.for_actor(system(organization_id, "portal"))
    return rows.select_related("ticket__merged_into").filter(id=mine_id).first()


def answer(actor: Actor, entry_id: UUID) -> str | None:
    """What was written for the customer; None where it is no public answer any more."""
    rows = TicketEntry.objects.for_actor(actor).filter(id=entry_id, kind="comment", is_public=True)
    return rows.values_list("text", flat=True).first()


def is_by_somebody(organization_id: UUID, entry_id: UUID) -> bool:
    """Whether a person of the house or one of its rules did that; who acts for customers has no id."""
    rows = TicketEntry.objects.for_actor(system(organization_id, "portal"))
    return rows.filter(id=entry_id, author_id__isnull=False).exists()


def followed(mine: PortalTicket, language: str) -> Followed:
    """What its customer sees: their own words, public answers under the nickname, never notes and never others' words."""
    actor = system(mine.organization_id)
    ticket, is_foreign = current(mine)
    ids = {mine.ticket_id} if is_foreign else {mine.ticket_id, ticket.id}
    rows = TicketEntry.objects.for_actor(actor).filter(ticket_id__in=ids, kind="comment", is_public=True)
    entries = list(rows.order_by("id")[:200])
    staff = [entry.author_id for entry in entries if entry.author_kind == "user" and entry.author_id]
    names = accounts.display_names(actor, staff, language)
    words = [
        Word(
            is_mine=entry.author_kind == "customer",
            is_unverified="is_unverified" in entry.data,
            author=names.get(entry.author_id, "") if entry.author_id else "",
            text=entry.text,
            files=_files(entry.attachments),
            at=entry.created_at,
        )
        for entry in entries
    ]
    is_touched = ticket.owner_id is not None and ticket.stage != ticket.type.definition["start"]
    return Followed(
        mine=mine,
        state=rules.state(ticket.category, is_touched=is_touched or any(not word.is_mine for word in words)),
        is_foreign=is_foreign,
        acts=rules.acts(ticket.category, is_foreign=is_foreign, score=mine.score),
        may_urge=rules.may_urge(ticket.category, is_foreign=is_foreign, urged_at=ticket.urged_at, now=clock.now()),
        words=words,
        files=_files(mine.attachments),
        updated_at=words[-1].at if words else mine.created_at,
    )


def _files(attachments: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**file, "measure": rules.measure(file["size"])} for file in tickets.linked(attachments)]


def owner_for(found: HelpCentre, team_id: UUID | None) -> UUID | None:
    """Whoever of the team works on tickets of the brand and has fewest; None leaves it in the pool."""
    if not found.picks_owner or team_id is None:
        return None
    actor = system(found.organization_id)
    team = {member.user_id for member in accounts.members(actor, [team_id]).get(team_id, [])}
    able = set(tickets.workers(actor, found.site.brand_id).filter(id__in=team).values_list("id", flat=True))
    rows = Ticket.objects.for_actor(actor).filter(owner_id__in=able, category__in=tickets.UNFINISHED, withdrawn_at=None)
    load = {owner: n for owner, n in rows.order_by().values_list("owner_id").annotate(n=Count("id")) if owner}
    there = {id for id, seen in accounts.presences(actor, able).items() if seen.status != "offline"}
    return rules.least_laden(able, load, able - there)
