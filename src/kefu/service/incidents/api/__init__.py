"""HTTP of incidents, by theme."""

from ninja import Router

from .incidents import router as incidents
from .plans import router as plans
from .setting_up import router as setting_up

router = Router(tags=["incidents"])
for part in (incidents, plans, setting_up):
    router.add_router("", part)
