"""Two organizations side by side; everything an address of the API can name exists in the first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.api.calls import callback, owner, rating_link, telephone
from tests.flows.conftest import Shop, make_shop

from kefu.contact.bot import actions as bot
from kefu.contact.bot.models import Turn
from kefu.contact.callers import actions as callers
from kefu.contact.conversations import actions as conversations
from kefu.contact.conversations.models import Message
from kefu.contact.guarding import actions as guarding
from kefu.contact.mail import actions as mail_actions
from kefu.contact.mail.actions.receiving import Read
from kefu.contact.mail.models import Mailbox, ReceivedMail
from kefu.contact.missed import queries as missed_queries
from kefu.contact.replies import actions as replies
from kefu.contact.routing import actions as routing
from kefu.contact.routing.models import Contact, Disposition, Rating, RatingItem, RatingReason
from kefu.contact.scripts import actions as scripts
from kefu.contact.sorting import actions as sorting
from kefu.contact.telephony import actions as telephony
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.models import BreakRequest, PresenceReason, Role, User
from kefu.foundation.announcements import actions as announcements
from kefu.foundation.calendars.models import Calendar
from kefu.foundation.connectors import actions as connectors
from kefu.foundation.connectors.models import Connection, CouponGrant, DemoCoupon, DemoOrder
from kefu.foundation.customers import actions as customers
from kefu.foundation.knowledge import actions as knowledge
from kefu.foundation.knowledge.models import Article
from kefu.foundation.sms import actions as sms
from kefu.foundation.sms import queries as sms_queries
from kefu.insight.analytics import actions as analytics
from kefu.insight.integrations import actions as integrations
from kefu.kernel import clock, events, files, limits
from kefu.kernel.actor import Actor
from kefu.kernel.ids import new_id
from kefu.kernel.models import Block, ParkedEvent
from kefu.service.automations import actions as automations
from kefu.service.imports import actions as imports
from kefu.service.incidents import actions as incidents
from kefu.service.incidents import queries as incident_queries
from kefu.service.tickets import actions as tickets
from kefu.service.tickets.models import SlaPolicy, Ticket, TicketApproval, TicketRelation

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@dataclass
class Scene:
    """`ids` names what stands in addresses and bodies; `kit` serves the conversation, `rival` owns the other house."""

    house: Shop
    other: Shop
    ids: dict[str, str]
    kit: str
    rival: str
    visitor: str

    def give_kit(self, permissions: list[str]) -> None:
        """From now on Kit holds exactly these permissions, over everybody's records."""
        rows = Role.objects.for_actor(self.house.system).filter(id=self.ids["role_id"])
        rows.update(permissions=permissions)
        account_queries.forget()


