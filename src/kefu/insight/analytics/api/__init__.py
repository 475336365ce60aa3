"""HTTP of analytics."""

from ninja import Router

from . import exports, figures, targets, wallboards

router = Router(tags=["analytics"])
for part in (figures, targets, exports, wallboards):
    router.add_router("", part.router)

__all__ = ["router"]
