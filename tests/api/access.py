"""Who may do what: one line for every operation of the API. `$name` stands for an id of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Caller = Literal["anyone", "staff", "visitor", "both"]


@dataclass(frozen=True, kw_only=True)
class Access:
    """Who calls, the permissions they need, a request that succeeds, and its status where that is not the documented one."""

    by: Caller
    needs: tuple[str, ...] = ()
    body: Any = None
    query: str = ""
    form: dict[str, str] | None = None
    then: int | None = None


def staff(*needs: str, **request: Any) -> Access:
    return Access(by="staff", needs=needs, **request)


def visitor(**request: Any) -> Access:
    return Access(by="visitor", **request)


def anyone(**request: Any) -> Access:
    return Access(by="anyone", **request)


PASSWORD = "harvest-moon-42"
SERVE = ("conversations.read", "conversations.serve")
ARTICLE = {"brand_id": "$brand_id", "locale": "zh-CN", "question": "能退吗", "answer": "能"}

OPERATIONS: dict[str, Access] = {
    # system
    "GET /health": anyone(),
    "POST /sockets/ticket": Access(by="both"),
    "GET /files/{token}": anyone(),
    "GET /audit": staff("audit.read"),
    "GET /blocks": staff("blocks.manage"),
    "POST /blocks": staff("blocks.manage", body={"kind": "ip", "value": "203.0.113.9", "reason": "广告"}),
    "DELETE /blocks/{block_id}": staff("blocks.manage"),
    "GET /parked-events": staff("operations.read"),
    "POST /parked-events/{event_id}/retry": staff("operations.read"),
    "GET /setup": anyone(),
    "POST /setup": anyone(body={"token": "x", "choice": "demo"}, then=409),
    "POST /setup/remove-demo": staff("organization.manage", then=409),
    "GET /system": staff("instance.manage"),
    "POST /system/backups": staff("instance.manage"),
    # integrations
    "GET /group-robots": staff("integrations.manage"),
    "POST /group-robots": staff("integrations.manage", body={"name": "群", "kind": "sandbox", "events": ["waiting"]}),
    "PATCH /group-robots/{robot_id}": staff("integrations.manage", body={"is_active": False}),
    "DELETE /group-robots/{robot_id}": staff("integrations.manage"),
    "POST /group-robots/{robot_id}/test": staff("integrations.manage"),
    "GET /group-robots/{robot_id}/messages": staff("integrations.manage"),
    # accounts
    "GET /organization": staff(),
    "PATCH /organization": staff("organization.manage", body={"profile": "shop"}),
    "GET /organization/sign-in-safety": staff("organization.manage"),
    "PATCH /organization/sign-in-safety": staff("organization.manage", body={"staff_networks": ["127.0.0.1"]}),
    "GET /auth/csrf": anyone(),
    "POST /auth/login": anyone(body={"login": "8001", "password": PASSWORD}),
    "POST /auth/token": anyone(body={"login": "8001", "password": PASSWORD}),
    "POST /auth/logout": staff(),
    "POST /auth/password": staff(body={"old_password": PASSWORD, "new_password": "copper-lantern-77"}),
    "GET /auth/me": staff(),
    "GET /users": staff("users.read"),
    "POST /users": staff("users.manage", body={"name": "李雷", "role_id": "$role_id", "password": PASSWORD, "employee_number": "9"}),
    "GET /users/import-template": staff("users.manage"),
    "POST /users/import": staff("users.manage", form={"file": "users.csv"}),
    "GET /users/{user_id}": staff("users.read"),
    "PATCH /users/{user_id}": staff("users.manage", body={"nickname": "小王"}),
    "POST /users/{user_id}/reset-password": staff("users.manage"),
    "GET /teams": staff(),
    "POST /teams": staff("teams.manage", body={"name": "二组"}),
    "PATCH /teams/{team_id}": staff("teams.manage", body={"name": "三组"}),
    "DELETE /teams/{team_id}": staff("teams.manage"),
    "GET /skills": staff(),
    "POST /skills": staff("skills.manage", body={"code": "vip", "name": "VIP"}),
    "PATCH /skills/{skill_id}": staff("skills.manage", body={"name": "退换货"}),
    "DELETE /skills/{skill_id}": staff("skills.manage"),
    "GET /roles": staff("users.read"),
    "POST /roles": staff("roles.manage", body={"code": "x", "name": "X", "permissions": [], "scope": "own"}),
    "PATCH /roles/{role_id}": staff("roles.manage", body={"name": "Y"}),
    "DELETE /roles/{role_id}": staff("roles.manage", then=409),
    "GET /permissions": staff("users.read"),
    "GET /brands": staff(),
    "POST /brands": staff("brands.manage", body={"code": "b2", "name": "第二品牌"}),
    "PATCH /brands/{brand_id}": staff("brands.manage", body={"name": "新名字"}),
    "GET /invitations": staff("users.manage"),
    "POST /invitations": staff("users.manage", body={"role_id": "$role_id"}),
    "GET /invitations/{token}": anyone(),
    "POST /invitations/{token}/accept": anyone(body={"name": "韩梅", "employee_number": "9", "password": PASSWORD}),
    "GET /agents": staff(),
    "GET /agents/me/presence": staff(),
    "PUT /agents/me/presence": staff(body={"status": "offline"}),
    "PUT /agents/{user_id}/presence": staff("presence.force", body={"status": "offline"}),
    "PUT /agents/{user_id}/skills": staff("skills.manage", body={"skills": [{"skill_id": "$skill_id", "level": 3}]}),
    "GET /presence-reasons": staff(),
    "POST /presence-reasons": staff(
        "presence_reasons.manage", body={"code": "tea", "name_zh": "茶歇", "name_en": "Tea", "longest_minutes": 10}
    ),
    "PATCH /presence-reasons/{presence_reason_id}": staff("presence_reasons.manage", body={"minutes_a_day": 45}),
    "GET /breaks": staff(),
    "POST /breaks": staff(body={"reason_id": "$presence_reason_id"}),
    "GET /breaks/mine": staff(),
    "POST /breaks/{break_id}/grant": staff("presence.force"),
    "POST /breaks/{break_id}/refuse": staff("presence.force"),
    "DELETE /breaks/{break_id}": staff(),
    # calendars
    "GET /calendars": staff(),
    "POST /calendars": staff("calendars.manage", body={"name": "夜班", "weekly": {"1": [["20:00", "24:00"]]}}),
    "GET /calendars/{calendar_id}": staff(),
    "PATCH /calendars/{calendar_id}": staff("calendars.manage", body={"name": "早班"}),
    "DELETE /calendars/{calendar_id}": staff("calendars.manage", then=409),
    "GET /calendars/{calendar_id}/days": staff(),
    "PUT /calendars/{calendar_id}/days": staff("calendars.manage", body={"items": []}, query="?year=2026"),
    "GET /calendars/{calendar_id}/status": staff(),
    # notices
    "GET /notices": staff(),
    "POST /notices/read": staff(body={"notice_ids": None}),
    # announcements
    "GET /announcements/mine": staff(),
    "POST /announcements/{announcement_id}/read": staff(),
    "POST /announcements/{announcement_id}/confirm": staff(),
    "GET /announcements": staff("announcements.publish"),
    "POST /announcements": staff("announcements.publish", body={"title": "值班", "text": "今晚全员在线"}),
    "GET /announcements/{announcement_id}": staff("announcements.publish"),
    "GET /announcements/{announcement_id}/readers": staff("announcements.publish"),
    "POST /announcements/{announcement_id}/remind": staff("announcements.publish"),
    "POST /announcements/{announcement_id}/withdraw": staff("announcements.publish"),
    "GET /announcements/{announcement_id}/readers.xlsx": staff("announcements.publish"),
    # customers
    "GET /customers": staff("customers.read"),
    "POST /customers": staff("customers.manage", body={"name": "赵", "brand_id": "$brand_id"}),
    "GET /customers/{customer_id}": staff("customers.read"),
    "PATCH /customers/{customer_id}": staff("customers.read", "customers.manage", body={"note": "老客户"}),
    "GET /customers/{customer_id}/timeline": staff("customers.read"),
    "POST /customers/{customer_id}/numbers": staff("customers.read", "numbers.reveal"),
    # knowledge
    "GET /knowledge/articles": staff("knowledge.read"),
    "POST /knowledge/articles": staff("knowledge.manage", body=ARTICLE),
    "GET /knowledge/articles/{article_id}": staff("knowledge.read"),
    "PATCH /knowledge/articles/{article_id}": staff("knowledge.manage", body={"version": 1, "answer": "新"}),
    "DELETE /knowledge/articles/{article_id}": staff("knowledge.manage"),
    "GET /knowledge/articles/{article_id}/versions": staff("knowledge.read"),
    "POST /knowledge/articles/{article_id}/restore": staff("knowledge.manage", body={"version": 1}),
    "POST /knowledge/articles/confirm": staff("knowledge.manage", body={"article_ids": ["$article_id"]}),
    "GET /knowledge/pack": staff("knowledge.read"),
    "POST /knowledge/pack": staff("knowledge.manage", body={"brand_id": "$brand_id", "answers": {"店名": "小店"}}),
    "GET /knowledge/search": staff("knowledge.read", query="?q=发票"),
    "GET /knowledge/categories": staff("knowledge.read"),
    "POST /knowledge/categories": staff("knowledge.manage", body={"brand_id": "$brand_id", "name": "活动"}),
    "PATCH /knowledge/categories/{category_id}": staff("knowledge.manage", body={"name": "售前"}),
    "DELETE /knowledge/categories/{category_id}": staff("knowledge.manage"),
    "POST /knowledge/import": staff("knowledge.manage", form={"file": "faq.csv", "brand_id": "$brand_id", "locale": "zh-CN"}),
    "GET /knowledge/import-template": staff("knowledge.read"),
    "GET /knowledge/export": staff("knowledge.read", query="?brand=$brand_id&locale=zh-CN"),
    # connectors
    "GET /customers/{customer_id}/orders": staff("orders.read", "customers.read"),
    "GET /orders/{number}": staff("orders.read", query="?brand=$brand_id"),
    "GET /coupons": staff("coupons.grant", query="?brand=$brand_id"),
    "GET /coupons/grants": staff("orders.read", "customers.read", query="?customer=$customer_id"),
    "POST /coupons/grants": staff("coupons.grant", "customers.read", body={"customer_id": "$customer_id", "code": "C20", "key": "12345678"}),
    "POST /coupons/grants/{grant_id}/revoke": staff("coupons.grant"),
    "GET /connections": staff("connections.manage"),
    "POST /connections": staff(
        "connections.manage",
        body={"brand_id": "$second_brand_id", "base_url": "https://shop.example.com/kefu", "secret": "0123456789abcdef"},
    ),
    "GET /connections/{connection_id}": staff("connections.manage"),
    "PATCH /connections/{connection_id}": staff("connections.manage", body={"timeout_seconds": 3}),
    "DELETE /connections/{connection_id}": staff("connections.manage"),
    "POST /connections/{connection_id}/check": staff("connections.manage"),
    # routing
    "GET /queues": staff("queues.read"),
    "POST /queues": staff("queues.manage", body={"brand_id": "$brand_id", "name": "VIP"}),
    "GET /queues/live": staff("queues.read"),
    "GET /queues/{queue_id}": staff("queues.read"),
    "PATCH /queues/{queue_id}": staff("queues.manage", body={"priority": 3}),
    "GET /queues/{queue_id}/live": staff("queues.read"),
    "PUT /agents/{user_id}/queues": staff("queues.manage", body={"queue_ids": []}),
    "GET /dispositions": staff(),
    "POST /dispositions": staff("dispositions.manage", body={"code": "x", "name_zh": "其他", "name_en": "Other"}),
    "PATCH /dispositions/{disposition_id}": staff("dispositions.manage", body={"position": 3}),
    "GET /routing/decisions": staff("decisions.read", query="?conversation=$conversation_id"),
    "GET /ratings": staff("ratings.read"),
    "POST /ratings/{rating_id}/follow-up": staff("ratings.read", "ratings.settle", body={"note": "已致歉"}),
    "POST /ratings/{rating_id}/appeal": staff("ratings.read", body={"note": "恶意差评"}, then=403),
    "POST /ratings/{rating_id}/appeal/decision": staff("ratings.read", "ratings.settle", body={"accept": True}, then=409),
    "GET /rating-reasons": staff("ratings.read"),
    "POST /rating-reasons": staff(
        "rating_reasons.manage", body={"family": "business", "name_zh": "包装", "name_en": "Packing", "owner_id": "$user_id"}
    ),
    "PATCH /rating-reasons/{reason_id}": staff("rating_reasons.manage", body={"owner_id": "$user_id"}),
    "GET /rating-items": staff("ratings.read", query="?state=open&owner=$user_id"),
    "PATCH /rating-items/{item_id}": staff("ratings.read", "rating_reasons.manage", body={"state": "done", "note": "已改"}),
    # quick replies
    "GET /quick-replies": staff("replies.use", query="?brand=$brand_id&scope=shared"),
    "POST /quick-replies": staff("replies.use", "replies.manage", body={"scope": "shared", "text": "亲，稍等", "brand_id": "$brand_id"}),
    "GET /quick-replies/search": staff("replies.use", query="?q=tk"),
    "GET /quick-replies/folders": staff("replies.use"),
    "POST /quick-replies/attachments": staff("replies.use", form={"file": "a.png"}),
    "POST /quick-replies/import": staff("replies.use", form={"file": "replies.csv"}),
    "GET /quick-replies/import-template": staff("replies.use"),
    "GET /quick-replies/export": staff("replies.use"),
    "PATCH /quick-replies/{reply_id}": staff("replies.use", "replies.manage", body={"text": "请稍等"}),
    "DELETE /quick-replies/{reply_id}": staff("replies.use", "replies.manage"),
    # scripts
    "GET /scripts": staff("scripts.manage"),
    "POST /scripts": staff("scripts.manage", body={"brand_id": "$brand_id", "name": "投诉处理"}),
    "GET /scripts/{script_id}": staff("scripts.manage"),
    "PATCH /scripts/{script_id}": staff("scripts.manage", body={"name": "投诉安抚"}),
    "DELETE /scripts/{script_id}": staff("scripts.manage", then=409),
    "POST /scripts/{script_id}/publish": staff("scripts.manage"),
    "POST /scripts/{script_id}/withdraw": staff("scripts.manage"),
    "POST /conversations/{conversation_id}/numbers": staff("conversations.read", "numbers.reveal"),
    "POST /conversations/{conversation_id}/copies": staff("conversations.read", body={"characters": 12}),
    "GET /conversations/{conversation_id}/script": staff("conversations.read"),
    "POST /conversations/{conversation_id}/script": staff(*SERVE, body={"script_id": "$script_id"}),
    "POST /conversations/{conversation_id}/script/steps": staff(*SERVE, body={"step": "hello"}),
    "POST /conversations/{conversation_id}/script/back": staff(*SERVE, then=409),
    # analytics
    "GET /analytics/dictionary": staff(),
    "GET /analytics/figures": staff("analytics.read", query="?by=queue"),
    "GET /analytics/me": staff(),
    "GET /analytics/board": staff("analytics.read"),
    "GET /analytics/selections": staff("analytics.read"),
    "GET /contacts": staff("analytics.read"),
    "GET /contacts/mine": staff(),
    # sorting
    "GET /sorting-routes": staff("sorting.read"),
    "POST /sorting-routes": staff("sorting.manage", body={"brand_id": "$brand_id", "disposition_id": "$leaf_id", "queue_id": "$queue_id"}),
    "PATCH /sorting-routes/{route_id}": staff("sorting.manage", body={"is_choice": True}),
    "DELETE /sorting-routes/{route_id}": staff("sorting.manage"),
    "GET /sorting-rules": staff("sorting.read"),
    "POST /sorting-rules": staff(
        "sorting.manage", body={"brand_id": "$brand_id", "kind": "page", "value": "/help", "disposition_id": "$leaf_id"}
    ),
    "PATCH /sorting-rules/{rule_id}": staff("sorting.manage", body={"value": "/faq"}),
    "DELETE /sorting-rules/{rule_id}": staff("sorting.manage"),
    "GET /sorting-trial": staff("sorting.read", query="?text=发票"),
    "GET /analytics/report.xlsx": staff("analytics.read", "analytics.export", query="?by=agent"),
    "POST /exports": staff("analytics.read", "analytics.export", body={"format": "csv"}),
    "GET /exports": staff("analytics.export"),
    "GET /wallboards": staff("wallboards.manage"),
    "POST /wallboards": staff("wallboards.manage", "analytics.read", body={"name": "大厅"}),
    "DELETE /wallboards/{wallboard_id}": staff("wallboards.manage"),
    "GET /wall/{token}": anyone(),
    # conversations
    "GET /conversations": staff("conversations.read"),
    "GET /conversations/{conversation_id}": staff("conversations.read"),
    "GET /conversations/{conversation_id}/messages": staff("conversations.read"),
    "POST /conversations/{conversation_id}/watch": staff("conversations.read", "conversations.supervise"),
    "POST /conversations/{conversation_id}/take-over": staff(
        "conversations.read", "conversations.supervise", body={"reason": "客户投诉"}
    ),
    "POST /conversations/{conversation_id}/messages": staff(*SERVE, body={"text": "您好"}),
    "POST /conversations/{conversation_id}/accept": staff(*SERVE),
    "POST /conversations/{conversation_id}/decline": staff(*SERVE, then=409),
    "POST /conversations/batch-close": staff(*SERVE, body={"conversation_ids": ["$conversation_id"]}),
    "POST /conversations/{conversation_id}/close": staff(*SERVE, body={"disposition_id": "$leaf_id"}),
    "POST /conversations/{conversation_id}/transfer": staff(*SERVE, "queues.read", body={"to_queue": "$queue_id", "note": "请接"}),
    "POST /conversations/{conversation_id}/sorting": staff(*SERVE, body={"disposition_id": "$leaf_id"}),
    "POST /conversations/{conversation_id}/give-back": staff(*SERVE, body={"reason": "不归我管"}, then=409),
    "POST /conversations/{conversation_id}/raise-hand": staff(*SERVE),
    "POST /conversations/{conversation_id}/notes": staff(*SERVE, body={"text": "老客户"}),
    "POST /conversations/{conversation_id}/messages/{message_id}/recall": staff(*SERVE),
    "POST /conversations/{conversation_id}/read": staff("conversations.read", body={"seq": 1}),
    "PUT /conversations/{conversation_id}/draft": staff("conversations.read", body={"text": "您"}),
    "POST /conversations/{conversation_id}/attachments": staff(*SERVE, form={"file": "a.png"}),
    "GET /conversations/{conversation_id}/suggested-dispositions": staff("conversations.read"),
    "POST /conversations/{conversation_id}/customer": staff(*SERVE, "customers.manage", body={"name": "王"}),
    "GET /conversations/{conversation_id}/scheduled-messages": staff("conversations.read"),
    "POST /conversations/{conversation_id}/scheduled-messages": staff(*SERVE, body={"text": "您好", "send_at": "$soon"}),
    "DELETE /conversations/{conversation_id}/scheduled-messages/{scheduled_id}": staff(*SERVE),
    "GET /conversations/{conversation_id}/track": staff("conversations.read"),
    "GET /conversations/{conversation_id}/messages/{message_id}/original": staff("conversations.read", "conversations.inspect"),
    "GET /conversations/{conversation_id}/guard": staff("conversations.read"),
    "POST /conversations/{conversation_id}/block-requests": staff(*SERVE, body={"reason": "辱骂"}),
    "GET /block-requests": staff(),
    "GET /door-policies": staff("blocks.manage"),
    "PATCH /door-policies/{brand_id}": staff("blocks.manage", body={"links": "refuse"}),
    "POST /block-requests/{request_id}/decision": staff("blocks.manage", body={"approve": True}),
    "POST /conversations/{conversation_id}/warnings": staff("conversations.read", "warnings.manage", body={"reason": "职业索赔"}),
    "POST /conversations/{conversation_id}/warnings/accept": staff(*SERVE),
    "GET /warnings": staff("warnings.manage"),
    "DELETE /warnings/{warning_id}": staff("warnings.manage"),
    "GET /desk/snapshot": staff("conversations.read"),
    "GET /desk/events": staff(query="?after=$cursor"),
    "GET /queue-texts": staff("queues.read"),
    "GET /sites": staff("sites.read"),
    "POST /sites": staff("sites.manage", "queues.read", body={"key": "new", "name": "新", "brand_id": "$brand_id", "queue_id": "$queue_id"}),
    "POST /sites/logos": staff("sites.manage", form={"file": "a.png"}),
    "GET /sites/{site_id}": staff("sites.read"),
    "PATCH /sites/{site_id}": staff("sites.manage", "queues.read", body={"name": "新"}),
    "GET /sites/{site_id}/qr.{kind}": staff("sites.read"),
    "GET /bot/settings": staff("bot.read", query="?site=$site_id"),
    "PATCH /bot/settings": staff("bot.manage", query="?site=$site_id", body={"enabled": False}),
    "GET /bot/suggestions": staff("conversations.read", query="?conversation=$conversation_id"),
    "GET /bot/summary-drafts": staff("conversations.read", query="?conversation=$conversation_id"),
    "GET /bot/tuning": staff("bot.read", query="?brand=$brand_id"),
    "PATCH /bot/tuning": staff("bot.read", "bot.manage", query="?brand=$brand_id", body={"is_on": False}),
    "POST /bot/tuning/fits": staff("bot.read", "bot.manage", query="?brand=$brand_id", then=409),
    "GET /bot/provider": staff("bot.provider"),
    "PATCH /bot/provider": staff("bot.provider", body={"base_url": "https://llm.example/v1", "model": "m"}),
    "POST /bot/provider/tries": staff("bot.provider", query="?brand=$brand_id", body={"question": "怎么开发票"}),
    "GET /bot/flows": staff("bot.read"),
    "POST /bot/flows": staff("bot.manage", body={"brand_id": "$brand_id", "name": "查订单"}),
    "GET /bot/flows/{flow_id}": staff("bot.read"),
    "PATCH /bot/flows/{flow_id}": staff("bot.manage", body={"name": "查物流"}),
    "DELETE /bot/flows/{flow_id}": staff("bot.manage"),
    "POST /bot/flows/{flow_id}/publish": staff("bot.manage"),
    "POST /bot/flows/{flow_id}/withdraw": staff("bot.manage"),
    "POST /bot/flows/{flow_id}/tries": staff("bot.read", "bot.manage", body={"messages": []}),
    "GET /bot/unknown-questions": staff("bot.read"),
    "PATCH /bot/unknown-questions": staff("bot.read", "bot.manage", body={"turn_ids": ["$turn_id"], "state": "ignored"}),
    "POST /bot/unknown-questions/similar": staff(
        "bot.read", "bot.manage", "knowledge.read", "knowledge.manage",
        body={"turn_ids": ["$turn_id"], "article_id": "$article_id", "question": "怎么退"},
    ),
    "POST /bot/unknown-questions/articles": staff(
        "bot.read", "bot.manage", "knowledge.manage", body={"turn_ids": ["$turn_id"], "question": "怎么退", "answer": "联系客服"}
    ),
    # the demo's stage, which no other organization has
    "GET /demo/stage": staff(then=404),
    "PUT /demo/live": staff(body={"is_running": True}, then=404),
    # what a visitor's page calls
    "PUT /widget/conversations/{conversation_id}/turns/{turn_id}/feedback": visitor(body={"is_helpful": True}),
    "GET /widget/{site_key}/config": anyone(),
    "GET /widget/{site_key}/articles/{article_id}": anyone(),
    "POST /widget/{site_key}/conversations": anyone(body={"text": "在吗"}),
    "POST /widget/{site_key}/attachments": anyone(form={"file": "a.png"}),
    "POST /widget/{site_key}/leave-message": anyone(body={"text": "请回电", "phone": "13800138000"}),
    "GET /widget/conversations/{conversation_id}": visitor(),
    "POST /widget/conversations/{conversation_id}/messages": visitor(body={"text": "在吗"}),
    "POST /widget/conversations/{conversation_id}/read": visitor(body={"seq": 1}),
    "POST /widget/conversations/{conversation_id}/page": visitor(body={"page": "https://shop.test/p/1?token=x"}),
    "POST /widget/conversations/{conversation_id}/handoff": visitor(),
    "POST /widget/conversations/{conversation_id}/close": visitor(),
    "POST /widget/conversations/{conversation_id}/rating": visitor(body={"score": 5}, then=409),
    "POST /widget/conversations/{conversation_id}/attachments": visitor(form={"file": "a.png"}),
}  # fmt: skip
