"""What time brings: warnings of promises, deadlines of supervision, approvals that were not decided."""

from kefu.foundation.notices import actions as notices

from .. import queries
from . import approving, deadlines, promising


def sweep() -> int:
    """Do everything that is due; returns how much."""
    return sum(
        notices.carry_out(name, due, act)
        for name, due, act in (
            ("tickets.promises", queries.to_warn(), promising.warn),
            ("tickets.supervision", queries.to_tell_late(), deadlines.tell_overdue),
            ("tickets.approvals", queries.to_escalate(), approving.escalate_approval),
        )
    )
