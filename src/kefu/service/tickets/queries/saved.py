"""Saved views: whose they are, what is wrong with them, and how many tickets they hold for their viewer."""

from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.kernel.actor import Actor
from kefu.kernel.tenancy import one

from .. import permissions
from ..models import SavedView, TicketType
from ..rules import views as rules
from .access import STATES, VIEWS
from .counted import count

JSON = dict[str, Any]


def saved_views(actor: Actor) -> QuerySet[SavedView]:
    """One's own, one's teams' and everybody's, in this order; who manages shared ones sees those of all teams."""
    actor.require(permissions.READ)
    theirs = Q(owner=None) if actor.may(permissions.VIEWS) else Q(team_id__in=accounts.team_ids_of(actor))
    rows = SavedView.objects.for_actor(actor).filter(Q(owner_id=actor.user_id) | Q(owner=None, team=None) | theirs)
    scope = Case(
        When(owner__isnull=False, then=Value(0)),
        When(team__isnull=False, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.select_related("team").annotate(scope=scope).order_by("scope", "team__name", "position", "id")


def saved_view(actor: Actor, view_id: UUID) -> SavedView:
    return one(saved_views(actor).filter(id=view_id))


def known_to_views(actor: Actor) -> rules.Known:
    """What filters may name."""
    types = TicketType.objects.for_actor(actor)
    return rules.Known(
        views=VIEWS.keys(),
        states=STATES.keys(),
        types={str(kind.id): {stage["code"] for stage in kind.definition["stages"]} for kind in types},
        owners={str(user_id) for user_id in User.objects.for_actor(actor).values_list("id", flat=True)},
        teams={str(team.id) for team in accounts.teams(actor)},
        brands={str(brand.id) for brand in accounts.brands(actor)},
    )


def saved_view_shapes(actor: Actor) -> list[JSON]:
    """Every view with its count, up to 1,000 and at most five seconds old; None when something it names is gone."""
    known = known_to_views(actor)
    return [saved_view_shape(actor, found, known) for found in saved_views(actor)]


def saved_view_shape(actor: Actor, found: SavedView, known: rules.Known) -> JSON:
    wrong = rules.faults(found.filter, known)
    return {
        "id": found.id,
        "name": found.name,
        "scope": "own" if found.owner_id else "team" if found.team_id else "shared",
        "team": {"id": found.team.id, "name": found.team.name} if found.team else None,
        "filter": found.filter,
        "faults": [{"field": fault.field, "text": fault.text.in_language()} for fault in wrong],
        "count": None if wrong else count(actor, found.filter),
        "may_change": found.owner_id is not None or actor.may(permissions.VIEWS),
    }