def build() -> Scene:
    """Found both houses. Costs seconds: build it once and roll back to it."""
    limits.forget()
    house, other = make_shop("acme"), make_shop("rival")
    system = house.system
    role = accounts.create_role(
        system, code="kit", name="Kit", granted=["conversations.read", "conversations.serve"], scope="all"
    )
    kit = house.agent("8001", role="kit")
    visitor = house.visitor("转人工")
    visitor.say("怎么开发票")
    reply = kit("POST", f"/conversations/{visitor.id}/messages", {"text": "您好"}, expect=201)
    said = Message.objects.for_actor(system).filter(id=reply["id"])
    said.update(created_at=clock.now() + timedelta(hours=1))  # it can be recalled however long the tests take
    soon = (clock.now() + timedelta(hours=1)).isoformat()
    planned = kit(
        "POST", f"/conversations/{visitor.id}/scheduled-messages", {"text": "在吗", "send_at": soon}, expect=201
    )
    user = User.objects.for_actor(system).get(employee_number="8001")
    customer = customers.create(system, name="王芳", phone="13800138000", brand_id=house.site.brand_id)
    category = knowledge.create_category(system, brand_id=house.site.brand_id, name="售后")
    connection, grant = connect_shop(house, customer.id)
    robot = integrations.create_robot(
        system, kind="wecom", changes={"name": "群", "url": "https://qyapi.example/send?key=1", "events": ["waiting"]}
    )
    invitation, invitation_token = accounts.create_invitation(owner(house), role_id=role.id)
    block = Block.objects.create(organization=house.organization, kind="ip", value="203.0.113.8", reason="广告")
    reason = RatingReason.objects.for_actor(system).get(name_zh="物流")
    item = RatingItem.objects.create(
        organization=house.organization,
        reason=reason,
        rating=Rating.objects.create(
            organization=house.organization, score=2, contact=Contact.objects.for_actor(system).get()
        ),
    )
    parked = ParkedEvent.objects.create(
        subscriber="bot", position=1, organization_id=house.organization.id, name="x", payload={}, error="x"
    )
    parcels = Disposition.objects.for_actor(system).get(code="query-logistics")
    route = sorting.create_route(
        system, {"brand_id": house.site.brand_id, "disposition_id": parcels.id, "queue_id": house.queue.id}
    )
    rule = sorting.create_rule(
        system,
        {"brand_id": house.site.brand_id, "kind": "page", "value": "/track", "disposition_id": parcels.id},
    )
    turn = Turn.objects.create(
        organization=house.organization,
        conversation_id=visitor.id,
        message_id=new_id(),
        question="能退吗",
        outcome="answer",
        is_helpful=False,
    )
    asked = guarding.ask_block(owner(house), conversation_id=house.visitor("转人工").id, reason="广告", days=7)
    warned = guarding.warn_of(owner(house), conversation_id=visitor.id, reason="职业索赔")
    nights = {"kind": "agent", "weekdays": [1, 2, 3, 4, 5], "begins": "18:00", "ends": "09:00"}
    duty = callers.create_shift(system, user_id=user.id, changes=nights)
    flow = bot.create_flow(
        system,
        brand_id=house.site.brand_id,
        name="退货",
        draft={"phrases": ["我要退货"], "steps": [{"id": "a", "kind": "hand_over"}]},
    )
    stored = files.store(system, SimpleUploadedFile("a.png", PNG, "image/png"))
    events.drain()
    pause = PresenceReason.objects.for_actor(system).get(code="break")
    wish = BreakRequest.objects.create(organization=house.organization, user=user, reason=pause, state="asked")
    wall, wall_token = analytics.create_wallboard(owner(house), name="大厅", codes=[])
    told = announcements.publish_announcement(owner(house), title="值班", text="今晚全员在线", audience="everybody")
    script = scripts.create_script(
        owner(house),
        {
            "brand_id": house.site.brand_id,
            "name": "退货",
            "draft": {"steps": [{"id": "hello", "kind": "say", "text": "您好"}, {"id": "bye", "kind": "end"}]},
        },
    )
    scripts.publish_script(owner(house), script.id)
    conversations.begin_script(owner(house), visitor.id, script.id)
    trunk, call_flow, call, emergency = telephone(house)
    held_mail = mailbox(house)
    events.drain()  # nobody answered the call that left no message: it is missed
    ticket, other_ticket, entry_id = work_of(house, customer.id)
    approval = _approval(house, ticket)
    daily = daily_work(house, user.id, ticket, other_ticket)
    note = [{"kind": "note", "text": "已登记"}]
    automation = {"trigger": {"kind": "opened"}, "match": "all", "conditions": [], "actions": note}
    sms_line = sms.create_line(owner(house), brand_id=house.site.brand_id, changes={"sign": "青禾"})
    second_brand = accounts.create_brand(system, code="second", name="第二品牌")
    ids: dict[str, Any] = {
        "figure": "csat",
        "script_id": script.id,
        "announcement_id": told.id,
        "automation_rule_id": automations.create_rule(owner(house), {"name": "登记", "definition": automation}).id,
        "macro_id": automations.create_macro(owner(house), {"name": "登记", "scope": "shared", "actions": note}).id,
        "article_id": Article.objects.for_actor(system).earliest("id").id,
        "block_id": block.id,
        "brand_id": house.site.brand_id,
        "break_id": wish.id,
        "calendar_id": Calendar.objects.for_actor(system).get().id,
        "category_id": category.id,
        "connection_id": connection.id,
        "robot_id": robot.id,
        "conversation_id": visitor.id,
        "cursor": kit("GET", "/desk/snapshot")["cursor"],
        "customer_id": customer.id,
        "disposition_id": Disposition.objects.for_actor(system).earliest("id").id,
        "event_id": parked.id,
        "file_token": files.link(stored.id).rsplit("/", 1)[-1],
        "grant_id": grant.id,
        "import_id": imports.take_file(
            owner(house), kind="customers", name="customers.csv", content="姓名\n王芳\n".encode()
        ).id,
        "import_kind": "customers",
        "invitation_id": invitation.id,
        "invitation_token": invitation_token,
        "item_id": item.id,
        "kind": "svg",
        "leaf_id": house.leaf(),
        "mail_id": held_mail.id,
        "mailbox_id": held_mail.mailbox_id,
        "message_id": reply["id"],
        "missed_call_id": missed_queries.entries(owner(house)).get().id,
        "number": "Q1",
        "presence_reason_id": pause.id,
        "queue_id": house.queue.id,
        "rating_id": item.rating_id,
        "reason_id": reason.id,
        "reply_id": replies.create(system, scope="shared", text="退款会原路退回", brand_id=house.site.brand_id).id,
        "request_id": asked.id,
        "role_id": role.id,
        "second_brand_id": second_brand.id,
        "rush_id": routing.begin_rush(owner(house), brand_id=second_brand.id, bot_first=True).id,
        "route_id": route.id,
        "rule_id": rule.id,
        "approval_rule_id": approval.rule_id,
        "approval_id": approval.id,
        "scheduled_id": planned["id"],
        "shift_id": duty.id,
        "site_id": house.site.id,
        "site_key": house.site.key,
        "soon": soon,
        "skill_id": accounts.create_skill(system, code="returns", name="退货").id,
        "flow_id": flow.id,
        "turn_id": turn.id,
        "trunk_id": trunk.id,
        "phone_number_id": call.number_id,
        "extension_id": telephony.assign_extension(owner(house), user_id=UUID(str(owner(house).user_id)))[0].id,
        "branch_id": telephony.create_branch(
            owner(house), brand_id=house.site.brand_id, changes={"name": "北京网点", "queue_id": house.queue.id}
        ).id,
        "call_flow_id": call_flow.id,
        "call_id": call.id,
        "callback_id": callback(house, call).id,
        "prompt_id": emergency.prompt_id,
        "emergency_id": emergency.id,
        "recording_rule_id": telephony.save_rule(owner(house), queue_id=house.queue.id, keep_days=90).id,
        "clock": "resolution",
        "other_ticket_id": other_ticket.id,
        "policy_id": SlaPolicy.objects.for_actor(system).get().id,
        "ticket_entry_id": entry_id,
        **daily,
        "ticket_id": ticket.id,
        "ticket_type_id": ticket.type_id,
        "rating_token": rating_link(call),
        "sms_key": sms_queries.receiving_key(sms_line),
        "sms_line_id": sms_line.id,
        **_incident(house, ticket, user),
        "sms_refusal_id": sms.refuse(owner(house), "13700137000").id,
        "team_id": accounts.create_team(system, name="一组").id,
        "user_id": user.id,
        "wall_token": wall_token,
        "wallboard_id": wall.id,
        "warning_id": warned.id,
    }
    return Scene(
        house,
        other,
        {name: str(value) for name, value in ids.items()},
        kit=kit.token,
        rival=other.owner.token,
        visitor=visitor.api.token,
    )


