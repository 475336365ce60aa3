"""What a load balancer asks: is everything there that requests need?"""

from typing import Any

from django.db import DatabaseError, connection

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
    is_whole = all(state == "ok" for state in components.values())
    components["bot"] = thought.state()
    return {"status": "ok" if is_whole else "degraded", "components": components}
