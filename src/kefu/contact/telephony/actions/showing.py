"""A call on the desks of those whom it concerns."""

from kefu.foundation.accounts.events import user_topic
from kefu.kernel.events import publish

from .. import queries
from ..events import CallChanged
from ..models import Call


def show(call: Call, *user_ids: object) -> None:
    """To the agents who ring, talk or did so until now."""
    audience = tuple(sorted({user_topic(id) for id in (*user_ids, call.assignee_id) if id}))  # type: ignore[arg-type]
    if audience:
        publish(CallChanged(organization_id=call.organization_id, audience=audience, call=queries.live_row(call)))
