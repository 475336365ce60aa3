"""HTTP of calls, and of what the telephone is set up with."""

from ninja import Router

from . import calls, setting_up

router = Router(tags=["telephony"])
router.add_router("", calls.router)
router.add_router("", setting_up.router)

__all__ = ["router"]
