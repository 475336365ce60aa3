"""Who may do what with tickets; part of `access`."""

from .caller_kinds import Access, staff

READ, SERVE, MANAGE, CONFIGURE = "tickets.read", "tickets.serve", "tickets.manage", "tickets.configure"
WORK = (READ, SERVE)
DEFINITION = {
    "fields": [],
    "start": "new",
    "reopens": "new",
    "stages": [
        {"code": "new", "name": {"zh-CN": "新"}, "category": "open", "moves": ["done"]},
        {"code": "done", "name": {"zh-CN": "完"}, "category": "done", "moves": []},
    ],
}
TARGETS = {priority: {"resolution": 60} for priority in ("P1", "P2", "P3", "P4")}
REASON = {"reason": "客户要求"}

DEFINITION_OF_RULE = {"trigger": {"kind": "opened"}, "actions": [{"kind": "note", "text": "已登记"}]}
AUTOMATE = "automations.manage"

TICKETS: dict[str, Access] = {
    "GET /tickets": staff(READ),
    "POST /tickets": staff(*WORK, body={"subject": "没收到货", "customer_id": "$customer_id"}),
    "GET /tickets/views": staff(READ),
    "POST /tickets/attachments": staff(*WORK, form={"file": "a.png"}),
    "POST /tickets/bulk": staff(*WORK, MANAGE, body={"ticket_ids": ["$ticket_id"], "urgency": "high"}),
    "GET /tickets/{ticket_id}": staff(READ),
    "PATCH /tickets/{ticket_id}": staff(*WORK, body={"subject": "还没收到货"}),
    "GET /tickets/{ticket_id}/entries": staff(READ),
    "POST /tickets/{ticket_id}/comments": staff(*WORK, body={"text": "正在核查"}),
    "POST /tickets/{ticket_id}/move": staff(*WORK, body={"stage": "working"}),
    "POST /tickets/{ticket_id}/reopen": staff(*WORK, body=REASON, then=409),
    "POST /tickets/{ticket_id}/assign": staff(*WORK, body={"team_id": "$team_id"}),
    "POST /tickets/{ticket_id}/return": staff(*WORK, body=REASON, then=409),
    "POST /tickets/{ticket_id}/urge": staff(READ, body={}),
    "POST /tickets/{ticket_id}/supervise": staff(READ, MANAGE, body={"until": "$soon"}),
    "DELETE /tickets/{ticket_id}/supervise": staff(READ, MANAGE, then=409),
    "POST /tickets/{ticket_id}/watchers": staff(*WORK, body={"user_ids": ["$user_id"]}),
    "DELETE /tickets/{ticket_id}/watchers/{user_id}": staff(READ, then=404),
    "POST /tickets/{ticket_id}/links": staff(
        *WORK, "conversations.read", body={"kind": "conversation", "object_id": "$conversation_id"}
    ),
    "PUT /tickets/{ticket_id}/clocks/{clock}/cause": staff(*WORK, body={"cause": "staff"}, then=409),
    "POST /tickets/{ticket_id}/merge": staff(*WORK, body={"ticket_id": "$other_ticket_id"}),
    "POST /tickets/{ticket_id}/split": staff(*WORK, body={"entry_id": "$ticket_entry_id"}),
    "POST /tickets/{ticket_id}/undo": staff(*WORK, then=409),
    "POST /tickets/{ticket_id}/approvals": staff(
        *WORK, body={"rule_id": "$approval_rule_id", "amount": "5", "reason": "少发一件"}
    ),
    "POST /tickets/{ticket_id}/approvals/{approval_id}/decision": staff(READ, body={"is_granted": True}, then=409),
    "DELETE /tickets/{ticket_id}/approvals/{approval_id}": staff(*WORK, then=409),
    "POST /tickets/{ticket_id}/snooze": staff(*WORK, body={"until": "$soon"}, then=409),
    "DELETE /tickets/{ticket_id}/snooze": staff(*WORK),
    "GET /tickets/{ticket_id}/work": staff(READ),
    "POST /tickets/{ticket_id}/planned-answers": staff(*WORK, body={"text": "明天回复您", "send_at": "$soon"}),
    "PATCH /tickets/{ticket_id}/planned-answers/{planned_id}": staff(*WORK, body={"text": "后天"}),
    "DELETE /tickets/{ticket_id}/planned-answers/{planned_id}": staff(*WORK),
    "POST /tickets/{ticket_id}/checklist": staff(*WORK, body={"text": "核对订单"}),
    "PATCH /tickets/{ticket_id}/checklist/{check_id}": staff(*WORK, body={"is_done": True}),
    "DELETE /tickets/{ticket_id}/checklist/{check_id}": staff(*WORK),
    "POST /tickets/{ticket_id}/timer": staff(*WORK),
    "DELETE /tickets/{ticket_id}/timer": staff(*WORK, then=409),
    "POST /tickets/{ticket_id}/times": staff(*WORK, body={"minutes": 5}),
    "PATCH /tickets/{ticket_id}/times/{time_id}": staff(*WORK, body={"minutes": 6}),
    "DELETE /tickets/{ticket_id}/times/{time_id}": staff(*WORK),
    "POST /tickets/{ticket_id}/relations": staff(*WORK, body={"ticket_id": "$other_ticket_id", "kind": "duplicate"}),
    "DELETE /tickets/{ticket_id}/relations/{relation_id}": staff(*WORK),
    "GET /ticket-views": staff(READ),
    "POST /ticket-views": staff(READ, body={"name": "我的新视图", "filter": {"view": "mine"}}),
    "PATCH /ticket-views/{view_id}": staff(READ, "ticket_views.manage", body={"name": "改名了"}),
    "POST /ticket-views/{view_id}/shift": staff(READ, "ticket_views.manage", body={"by": 1}),
    "DELETE /ticket-views/{view_id}": staff(READ, "ticket_views.manage"),
    "GET /ticket-time": staff(READ),
    "GET /ticket-time.xlsx": staff(READ),
    "GET /ticket-types/{ticket_type_id}/known": staff(READ),
    "GET /approval-rules": staff(READ),
    "POST /approval-rules": staff(READ, CONFIGURE, body={"name": "补偿", "steps": [{"above": "0", "hours": 1}]}),
    "PATCH /approval-rules/{approval_rule_id}": staff(READ, CONFIGURE, body={"name": "退货退款"}),
    "DELETE /approval-rules/{approval_rule_id}": staff(READ, CONFIGURE),
    "GET /automation-rules": staff(AUTOMATE),
    "POST /automation-rules": staff(READ, AUTOMATE, body={"name": "新规则", "definition": DEFINITION_OF_RULE}),
    "POST /automation-rules/tries": staff(READ, AUTOMATE, body={"definition": DEFINITION_OF_RULE}),
    "PATCH /automation-rules/{automation_rule_id}": staff(AUTOMATE, body={"is_enabled": False}),
    "DELETE /automation-rules/{automation_rule_id}": staff(AUTOMATE),
    "POST /automation-rules/{automation_rule_id}/shift": staff(AUTOMATE, body={"by": -1}),
    "GET /automation-rules/{automation_rule_id}/firings": staff(AUTOMATE),
    "GET /macros": staff(SERVE),
    "POST /macros": staff(*WORK, body={"name": "新操作", "actions": [{"kind": "note", "text": "已登记"}]}),
    "PATCH /macros/{macro_id}": staff(SERVE, "macros.manage", body={"name": "改名"}),
    "DELETE /macros/{macro_id}": staff(SERVE, "macros.manage"),
    "POST /tickets/{ticket_id}/macros/{macro_id}": staff(*WORK),
    "GET /customers/{customer_id}/tickets": staff(READ, "customers.read"),
    "GET /ticket-types": staff(READ),
    "POST /ticket-types": staff(READ, CONFIGURE, body={"code": "x", "name_zh": "新", "definition": DEFINITION}),
    "POST /ticket-types/check": staff(CONFIGURE, body={"definition": DEFINITION}),
    "PATCH /ticket-types/{ticket_type_id}": staff(READ, CONFIGURE, body={"name_zh": "改名"}),
    "DELETE /ticket-types/{ticket_type_id}": staff(READ, CONFIGURE, then=409),
    "GET /help-centres": staff("portal.manage"),
    "PATCH /help-centres/{site_id}": staff("portal.manage", body={"is_on": True}),
    "GET /sla-policies": staff(READ),
    "POST /sla-policies": staff(READ, CONFIGURE, body={"name": "承诺", "targets": TARGETS}),
    "PATCH /sla-policies/{policy_id}": staff(READ, CONFIGURE, body={"name": "另一个承诺"}),
    "DELETE /sla-policies/{policy_id}": staff(READ, CONFIGURE, then=409),
}
