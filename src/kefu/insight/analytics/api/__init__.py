"""HTTP of analytics."""

from ninja import Router

from . import exports, figures, wallboards

router = Router(tags=["analytics"])
for part in (figures, exports, wallboards):
    router.add_router("", part.router)

__all__ = ["router"]
