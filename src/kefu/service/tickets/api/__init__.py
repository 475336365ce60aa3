"""HTTP of tickets."""

from ninja import Router

from .acts import router as acts
from .approvals import router as approvals
from .configuring import router as configuring
from .tickets import router as tickets

router = Router(tags=["tickets"])
for part in (tickets, acts, approvals, configuring):
    router.add_router("", part)
