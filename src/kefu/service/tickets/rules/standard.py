"""What a new organization begins with: usual types of tickets and the usual promises, to be adapted by their owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


def _name(zh: str, en: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": en}


def _stage(code: str, zh: str, en: str, category: str, moves: str, needs: str = "") -> dict[str, Any]:
    return {"code": code, "name": _name(zh, en), "category": category, "moves": moves.split(), "needs": needs.split()}


def _field(
    code: str, zh: str, en: str, kind: str = "text", options: Sequence[tuple[str, str, str]] = ()
) -> dict[str, Any]:
    field: dict[str, Any] = {"code": code, "name": _name(zh, en), "kind": kind}
    if options:
        field["options"] = [{"code": code, "name": _name(zh, en)} for code, zh, en in options]
    return field


ENDS = (
    _stage("done", "已办结", "Done", "done", "closed"),
    _stage("closed", "已关闭", "Closed", "closed", ""),
)
COMPLAINT = "complaint"  # the type whose customers are important while it is open
ORDER = _field("order_number", "订单号", "Order number")
OUTCOME = _field("outcome", "处理结果", "Outcome", "long")


@dataclass(frozen=True, slots=True)
class Standard:
    code: str
    zh: str
    en: str
    definition: dict[str, Any]


TYPES = (
    Standard(
        "request",
        "咨询办理",
        "Request",
        {
            "fields": [ORDER, OUTCOME],
            "start": "new",
            "reopens": "working",
            "stages": [
                _stage("new", "待受理", "New", "open", "working done"),
                _stage("working", "处理中", "In progress", "open", "customer done"),
                _stage("customer", "待客户", "Waiting for customer", "waiting", "working done"),
                *ENDS,
            ],
        },
    ),
    Standard(
        "repair",
        "售后维修",
        "Repair",
        {
            "fields": [
                _field("product", "商品型号", "Product"),
                _field("serial_number", "序列号", "Serial number"),
                ORDER,
                _field("diagnosis", "诊断结论", "Diagnosis", "long"),
                _field(
                    "solution", "处理方案", "Solution", "choice",
                    [("repair", "维修", "Repair"), ("replace", "换新", "Replace"), ("refund", "退货退款", "Refund")],
                ),
                OUTCOME,
            ],
            "start": "new",
            "reopens": "diagnosing",
            "stages": [
                _stage("new", "待受理", "New", "open", "diagnosing"),
                _stage("diagnosing", "诊断中", "Diagnosing", "open", "offered customer"),
                _stage("customer", "待客户", "Waiting for customer", "waiting", "diagnosing repairing"),
                _stage("offered", "方案待确认", "Solution offered", "waiting", "repairing diagnosing", "diagnosis solution"),
                _stage("repairing", "执行中", "Carrying out", "open", "customer done", "diagnosis solution"),
                _stage("done", "已办结", "Done", "done", "closed", "outcome"),
                _stage("closed", "已关闭", "Closed", "closed", ""),
            ],
        },
    ),
    Standard(
        "delivery",
        "物流核查",
        "Parcel enquiry",
        {
            "fields": [
                ORDER,
                _field("parcel_number", "快递单号", "Parcel number"),
                _field(
                    "trouble", "异常类型", "Trouble", "choice",
                    [
                        ("late", "迟迟未到", "Late"), ("lost", "疑似丢件", "Lost"),
                        ("damaged", "破损", "Damaged"), ("wrong", "错发漏发", "Wrong or missing goods"),
                    ],
                ),
                _field("compensation", "赔付金额", "Compensation", "money"),
                OUTCOME,
            ],
            "start": "new",
            "reopens": "checking",
            "stages": [
                _stage("new", "待受理", "New", "open", "checking"),
                _stage("checking", "核查中", "Checking", "open", "carrier customer done"),
                _stage("carrier", "待快递公司", "With the carrier", "open", "checking customer done"),
                _stage("customer", "待客户", "Waiting for customer", "waiting", "checking done"),
                *ENDS,
            ],
        },
    ),
    Standard(
        COMPLAINT,
        "投诉处理",
        "Complaint",
        {
            "fields": [
                ORDER,
                _field("demand", "客户诉求", "What the customer wants", "long"),
                _field("root_cause", "原因", "Cause", "long"),
                _field("compensation", "补偿金额", "Compensation", "money"),
                OUTCOME,
            ],
            "start": "new",
            "reopens": "investigating",
            "stages": [
                _stage("new", "待受理", "New", "open", "investigating"),
                _stage("investigating", "调查中", "Investigating", "open", "customer talking"),
                _stage("customer", "待客户", "Waiting for customer", "waiting", "investigating"),
                _stage("talking", "方案沟通", "Talking it over", "open", "investigating customer done", "root_cause"),
                _stage("done", "已办结", "Done", "done", "closed", "root_cause outcome"),
                _stage("closed", "已关闭", "Closed", "closed", ""),
            ],
        },
    ),
    Standard(
        "task",
        "内部协办",
        "Internal task",
        {
            "fields": [OUTCOME],
            "start": "new",
            "reopens": "working",
            "stages": [
                _stage("new", "待接收", "New", "open", "working"),
                _stage("working", "办理中", "In progress", "open", "done"),
                _stage("done", "已办结", "Done", "done", "closed", "outcome"),
                _stage("closed", "已关闭", "Closed", "closed", ""),
            ],
        },
    ),
)  # fmt: skip

DEFAULT_TYPE = TYPES[0].code
PROMISE = ("标准承诺", "Standard promise")
TARGETS: dict[str, dict[str, Any]] = {
    "P1": {"around_the_clock": True, "first_response": 15, "next_update": 60, "resolution": 240},
    "P2": {"around_the_clock": True, "first_response": 30, "next_update": 240, "resolution": 480},
    "P3": {"around_the_clock": False, "first_response": 120, "next_update": 480, "resolution": 1440},
    "P4": {"around_the_clock": False, "first_response": 480, "next_update": None, "resolution": 4320},
}
"""Minutes of working time by priority (specification §15.3); a day of progress is one of eight working hours."""
