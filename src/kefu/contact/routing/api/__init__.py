"""HTTP of routing: queues and decisions, rush mode, the reason tree, and ratings."""

from ninja import Router

from . import dispositions, queues, ratings, rush

router = Router(tags=["routing"])
router.add_router("", queues.router)
router.add_router("", rush.router)
router.add_router("", dispositions.router)
router.add_router("", ratings.router)

__all__ = ["router"]
