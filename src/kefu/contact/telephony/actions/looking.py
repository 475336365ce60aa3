"""What the house answers to the questions of a flow's nodes."""

from uuid import UUID

from kefu.contact.callers import queries as callers
from kefu.foundation.calendars import queries as calendars
from kefu.foundation.connectors import queries as connectors
from kefu.kernel import clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict
from kefu.kernel.tenancy import one

from .. import queries
from ..models import Branch, Call, CallMoment
from ..rules import branches, dialling, flow, machine, regions
from ..rules.flow import Node
from . import duty, waiting
from .calling_out import line_to


def look(me: Actor, call: Call, node: Node) -> str:
    """The way out of a node whose answer stands here already."""
    match node["kind"]:
        case "vip":
            known = queries.caller_number(call) or call.caller
            return "yes" if callers.importance(me, call.customer_id, known).grade == "important" else "no"
        case "region":
            home = regions.place(queries.caller_number(call) or "")
            for nth, case in enumerate(node.get("cases") or [], 1):
                if regions.covers(case["places"], home):
                    return f"r{nth}"
            return "otherwise"
        case "hours":
            calendar = node.get("calendar_id") or (call.number.calendar_id if call.number else None)
            is_open = _hours(me, calendar) == "open"
            return "open" if is_open or duty.let_in(me, call, str(call.machine.get("node") or "")) else "closed"
        case flow.RINGS:
            return _line_out(me, call, str(node["number"]))
        case _:
            return waiting.answer(me, call, node)


def _line_out(me: Actor, call: Call, number: str) -> str:
    """Where a number outside is dialled, and what it sees: that of the house; "" without a trunk."""
    try:
        return f"{line_to(me, dialling.digits(number))} {call.number.digits if call.number else ''}"
    except Conflict:
        return ""


def consult(call_id: UUID, question: machine.Consult) -> machine.Found:
    """The answer to a question that may take its time; nothing is locked meanwhile. A system that is away is an answer too."""
    rows = Call.objects.across_organizations("a call of the engine").select_related("customer", "trunk")
    call = one(rows.filter(id=call_id))
    me = system(call.organization_id, "telephony")
    node = flow.nodes(queries.flow_of(call))[question.node]
    orders = connectors.open_orders_of_caller(
        me, brand_id=call.brand_id, customer_id=call.customer_id, phone=queries.caller_number(call)
    )
    if node["kind"] == "lookup":
        way = "unknown" if orders is None else "found" if orders else "none"
        return machine.Found(question.serial, way, because=way)
    known = branches.Known(
        orders=tuple(order.branch for order in orders or () if order.branch),
        address=regions.read(call.customer.address) if call.customer else None,
        choice=_chosen(me, call, node.get("choice") or ""),
        home=regions.place(queries.caller_number(call) or ""),
    )
    every = [_branch(me, row) for row in Branch.objects.for_actor(me).filter(brand_id=call.brand_id).order_by("id")]
    chosen = branches.choose(every, known)
    if chosen is None:
        return machine.Found(question.serial, "otherwise", because="none")
    branch, reason = chosen
    serving = branches.open_one(every, branch)
    if serving is None:
        return machine.Found(question.serial, "otherwise", because=f"closed:{branch.name}")
    return machine.Found(question.serial, "", queue_id=serving.queue_id, because=f"{reason}:{serving.name}")


def _branch(me: Actor, row: Branch) -> branches.Branch:
    return branches.Branch(
        id=str(row.id),
        name=row.name,
        code=row.code,
        coverage=tuple(row.coverage),
        queue_id=str(row.queue_id),
        is_open=_hours(me, row.calendar_id) == "open",
        backup=str(row.backup_id) if row.backup_id else None,
        is_headquarters=row.is_headquarters,
    )


def _hours(me: Actor, calendar: UUID | str | None) -> str:
    """Without a calendar it is always open."""
    if calendar is None:
        return "open"
    return "open" if calendars.is_open(me, UUID(str(calendar)), clock.now()) else "closed"


def _chosen(me: Actor, call: Call, node: str) -> str:
    """What the caller keyed at a node before."""
    moments = CallMoment.objects.for_actor(me).filter(call=call, kind="node", name=node)
    last = moments.order_by("-id").first() if node else None
    return last.way if last else ""
