"""HTTP of accounts."""

from ninja import Router

from . import breaks, directory, invitations, organization, presence, ramps, session, users

router = Router(tags=["accounts"])
for part in (session, users, directory, invitations, organization, presence, ramps, breaks):
    router.add_router("", part.router)

__all__ = ["router"]
