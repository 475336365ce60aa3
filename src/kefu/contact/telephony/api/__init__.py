"""HTTP of calls, and of what the telephone is set up with."""

from ninja import Router

from . import (
    callbacks,
    calls,
    flows,
    numbers,
    packing,
    rating_by_sms,
    reaching,
    setting_up,
    talking,
    transcripts,
    waiting,
)

router = Router(tags=["telephony"])
router.add_router("", reaching.router)
router.add_router("", callbacks.router)
router.add_router("", talking.router)
router.add_router("", calls.router)
router.add_router("", packing.router)
router.add_router("", setting_up.router)
router.add_router("", transcripts.router)
router.add_router("", waiting.router)
router.add_router("", rating_by_sms.router)
router.add_router("", flows.router)
router.add_router("", numbers.router)

__all__ = ["router"]
