"""Knowledge over HTTP."""

from ninja import Router

from .articles import router as articles
from .packs import router as packs

router = Router()
router.add_router("", packs)  # before the addresses that end with an article's id
router.add_router("", articles)

__all__ = ["router"]
