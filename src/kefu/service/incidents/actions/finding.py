"""Looking at what came in lately: what belongs to an open incident, and whether there is a new one."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.notices import actions as notices
from kefu.kernel import clock, masking
from kefu.kernel.actor import Actor, system
from kefu.kernel.database import lock_for_transaction
from kefu.kernel.i18n import Text
from kefu.kernel.ids import next_number

from .. import permissions, queries
from ..models import DetectionRule, Incident, IncidentLink, Source
from ..rules import alike, grading, kinds
from . import calling, history

LOOK_LOCK = 7_304_049
SERIES = "I"
COLUMN = {Source.TICKETS: "ticket_id", Source.CONVERSATIONS: "conversation_id", Source.CALLS: "call_id"}


@transaction.atomic
def look(organization_id: UUID) -> None:
    """Link what is like an open incident, and raise one for each crowd that is left. Looking again changes nothing."""
    me = system(organization_id, "incidents")
    lock_for_transaction(LOOK_LOCK, str(organization_id))
    for rule in queries.rules(me).filter(is_enabled=True):
        items = queries.recent(me, rule)
        linked = _linked(me, items)
        fresh = [item for item in items if item.id not in linked]
        for incident in queries.open_marked(me):
            theirs = [item for item in fresh if _belongs(incident, item)]
            if theirs:
                _grow(me, incident, theirs)
                fresh = [item for item in fresh if item not in theirs]
        for burst in _bursts(rule, fresh):
            _raise(me, rule, burst)


def _linked(me: Actor, items: Sequence[queries.Item]) -> set[UUID]:
    ids = [item.id for item in items]
    rows = IncidentLink.objects.for_actor(me).filter(Q(ticket__in=ids) | Q(conversation__in=ids) | Q(call__in=ids))
    return {found for row in rows.values_list(*COLUMN.values()) for found in row if found}


def _belongs(incident: Incident, item: queries.Item) -> bool:
    if incident.brand_id not in (None, item.brand_id):
        return False
    if item.kind not in kinds.looked_at(incident.source, incident.by):
        return False
    if incident.by != DetectionRule.By.WORDS:
        return item.key in incident.marks
    return alike.is_marked(item.words, map(frozenset, incident.marks), percent=incident.likeness)


def _bursts(rule: DetectionRule, items: Sequence[queries.Item]) -> Iterator[list[queries.Item]]:
    """Crowds that came within the rule's minutes: of what came just now, and then with the calls of which it is known late."""
    minutes, raised = timedelta(minutes=rule.minutes), set[UUID]()
    just_now = [item for item in items if item.at >= clock.now() - minutes]
    for left in (just_now, items):
        left = [item for item in left if item.id not in raised]
        while crowd := _crowd(rule, left):
            left = [item for item in left if item not in crowd]
            near = set(alike.together({item.id: item.at for item in crowd}, within=minutes))
            if len(near) >= rule.count:
                raised |= near
                yield [item for item in crowd if item.id in near]


def _crowd(rule: DetectionRule, items: Sequence[queries.Item]) -> list[queries.Item]:
    if len(items) < rule.count:
        return []
    if rule.by == DetectionRule.By.WORDS:
        found = alike.crowd({item.id: item.words for item in items}, least=rule.count, percent=rule.likeness)
    else:
        found = alike.same({item.id: item.key for item in items}, least=rule.count)
    chosen = set(found)
    return [item for item in items if item.id in chosen]


def _raise(me: Actor, rule: DetectionRule, crowd: Sequence[queries.Item]) -> None:
    brands = {item.brand_id for item in crowd}
    incident = Incident(
        organization_id=me.organization_id,
        brand_id=brands.pop() if len(brands) == 1 else None,
        title=masking.masked(_middle(crowd, rule).title)[:200],
        rule=rule,
        source=rule.source,
        by=rule.by,
        likeness=rule.likeness,
        marks=_marks(crowd, rule),
        grade=grading.LEAST_GRAVE,
    )
    incident.number = next_number(me.organization_id, SERIES)
    incident.save(force_insert=True)
    history.note(me, incident, "opened", data={"rule": rule.name, "count": len(crowd), "minutes": rule.minutes})
    link(me, incident, crowd)
    regrade(me, incident)
    tell_handlers(me, incident)
    history.show(me.organization_id, incident.id)


def _marks(crowd: Sequence[queries.Item], rule: DetectionRule) -> list[list[str]] | list[str]:
    if rule.by != DetectionRule.By.WORDS:
        return [crowd[0].key]
    return [sorted(mark) for mark in alike.marks([item.words for item in crowd], percent=rule.likeness)]


def _middle(crowd: Sequence[queries.Item], rule: DetectionRule) -> queries.Item:
    """The one that most are like: its words name the incident."""
    if rule.by != DetectionRule.By.WORDS:
        return crowd[-1]
    return max(crowd, key=lambda one: sum(alike.likeness(one.words, other.words) for other in crowd))


def _grow(me: Actor, incident: Incident, items: Sequence[queries.Item]) -> None:
    link(me, incident, items)
    history.note_growth(me, incident, len(items))
    regrade(me, incident)
    history.show(me.organization_id, incident.id)


def link(actor: Actor, incident: Incident, items: Iterable[queries.Item]) -> int:
    """Link them and count anew; returns how many are new."""
    rows = [
        IncidentLink(
            organization_id=incident.organization_id,
            incident=incident,
            is_important=item.is_important,
            created_at=clock.now(),
            **{COLUMN[item.kind]: item.id},
        )
        for item in items
    ]
    before = incident.count
    IncidentLink.objects.bulk_create(rows, ignore_conflicts=True)
    count_anew(actor, incident)
    return incident.count - before


def count_anew(actor: Actor, incident: Incident) -> None:
    found = IncidentLink.objects.for_actor(actor).filter(incident=incident)
    incident.count, incident.important = found.count(), found.filter(is_important=True).count()
    incident.last_at = clock.now()
    incident.save(update_fields=["count", "important", "last_at"])


def regrade(actor: Actor, incident: Incident) -> None:
    """By its count now; it only rises by itself, and not at all once somebody has set it."""
    policy = queries.policy(actor)
    counts = (policy.grade_1, policy.grade_2, policy.grade_3)
    found = grading.grade(incident.count, incident.important, counts=counts, important_percent=policy.important_percent)
    if not incident.grade_is_by_hand and found < incident.grade:
        before, incident.grade = incident.grade, found
        incident.save(update_fields=["grade"])
        history.note(actor, incident, "graded", data={"grade": found, "before": before, "count": incident.count})
    calling.begin(actor, incident)


def tell_handlers(actor: Actor, incident: Incident) -> None:
    notices.notify(
        actor,
        user_ids=set(accounts.holders(actor, permissions.HANDLE)),
        kind="incident",
        text=Text(
            f"发现异常 {incident.number}：{incident.title}（{incident.count} 件相似）",
            f"Incident {incident.number}: {incident.title} ({incident.count} alike)",
        ),
        link=f"/incidents/{incident.id}",
        fact=f"{incident.id} opened",
    )
