"""Tickets of other systems. One with the same number is the same ticket: its fields follow until somebody works on it here,
its words are added once. What has no place of its own is kept in a note.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.customers import actions as customer_actions
from kefu.foundation.customers import queries as customers
from kefu.foundation.customers.models import Customer
from kefu.kernel.errors import Conflict, Invalid, Problem
from kefu.kernel.i18n import Text
from kefu.kernel.text import fold
from kefu.service.tickets import actions as tickets
from kefu.service.tickets import queries as ticket_queries
from kefu.service.tickets.models import TicketType

from ..models import ImportedRecord
from ..rules import words
from ..rules.fields import TICKETS
from ..rules.mapping import Refused
from . import base
from .base import UNCHANGED, Context, Given, Outcome
from .people import tags_of

NAMES = {field.code: field.name for field in TICKETS}
COMMENT = ("comment", "comment_author", "comment_at", "comment_public", "comments")
MOST_WORDS = 500
MOST_TAGS, LONGEST_TAG = 20, 30
HEAD = 60
LEVELS = {"P1": ("high", "high"), "P2": ("high", "medium"), "P3": ("medium", "medium"), "P4": ("low", "low")}
PERSON = (("phone", "customer_phone"), ("email", "customer_email"), ("external_id", "customer_id"))
IMPORTED = Text("导入", "Import")


@dataclass(slots=True)
class Draft:
    """A row that was read: the ticket as it was, and each of its words with the key by which it is known again."""

    key: str
    said: str
    ticket: tickets.PastTicket
    words: dict[str, tickets.PastWord]


class Work:
    """Rows of tickets."""

    def __init__(self, context: Context) -> None:
        self.context = context
        actor = context.actor
        self.types: dict[str, TicketType] = {}
        for kind in ticket_queries.types(actor, is_active=True):
            self.types |= {fold(name): kind for name in (kind.code, kind.name_zh, kind.name_en) if name}
        wanted = str(context.options.get("type_id") or "")
        chosen = next((kind for kind in self.types.values() if str(kind.id) == wanted), None)
        self.standard = chosen or ticket_queries.type_for(actor, None)
        self.brand = context.brand()
        self.staff: dict[str, UUID] = {}
        self.shown: dict[UUID, str] = {}
        for user in ticket_queries.workers(actor, self.brand.id):
            self.shown[user.id] = accounts.staff_name(user)
            for name in (user.employee_number, user.email, user.name, user.nickname, self.shown[user.id]):
                if name:
                    self.staff.setdefault(fold(name), user.id)
        self.teams = {fold(team.name): team.id for team in accounts.teams(actor)}
        self.people: dict[tuple[str, ...], Customer | None] = {}

    def take(self, rows: Sequence[Given]) -> list[Outcome]:
        outcomes: dict[int, Outcome] = {}
        drafts: dict[str, list[tuple[Given, Draft]]] = {}
        for row in rows:
            try:
                base.ensure_readable(self.context, row)
                draft = self._read(row)
            except Refused as refused:
                outcomes[row.number] = Outcome("refused", refused.text.in_language())
            except Problem as problem:
                outcomes[row.number] = Outcome("refused", base.reason_of(problem))
            else:
                drafts.setdefault(draft.key, []).append((row, draft))
        known = base.remembered(self.context, "tickets", drafts)
        self._bring({key: found for key, found in drafts.items() if key not in known}, outcomes)
        self._bring_again({key: found for key, found in drafts.items() if key in known}, known, outcomes)
        return [outcomes[row.number] for row in rows]

    def _bring(self, drafts: dict[str, list[tuple[Given, Draft]]], outcomes: dict[int, Outcome]) -> None:
        new: dict[str, tickets.PastTicket] = {}
        heard: dict[str, tuple[UUID, str]] = {}
        for key, found in drafts.items():
            said: dict[str, tickets.PastWord] = {}
            for place, (row, draft) in enumerate(found):
                fresh = draft.words.keys() - said.keys()
                said |= draft.words
                outcomes[row.number] = base.CREATED if place == 0 else base.UPDATED if fresh else UNCHANGED
            first = found[0][1].ticket
            spoken = sorted(said.values(), key=lambda word: word.at)
            new[key] = replace(first, words=(*first.words, *spoken))
        made: dict[str, tuple[UUID, str]] = {}
        brought = tickets.bring(self.context.actor, list(new.values())) if new else []
        for (key, found), ticket in zip(drafts.items(), brought, strict=True):
            made[key] = (ticket.id, found[0][1].said)
            heard |= {word: (ticket.id, "") for _, draft in found for word in draft.words}
        base.remember(self.context, "tickets", made)
        base.remember(self.context, "comments", heard)

    def _bring_again(
        self,
        drafts: dict[str, list[tuple[Given, Draft]]],
        known: dict[str, ImportedRecord],
        outcomes: dict[int, Outcome],
    ) -> None:
        there = base.remembered(
            self.context, "comments", [word for found in drafts.values() for _, draft in found for word in draft.words]
        )
        changed = {
            known[key].object_id: (key, found[0][1])
            for key, found in drafts.items()
            if found[0][1].said != known[key].fingerprint
        }
        actor = self.context.actor
        did = tickets.bring_again(actor, {ticket_id: draft.ticket for ticket_id, (_, draft) in changed.items()})
        base.remember(
            self.context, "tickets", {key: (ticket_id, draft.said) for ticket_id, (key, draft) in changed.items()}
        )
        for key, found in drafts.items():
            ticket_id = known[key].object_id
            heard: dict[str, tickets.PastWord] = {}
            for row, draft in found:
                fresh = {word: said for word, said in draft.words.items() if word not in there and word not in heard}
                heard |= fresh
                outcomes[row.number] = base.UPDATED if fresh or ticket_id in did else UNCHANGED
            if heard:
                tickets.bring_words(actor, ticket_id, sorted(heard.values(), key=lambda word: word.at))
                base.remember(self.context, "comments", {word: (ticket_id, "") for word in heard})

    # ---- one row

    def _read(self, row: Given) -> Draft:
        plain = {code: written for code, written in row.fields.items() if code not in COMMENT}
        said = base.fingerprint([plain, row.rest])
        status = self.context.choice("status", row["status"], NAMES["status"], "closed")
        if status == "refused":
            raise Refused(Text("在原系统中已删除", "It was deleted over there"))
        level = self.context.choice("priority", row["priority"], NAMES["priority"], "P3")
        ends = [self.context.moment(row[code], NAMES[code]) for code in ("resolved_at", "closed_at")]
        created = self.context.moment(row["created_at"], NAMES["created_at"]) or min(
            (at for at in ends if at), default=self.context.now
        )
        resolved, closed = (max(at, created) if at else None for at in ends)
        kind = self.types.get(fold(row["type"])) if row["type"] else None
        kind = kind or self.standard
        written = {
            code.removeprefix("values."): text for code, text in row.fields.items() if code.startswith("values.")
        }
        values, unread = tickets.read_values(kind, written)
        customer = self._customer(row)
        owner_id, team_id = self.staff.get(fold(row["owner"])), self.teams.get(fold(row["team"]))
        key = base.key_of(row) or f"#{said[:40]}"
        note = self._note(row, kind, customer, owner_id, team_id, unread)
        past = tickets.PastTicket(
            subject=_subject(row),
            created_at=created,
            description=row["description"],
            type_id=kind.id,
            category=status,
            impact=LEVELS[level][0],
            urgency=LEVELS[level][1],
            brand_id=self.brand.id,
            customer=customer,
            owner_id=owner_id,
            team_id=team_id,
            resolved_at=resolved,
            closed_at=closed,
            values=values,
            tags=_tags(row["tags"]),
            words=(tickets.PastWord(created, note, IMPORTED.in_language(), is_public=False),) if note else (),
            found_by=row["key"],
        )
        return Draft(key, said, past, self._words(key, row, created))

    def _customer(self, row: Given) -> Customer | None:
        """Whom the row names by something that can be read; several tickets of one person find the same one."""
        wanted = {field: row[code] for field, code in PERSON}
        wanted["phone"] = customers.read_phone(wanted["phone"]) or ""
        wanted["email"] = customers.read_email(wanted["email"]) or ""
        number = row["customer_key"]
        if not number and not any(wanted.values()):
            return None
        cached = (number, *wanted.values())
        if cached not in self.people:
            self.people[cached] = self._sought(number, wanted, row["customer_name"])
        return self.people[cached]

    def _sought(self, number: str, wanted: dict[str, str], name: str) -> Customer | None:
        actor = self.context.actor
        known = base.remembered(self.context, "customers", [number]).get(number) if number else None
        there = Customer.objects.for_actor(actor).filter(id=known.object_id).first() if known else None
        if there:
            return there
        if not any(wanted.values()):
            return None
        found = customers.find_by_identity(actor, brand_id=self.brand.id, **wanted)
        if found is None:
            name = name or next(value for value in wanted.values() if value)
            try:
                found = customer_actions.create(actor, name=name[:120], brand_id=self.brand.id, values=None, **wanted)
            except (Conflict, Invalid):
                return None
        if number:
            base.remember(self.context, "customers", {number: (found.id, "")})
        return found

    def _note(
        self,
        row: Given,
        kind: TicketType,
        customer: Customer | None,
        owner_id: UUID | None,
        team_id: UUID | None,
        unread: dict[str, str],
    ) -> str:
        """What the ticket itself cannot hold, line by line."""
        kept: list[tuple[str, str]] = []
        if row["key"]:
            kept.append((Text("原编号", "Old number").in_language(), row["key"]))
        if customer is None:
            kept += [
                (NAMES[code].in_language(), row[code]) for code in ("customer_name", *(code for _, code in PERSON))
            ]
        for code, is_placed in (
            ("owner", owner_id),
            ("team", team_id),
            ("type", not row["type"] or fold(row["type"]) in self.types),
        ):
            if not is_placed:
                kept.append((NAMES[code].in_language(), row[code]))
        kept += [(NAMES["category"].in_language(), row["category"])]
        kept += [*unread.items(), *row.rest]
        return "\n".join(f"{name}：{text}" for name, text in kept if text)

    def _words(self, key: str, row: Given, created: datetime) -> dict[str, tickets.PastWord]:
        found: list[words.Said] = []
        if row["comment"]:
            author = row["comment_author"]
            is_public = (
                self.context.choice("comment_public", row["comment_public"], NAMES["comment_public"], "yes") == "yes"
            )
            is_theirs = bool(author) and fold(author) in (fold(row["customer_name"]), fold(row["customer_email"]))
            found.append(words.Said("", row["comment_at"], author, row["comment"], is_public, is_theirs))
        if row["comments"]:
            listed = words.comments_of(row["comments"], row.fields, words.people_of(row.cells))
            if listed is None or len(listed) > MOST_WORDS:
                raise Refused(Text("往来内容无法读取", "The comments cannot be read"))
            found += listed
        spoken: dict[str, tickets.PastWord] = {}
        for at, one in enumerate(found):
            if at == 0 and one.text == row["description"].strip():
                continue  # the description is the first thing that was said
            moment = self.context.moment(one.at, NAMES["comment_at"]) or created
            user_id = self.staff.get(fold(one.author)) if one.author and not one.by_customer else None
            digest = hashlib.sha256(f"{one.at}|{one.author}|{one.text}".encode()).hexdigest()[:24]
            spoken[f"{key}#{one.id or digest}"] = tickets.PastWord(
                at=max(moment, created),
                text=one.text,
                author=self.shown[user_id] if user_id else one.author,
                by_customer=one.by_customer,
                user_id=user_id,
                is_public=one.is_public,
            )
        return spoken


def _tags(written: str) -> tuple[str, ...]:
    """As many as a ticket takes, each as long as it may be. Where nothing else parts them, spaces do: so Zendesk writes them."""
    found = tags_of(written)
    if len(found) == 1 and written.isascii():
        found = written.split()
    return tuple(tag[:LONGEST_TAG] for tag in found[:MOST_TAGS])


def _subject(row: Given) -> str:
    if row["subject"]:
        return row["subject"]
    head = " ".join(row["description"].split())
    told = row["category"] or row["type"]
    if not head and not told:
        raise Refused(Text("标题和描述都是空的", "There is neither a subject nor a description"))
    if len(head) > HEAD:
        head = f"{head[:HEAD]}…"
    return "：".join(part for part in (told, head) if part)
