"""How pressing a ticket is: impact × urgency, the customer, and how often somebody has urged."""

LEVELS = ("low", "medium", "high")
PRIORITIES = ("P1", "P2", "P3", "P4")
TO_LEADER_FROM = 3
"""The urge (催单) with which a leader hears of it."""
_OF_SUM = {4: "P1", 3: "P2", 2: "P3", 1: "P4", 0: "P4"}


def priority(impact: str, urgency: str, *, is_vip: bool = False) -> str:
    """P1 (everything stands still) … P4 (a question); what a VIP wants is P2 at least."""
    found = _OF_SUM[LEVELS.index(impact) + LEVELS.index(urgency)]
    return min(found, "P2") if is_vip else found


def urged(urgency: str) -> str:
    """A customer who asks again makes it one step more urgent."""
    return LEVELS[min(LEVELS.index(urgency) + 1, len(LEVELS) - 1)]


def reaches_leader(urges: int) -> bool:
    return urges >= TO_LEADER_FROM
