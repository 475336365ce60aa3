"""HTTP of analytics."""

from ninja import Router

from . import figures

router = Router(tags=["analytics"])
for part in (figures,):
    router.add_router("", part.router)

__all__ = ["router"]
