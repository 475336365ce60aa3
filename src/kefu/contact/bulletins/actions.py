"""Switching bulletins on and off. Asks no permission: the caller is a module that has asked."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction

from kefu.contact.routing.events import visitors_topic
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.events import publish

from .events import BulletinsChanged
from .models import Bulletin


@transaction.atomic
def begin_bulletin(
    actor: Actor,
    *,
    kind: str,
    source_id: UUID,
    brand_id: UUID | None,
    words: Mapping[str, str],
    keywords: Iterable[str] = (),
) -> Bulletin:
    """From now on customers are told; one of this source and kind that is on already stays as it is."""
    known = Bulletin.objects.for_actor(actor).filter(source_id=source_id, kind=kind, ended_at=None).first()
    if known:
        return known
    begun = Bulletin.objects.create(
        organization_id=actor.organization_id,
        brand_id=brand_id,
        kind=kind,
        source_id=source_id,
        words={language: text for language, text in words.items() if text},
        keywords=list(keywords),
    )
    _show(actor, kind)
    return begun


@transaction.atomic
def end_bulletin(actor: Actor, *, kind: str, source_id: UUID) -> None:
    """What this source said is not said any more; without any nothing changes."""
    rows = Bulletin.objects.for_actor(actor).filter(source_id=source_id, kind=kind, ended_at=None)
    if rows.update(ended_at=clock.now()):
        _show(actor, kind)


def _show(actor: Actor, kind: str) -> None:
    if kind == Bulletin.Kind.BANNER:
        audience = (visitors_topic(actor.organization_id),)
        publish(BulletinsChanged(organization_id=actor.organization_id, audience=audience))
