"""What time brings: calls that nobody has confirmed, parts of plans that failed."""

from kefu.foundation.notices import actions as notices

from .. import queries
from . import calling, switching


def sweep() -> int:
    """Do everything that is due; returns how much."""
    paged = notices.carry_out("incidents.pages", queries.to_page(), calling.call_next)
    return paged + notices.carry_out("incidents.plans", queries.to_retry(), switching.try_again)
