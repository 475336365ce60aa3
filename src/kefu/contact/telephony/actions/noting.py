"""What happened in a call is written down."""

from uuid import UUID

from kefu.kernel import clock, statements

from ..models import Call, CallMoment


def note(call: Call, kind: str, name: str, *, way: str = "", user: str = "") -> None:
    moment = CallMoment(
        organization_id=call.organization_id,
        call=call,
        at=clock.now(),
        kind=kind,
        name=name[:60],
        way=way[:40],
        user_id=UUID(user) if user else None,
    )
    statements.run(statements.insert(moment))
