"""HTTP of conversations: for staff, for their live desk, for visitors, and for the settings of sites."""

from ninja import Router

from . import agent, desk, door, marks, privacy, scripting, sites, visitor

router = Router(tags=["conversations"])
router.add_router("", agent.router)
router.add_router("", marks.router)
router.add_router("", scripting.router)
router.add_router("", privacy.router)
router.add_router("", desk.router)
router.add_router("", sites.router)
router.add_router("", door.router)

widget_router = visitor.router
VisitorBearer = visitor.VisitorBearer

__all__ = ["VisitorBearer", "router", "widget_router"]
