"""What time brings: warnings, deadlines of supervision, approvals not decided, what was put off, answers for later."""

from kefu.foundation.notices import actions as notices

from .. import queries
from . import approving, deadlines, planning, promising, snoozing


def sweep() -> int:
    """Do everything that is due; returns how much."""
    return sum(
        notices.carry_out(name, due, act)
        for name, due, act in (
            ("tickets.promises", queries.to_warn(), promising.warn),
            ("tickets.supervision", queries.to_tell_late(), deadlines.tell_overdue),
            ("tickets.approvals", queries.to_escalate(), approving.escalate_approval),
            ("tickets.snoozed", queries.to_wake(), snoozing.wake_up),
            ("tickets.planned", queries.to_send(), planning.send_planned),
        )
    )
