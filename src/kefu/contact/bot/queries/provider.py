"""The language model of an organization and what it was used for."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from kefu.foundation.knowledge import queries as knowledge
from kefu.kernel import clock
from kefu.kernel.actor import Actor

from .. import permissions
from ..models import Provider, ProviderUse
from ..thought import Guess
from ..writing import Source

BEIJING = ZoneInfo("Asia/Shanghai")
MOST_OF_AN_ARTICLE = 3000
"""Characters of one article that are sent."""


@dataclass(frozen=True, slots=True)
class ProviderState:
    """The settings, and the requests of this month with their outcomes."""

    provider: Provider
    requests: int
    outcomes: dict[str, int]


def provider(actor: Actor) -> ProviderState:
    """Unsaved defaults when nothing is set."""
    actor.require(permissions.PROVIDER)
    used = ProviderUse.objects.for_actor(actor).filter(month=month()).first()
    row = provider_of(actor) or Provider(organization_id=actor.organization_id)
    return ProviderState(row, used.requests if used else 0, used.outcomes if used else {})


def provider_of(actor: Actor) -> Provider | None:
    return Provider.objects.for_actor(actor).first()


def provider_is_on(actor: Actor) -> bool:
    return Provider.objects.for_actor(actor).filter(is_on=True).exists()


def month() -> str:
    return clock.now().astimezone(BEIJING).strftime("%Y-%m")


def sources_of(actor: Actor, guesses: Sequence[Guess]) -> list[Source]:
    """The published articles behind the guesses, the likeliest first."""
    rows = knowledge.rows(actor).filter(id__in=[guess.article_id for guess in guesses], status="published")
    found = {row.id: row for row in rows}
    return [
        Source(str(row.id), row.question, row.answer[:MOST_OF_AN_ARTICLE])
        for guess in guesses
        if (row := found.get(guess.article_id))
    ]
