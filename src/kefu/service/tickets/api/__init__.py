"""HTTP of tickets."""

from ninja import Router

from .acts import router as acts
from .approvals import router as approvals
from .configuring import router as configuring
from .tickets import router as tickets
from .times import router as times
from .views import router as views
from .working import router as working

router = Router(tags=["tickets"])
for part in (tickets, acts, working, views, times, approvals, configuring):
    router.add_router("", part)