def _incident(house: Shop, ticket: Ticket, user: User) -> dict[str, Any]:
    """Something that one ticket reports, and a plan that is on."""
    boss = owner(house)
    found = incidents.open_incident(boss, title="支付故障", grade=4, ticket_ids=[ticket.id])
    plan = incidents.create_plan(boss, {"name": "支付故障", "banner_zh": "支付抢修中"})
    return {
        "incident_id": found.id,
        "link_id": incident_queries.links(boss, found).get().id,
        "detection_rule_id": incident_queries.rules(boss).get().id,
        "cause_id": incident_queries.causes(boss)[0].id,
        "plan_id": plan.id,
        "activation_id": incidents.activate(boss, plan.id).id,
    }


def _approval(house: Shop, ticket: Ticket) -> TicketApproval:
    """A small sum, granted by itself."""
    boss = owner(house)
    rule = tickets.save_approval_rule(boss, None, {"name": "退款", "steps": [{"above": "50", "hours": 4}]})
    tickets.ask_approval(boss, ticket.id, rule_id=rule.id, amount="20", reason="少发一件")
    return TicketApproval.objects.for_actor(boss).get(ticket=ticket)


def daily_work(house: Shop, user_id: UUID, ticket: Ticket, other: Ticket) -> dict[str, Any]:
    """What the kit's user has planned, spent and linked, something to tick, and a view of everybody."""
    may = frozenset({"tickets.read", "tickets.serve"})
    actor = Actor(kind="user", organization_id=house.organization.id, id=user_id, name="kit", permissions=may)
    at = clock.now() + timedelta(days=1)
    tickets.relate(actor, ticket.id, other.id, kind="related")
    return {
        "planned_id": tickets.plan(actor, ticket.id, text="明天回复您", send_at=at).id,
        "check_id": tickets.add_item(actor, ticket.id, text="核对地址").id,
        "time_id": tickets.book_time(actor, ticket.id, minutes=5).id,
        "relation_id": TicketRelation.objects.for_actor(actor).get(ticket=ticket).id,
        "view_id": tickets.create_view(owner(house), {"name": "大家的", "scope": "shared", "filter": {}}).id,
    }


