"""Knowledge over HTTP."""

from ninja import Router

from .articles import router as articles
from .packs import router as packs

router = Router()
router.add_router("", articles)
router.add_router("", packs)

__all__ = ["router"]
