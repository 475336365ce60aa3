"""Reads of who is rung in the house."""

from kefu.kernel import clock

from ..models import PhonePage


def pages_to_ring() -> list[PhonePage]:
    """Those that are ready and not over: for the telephony role alone."""
    rows = PhonePage.objects.across_organizations("people of the house to ring").select_related("file")
    return list(rows.filter(ended_at=None, ready_at__isnull=False, until__gt=clock.now()).order_by("id"))