def work_of(house: Shop, customer_id: UUID) -> tuple[Ticket, Ticket, UUID]:
    """Two tickets of a customer, and a comment on the first."""
    boss = owner(house)
    made = [tickets.create(boss, tickets.NewTicket(subject="没收到货", customer_id=customer_id)) for _ in range(2)]
    return made[0], made[1], tickets.comment(boss, made[0].id, text="正在核查").id


def connect_shop(house: Shop, customer_id: UUID) -> tuple[Connection, CouponGrant]:
    """The house's business system, with an order and a coupon that the customer got."""
    place: Any = {"organization": house.organization, "brand_id": house.site.brand_id}
    DemoOrder.objects.create(
        **place, number="Q1", external_id="M1", phone="+8613800138000", placed_at=clock.now(), state="shipped",
        content={"total": "9.90", "items": [{"title": "水杯", "price": "9.90"}]},
    )  # fmt: skip
    DemoCoupon.objects.create(**place, code="C20", name="满减券", amount=20)
    connection = connectors.connect(house.system, brand_id=house.site.brand_id, provider=Connection.Provider.DEMO)
    grant = connectors.grant_coupon(house.system, customer_id=customer_id, code="C20", key="first-key")
    return connection, grant


def mailbox(house: Shop) -> ReceivedMail:
    """A mailbox from which one mail was read, which names nobody to answer and is set aside."""
    servers = {"imap_host": "127.0.0.1", "smtp_host": "127.0.0.1"}
    box = mail_actions.create_mailbox(
        owner(house), queue_id=house.queue.id, address=f"{new_id().hex[-8:]}@shop.example", password="x", **servers
    )
    Mailbox.objects.for_actor(house.system).filter(id=box.id).update(uid_validity=1)
    held = mail_actions.receive(box.id, Read(1, 1), b"Subject: hello\n\nto nobody\n")
    assert held is not None
    return held


def client(token: str | None) -> Client:
    return Client(headers={"Authorization": f"Bearer {token}"} if token else {})
