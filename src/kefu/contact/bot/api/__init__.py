"""HTTP of the bot: its settings, what it could not answer, and what visitors say of its answers."""

from ninja import Router

from . import calibration, copilot, flows, provider, settings, unknown, visitor

router = Router(tags=["bot"])
router.add_router("", settings.router)
router.add_router("", unknown.router)
router.add_router("", copilot.router)
router.add_router("", flows.router)
router.add_router("", calibration.router)
router.add_router("", provider.router)

widget_router = visitor.router

__all__ = ["router", "widget_router"]
