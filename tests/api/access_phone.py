"""Who may do what with the telephone; part of `access`."""

from .caller_kinds import Access, staff

PHONE: dict[str, Access] = {
    "GET /calls": staff("calls.read"),
    "POST /calls": staff("calls.dial", body={"to": "13800138000"}, then=409),
    "GET /calls/{call_id}": staff("calls.read"),
    "GET /calls/{call_id}/recording": staff("calls.read", "calls.listen"),
    "POST /calls/{call_id}/hangup": staff("calls.read", "calls.serve", then=409),
    "POST /calls/{call_id}/wrap-up": staff("calls.read", "calls.serve", body={"disposition_id": "$leaf_id"}),
    "GET /calls/{call_id}/transcript": staff("calls.read", "calls.transcripts"),
    "POST /calls/{call_id}/transcript": staff("calls.read", "calls.correct", then=409),
    "PATCH /calls/{call_id}/transcript": staff(
        "calls.read", "calls.correct", body={"index": 0, "text": "您好"}, then=404
    ),
    "GET /calls/{call_id}/legal-hold": staff("calls.read"),
    "PUT /calls/{call_id}/legal-hold": staff("calls.read", "calls.legal_hold", body={"reason": "投诉"}),
    "DELETE /calls/{call_id}/legal-hold": staff("calls.read", "calls.legal_hold"),
    "GET /recording-rules": staff("telephony.manage"),
    "PUT /recording-rules": staff("telephony.manage", body={"keep_days": 180}),
    "GET /prompts": staff("telephony.manage"),
    "POST /prompts": staff("telephony.manage", form={"file": "tone.wav", "brand_id": "$brand_id", "name": "问候"}),
    "PUT /prompts/{prompt_id}": staff("telephony.manage", body={"name": "欢迎"}),
    "DELETE /prompts/{prompt_id}": staff("telephony.manage", then=409),
    "GET /call-flows": staff("telephony.manage"),
    "POST /call-flows": staff("telephony.manage", body={"brand_id": "$brand_id", "name": "夜间"}),
    "GET /call-flows/{call_flow_id}": staff("telephony.manage"),
    "PUT /call-flows/{call_flow_id}": staff("telephony.manage", body={"brand_id": "$brand_id", "name": "白天"}),
    "DELETE /call-flows/{call_flow_id}": staff("telephony.manage", then=409),
    "POST /call-flows/{call_flow_id}/publish": staff("telephony.manage"),
    "POST /call-flows/{call_flow_id}/withdraw": staff("telephony.manage", then=409),
    "GET /call-flows/{call_flow_id}/versions": staff("telephony.manage"),
    "GET /call-flows/{call_flow_id}/paths": staff(
        "telephony.manage", query="?since=2026-01-01T00:00:00Z&until=2027-01-01T00:00:00Z"
    ),
    "POST /call-flow-walk": staff("telephony.manage", body={"draft": {"start": "", "nodes": {}}}),
    "GET /phone-numbers": staff("telephony.manage"),
    "POST /phone-numbers": staff("telephony.manage", body={"brand_id": "$brand_id", "digits": "4000000621"}),
    "PATCH /phone-numbers/{phone_number_id}": staff("telephony.manage", body={"name": "热线"}),
    "GET /trunks": staff("telephony.manage"),
    "POST /trunks": staff("telephony.manage", body={"name": "运营商", "host": "sip.carrier.example"}),
    "PATCH /trunks/{trunk_id}": staff("telephony.manage", body={"area": "021"}),
    "DELETE /trunks/{trunk_id}": staff("telephony.manage"),
    "GET /number-rule-presets": staff("telephony.manage"),
    "POST /number-rule-trial": staff(
        "telephony.manage", "customers.read", body={"direction": "in", "number": "013800138000"}
    ),
    "GET /branches": staff("telephony.manage"),
    "POST /branches": staff(
        "telephony.manage", body={"brand_id": "$brand_id", "name": "上海网点", "queue_id": "$queue_id"}
    ),
    "PATCH /branches/{branch_id}": staff("telephony.manage", body={"code": "010"}),
    "DELETE /branches/{branch_id}": staff("telephony.manage"),
    "GET /regions": staff(),
    "GET /extensions": staff("telephony.manage"),
    "DELETE /extensions/{extension_id}": staff("telephony.manage"),
    "POST /extensions": staff("telephony.manage", "users.read", body={"user_id": "$user_id"}),
    "GET /calls/mine": staff("calls.serve"),
    "GET /calls/{call_id}/suggested-dispositions": staff("calls.read", "calls.serve"),
    "POST /calls/{call_id}/come-back": staff("calls.read", "calls.serve", then=409),
    "POST /calls/{call_id}/more-time": staff("calls.read", "calls.serve", then=409),
    "GET /extensions/mine": staff("calls.serve"),
    "PUT /extensions/mine": staff("calls.serve"),
    "GET /queue-manners": staff("telephony.manage"),
    "GET /queue-manners/standard": staff("telephony.manage"),
    "PATCH /queue-manners/{queue_id}": staff("telephony.manage", body={"asks_rating": True}),
    "GET /emergencies": staff("calls.read"),
    "POST /emergencies": staff("telephony.emergency", body={"prompt_id": "$prompt_id"}),
    "POST /emergencies/{emergency_id}/end": staff("telephony.emergency"),
    "GET /calls/{call_id}/voicemail": staff("calls.read"),
    "PUT /calls/{call_id}/voicemail/words": staff("calls.read", "calls.serve", body={"words": "请回电"}),
}
