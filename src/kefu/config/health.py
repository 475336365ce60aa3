"""What a load balancer asks: is everything there that requests need?"""

from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from kefu.config.asterisk import keeper
from kefu.config.environment import Environment
from kefu.contact.bot import thought
from kefu.kernel.models import OutboxEvent

STUCK = 10_000


def look() -> dict[str, Any]:
    """`degraded` when a part is away that customers would notice; a bot that answers by words alone is no fault."""
    components = {"web": "ok"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        components["database"] = "ok"
        unstamped = OutboxEvent.objects.filter(position=None)[:STUCK].count()
        components["events"] = "ok" if unstamped < STUCK else "stuck"
    except DatabaseError:
        components["database"] = "away"
    calls = telephony(settings.ENVIRONMENT)
    is_whole = all(state == "ok" for state in components.values()) and calls != "away"
    components["bot"] = thought.state()
    if calls is not None:
        components["telephony"] = calls
    return {"status": "ok" if is_whole else "degraded", "components": components}


def telephony(environment: Environment) -> str | None:
    """None where calls are not wanted. `unavailable`: being fetched, or not to be had here, which is no fault of the rest."""
    if not environment.voice:
        return None
    return {"external": "ok", "ready": "ok", "failed": "away"}.get(keeper.state(environment).state, "unavailable")
