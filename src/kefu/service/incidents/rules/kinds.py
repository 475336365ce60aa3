"""What can report an incident, and by what each of them is compared."""

COMPARED_BY = {"tickets": ("words", "type"), "conversations": ("words", "reason"), "calls": ("words", "reason")}


def looked_at(source: str, by: str) -> list[str]:
    """The kinds that a rule of this source counts together, as far as they can be compared by that."""
    return [kind for kind, ways in COMPARED_BY.items() if source in (kind, "all") and by in ways]
