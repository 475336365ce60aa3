"""Scripts: kept and published, offered where they fit, walked, and asked for at the close."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook
from tests.flows.conftest import Api, Shop, Visitor

from kefu.config.environment import SOURCE_TREE
from kefu.contact.routing.models import Disposition
from kefu.contact.scripts import rules
from kefu.contact.scripts.models import ScriptRun
from kefu.foundation.accounts import actions as accounts
from kefu.insight.analytics import actions as analytics
from kefu.kernel.models import AuditEntry

STEPS: list[dict[str, Any]] = [
    {"id": "sorry", "kind": "say", "text": "{客户姓名}，非常抱歉给您带来不便。"},
    {
        "id": "broken", "kind": "ask", "text": "商品是否破损？", "answer": "yes_no", "is_required": True,
        "options": [{"label": "是", "next": "picture"}, {"label": "否", "next": "wish"}],
    },
    {"id": "picture", "kind": "ask", "text": "请客户拍照，照片说明了什么？", "answer": "text", "is_required": True},
    {
        "id": "wish", "kind": "ask", "text": "客户希望怎样处理？", "answer": "choice", "is_required": True,
        "options": [{"label": "退款"}, {"label": "换货"}],
    },
    {"id": "more", "kind": "ask", "text": "还有其他要记录的吗？", "answer": "text"},
    {"id": "bye", "kind": "end", "text": "我会在今天内给您答复。"},
]  # fmt: skip


def reason(shop: Shop, code: str) -> str:
    return str(Disposition.objects.for_actor(shop.system).get(code=code).id)


def script(shop: Shop, *, steps: list[dict[str, Any]] | None = None, **body: Any) -> Any:
    brand = str(shop.site.brand_id)
    draft = {"steps": STEPS if steps is None else steps}
    made = shop.owner("POST", "/scripts", {"brand_id": brand, "name": "投诉处理", "draft": draft, **body}, expect=201)
    return shop.owner("POST", f"/scripts/{made['id']}/publish")


@pytest.fixture
def talk(shop: Shop) -> tuple[Api, Visitor]:
    agent = shop.agent("8001")
    visitor = shop.visitor("转人工")
    return agent, visitor


def walk(agent: Api, visitor: Visitor, *answers: tuple[str, str | None]) -> Any:
    view: Any = None
    for step, answer in answers:
        view = agent("POST", f"/conversations/{visitor.id}/script/steps", {"step": step, "answer": answer})
    return view["runs"][-1]


def test_a_complaint_is_walked_and_its_path_stays_with_the_contact(shop: Shop, talk: tuple[Api, Visitor]) -> None:
    agent, visitor = talk
    made = script(shop)
    view = agent("POST", f"/conversations/{visitor.id}/script", {"script_id": made["id"]})
    assert view["runs"][0]["step"]["text"] == STEPS[0]["text"]
    run = walk(agent, visitor, ("sorry", None), ("broken", "no"))
    assert (run["step"]["id"], run["missing"]) == ("wish", ["客户希望怎样处理？"]), "the branch leaves the picture out"
    run = walk(agent, visitor, ("wish", "退款"), ("more", None))
    assert (run["state"], run["step"], run["missing"]) == ("done", None, [])
    agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()})
    (kept,) = agent("GET", f"/conversations/{visitor.id}/script")["runs"]
    assert [(one["step"], one["answer"]) for one in kept["path"]] == [
        ("sorry", None), ("broken", "no"), ("wish", "退款"), ("more", None), ("bye", None),
    ]  # fmt: skip
    assert (kept["name"], kept["version"], kept["agent"]) == ("投诉处理", 1, "小8001")


def test_required_questions_hold_the_close_up_until_a_reason_is_given(shop: Shop, talk: tuple[Api, Visitor]) -> None:
    agent, visitor = talk
    agent("POST", f"/conversations/{visitor.id}/script", {"script_id": script(shop)["id"]})
    end = {"disposition_id": shop.leaf()}
    refused = agent("POST", f"/conversations/{visitor.id}/close", end, expect=409)
    assert (refused["code"], len(refused["missing"])) == ("script_unfinished", 3)
    agent("POST", f"/conversations/{visitor.id}/close", {**end, "script_reason": "客户挂断"})
    assert agent("GET", f"/conversations/{visitor.id}/script")["runs"][0]["reason"] == "客户挂断"


def test_an_invalid_conversation_is_not_held_up(shop: Shop, talk: tuple[Api, Visitor]) -> None:
    agent, visitor = talk
    agent("POST", f"/conversations/{visitor.id}/script", {"script_id": script(shop)["id"]})
    invalid = Disposition.objects.for_actor(shop.system).filter(code__startswith="invalid-").first()
    assert invalid
    agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": str(invalid.id)})


def test_a_mandatory_script_that_fits_must_be_begun(shop: Shop, talk: tuple[Api, Visitor]) -> None:
    agent, visitor = talk
    script(shop, queue_id=str(shop.queue.id), is_mandatory=True)
    end = {"disposition_id": shop.leaf()}
    assert agent("POST", f"/conversations/{visitor.id}/close", end, expect=409)["code"] == "script_unfinished"
    agent("POST", f"/conversations/{visitor.id}/close", {**end, "script_reason": "只是道谢"})
    (run,) = agent("GET", f"/conversations/{visitor.id}/script")["runs"]
    assert (run["path"], run["reason"]) == ([], "只是道谢")


def test_the_branch_of_the_reason_decides_what_fits(shop: Shop, talk: tuple[Api, Visitor]) -> None:
    agent, visitor = talk
    leaf = Disposition.objects.for_actor(shop.system).get(code="query-logistics")
    script(shop, name="随时可用")
    script(shop, name="本组", queue_id=str(shop.queue.id))
    script(shop, name="物流", disposition_id=str(leaf.id))
    script(shop, name="查询", disposition_id=str(leaf.parent_id))
    agent("POST", f"/conversations/{visitor.id}/sorting", {"disposition_id": str(leaf.id)})
    offered = agent("GET", f"/conversations/{visitor.id}/script")["offered"]
    assert [(one["name"], one["is_suggested"]) for one in offered] == [
        ("物流", True), ("查询", True), ("本组", True), ("随时可用", False),
    ]  # fmt: skip


def test_a_step_is_answered_once_and_can_be_taken_back(shop: Shop, talk: tuple[Api, Visitor]) -> None:
    agent, visitor = talk
    steps = f"/conversations/{visitor.id}/script/steps"
    agent("POST", steps, {"step": "sorry"}, expect=409)
    agent("POST", f"/conversations/{visitor.id}/script", {"script_id": script(shop)["id"]})
    agent("POST", steps, {"step": "sorry"})
    assert agent("POST", steps, {"step": "sorry"}, expect=409)["code"] == "step_passed", "a double click skips nothing"
    for unfit in (None, "也许"):
        assert agent("POST", steps, {"step": "broken", "answer": unfit}, expect=422)["code"] == "answer_unfit"
    agent("POST", steps, {"step": "broken", "answer": "yes"})
    back = agent("POST", f"/conversations/{visitor.id}/script/back")["runs"][-1]
    assert (back["step"]["id"], [one["step"] for one in back["path"]]) == ("broken", ["sorry"])


def test_a_walk_ends_in_the_version_it_began_in_and_another_script_drops_it(
    shop: Shop, talk: tuple[Api, Visitor]
) -> None:
    agent, visitor = talk
    made = script(shop)
    agent("POST", f"/conversations/{visitor.id}/script", {"script_id": made["id"]})
    short = [STEPS[0], STEPS[-1]]
    shop.owner("PATCH", f"/scripts/{made['id']}", {"draft": {"steps": short}})
    assert shop.owner("POST", f"/scripts/{made['id']}/publish")["published_version"] == 2
    assert walk(agent, visitor, ("sorry", None))["step"]["id"] == "broken"
    runs = agent("POST", f"/conversations/{visitor.id}/script", {"script_id": made["id"]})["runs"]
    assert [(one["version"], one["state"]) for one in runs] == [(1, "dropped"), (2, "open")]
    shop.owner("DELETE", f"/scripts/{made['id']}", expect=409)
    shop.owner("POST", f"/scripts/{made['id']}/withdraw")
    shop.owner("DELETE", f"/scripts/{made['id']}", expect=204)
    assert walk(agent, visitor, ("sorry", None))["state"] == "done", "walks under way go on"
    agent("POST", f"/conversations/{visitor.id}/script", {"script_id": made["id"]}, expect=404)
    names = set(AuditEntry.objects.for_actor(shop.system).values_list("action", flat=True))
    assert {"script.created", "script.published", "script.withdrawn", "script.deleted"} <= names


def ask(**fields: Any) -> dict[str, Any]:
    return {
        "id": "q",
        "kind": "ask",
        "text": "好吗？",
        "answer": "choice",
        "options": [{"label": "好"}, {"label": "不好"}],
        **fields,
    }


@pytest.mark.parametrize(
    ("steps", "wrong"),
    [
        ([], [("", "没有步骤")]),
        ([{"id": "a", "kind": "say", "text": " "}, {"id": "z", "kind": "end"}], [("a", "请填写要说的话")]),
        ([{"id": "a", "kind": "say", "text": "好"}], [("a", "走不到结束")]),
        ([{"id": "a", "kind": "say", "text": "好", "next": "z"}, {"id": "b", "kind": "say", "text": "好"}, {"id": "z", "kind": "end"}], [("b", "没有任何步骤")]),
        ([{"id": "a", "kind": "say", "text": "好", "next": "x"}, {"id": "z", "kind": "end"}], [("a", "不存在")]),
        ([ask(options=[{"label": "好"}]), {"id": "z", "kind": "end"}], [("q", "两个选项")]),
        ([ask(options=[{"label": "好"}, {"label": "好"}]), {"id": "z", "kind": "end"}], [("q", "不能重复")]),
        ([{"id": "a", "kind": "say", "text": "{谁}好"}, {"id": "z", "kind": "end"}], [("a", "没有变量")]),
        ([ask(options=[{"label": "好", "next": "q"}, {"label": "不好", "next": "q"}], is_required=True), {"id": "z", "kind": "end"}], [("q", "走不到结束"), ("z", "没有任何步骤")]),
        (STEPS, []),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_script_is_named_by_step(steps: list[Any], wrong: list[tuple[str, str]]) -> None:
    found = rules.check({"steps": steps})
    assert [fault.step for fault in found] == [step for step, _ in wrong]
    assert all(part in fault.text.zh for fault, (_, part) in zip(found, wrong, strict=True))


def test_an_unsound_draft_is_kept_and_not_published(shop: Shop) -> None:
    brand = str(shop.site.brand_id)
    made = shop.owner("POST", "/scripts", {"brand_id": brand, "name": "空"}, expect=201)
    assert made["wrong"][0]["message"]
    assert shop.owner("POST", f"/scripts/{made['id']}/publish", expect=422)["code"] == "draft_unsound"


def test_the_variables_are_those_the_desk_fills() -> None:
    text = (SOURCE_TREE / "web/desk/src/features/conversations/variables.ts").read_text(encoding="utf-8")
    table = text.split("const NAMES", 1)[1].split("};", 1)[0]
    assert set(re.findall(r"([\w\u4e00-\u9fff]+): \"", table)) == set(rules.VARIABLES)


def test_a_draft_is_tried_without_a_contact_and_nothing_is_kept(shop: Shop) -> None:
    def tried(*answers: tuple[str, str | None], steps: list[dict[str, Any]] = STEPS, expect: int = 200) -> Any:
        said = [{"step": step, "answer": answer} for step, answer in answers]
        return shop.owner("POST", "/scripts/tries", {"draft": {"steps": steps}, "answers": said}, expect=expect)

    assert tried()["step"]["id"] == "sorry"
    branch = tried(("sorry", None), ("broken", "no"))
    assert (branch["step"]["id"], [one["answer"] for one in branch["path"]]) == ("wish", [None, "no"])
    done = tried(("sorry", None), ("broken", "no"), ("wish", "退款"), ("more", None))
    assert (done["step"], done["path"][-1]["step"], done["wrong"]) == (None, "bye", [])
    for wrong in ([("broken", "yes")], [("sorry", None), ("broken", None)], [("sorry", None), ("broken", "maybe")]):
        assert tried(*wrong, expect=422)["code"] == "answer_unfit"
    endless = tried(steps=STEPS[:2])
    assert (endless["step"], endless["path"]) == (None, [])
    assert endless["wrong"][0]["number"] == 2
    assert shop.owner("GET", "/scripts")["items"] == []
    assert not ScriptRun.objects.for_actor(shop.system).exists()
    assert not AuditEntry.objects.for_actor(shop.system).filter(action__startswith="script.").exists()


def test_answers_go_into_the_file_of_their_contacts_question_by_question(shop: Shop, talk: tuple[Api, Visitor]) -> None:
    agent, visitor = talk
    agent("POST", f"/conversations/{visitor.id}/script", {"script_id": script(shop)["id"]})
    walk(agent, visitor, ("sorry", None), ("broken", "yes"), ("picture", "打给13812345678"))
    other = shop.visitor("转人工")
    mine = agent("GET", f"/conversations/{visitor.id}")["number"]

    def written(only: str, by: Api = shop.owner) -> list[list[Any]]:
        asked = by("POST", "/exports", {"format": "xlsx", "only": only}, expect=201)
        analytics.run_export(shop.organization.id, UUID(asked["id"]))
        (export,) = [row for row in by("GET", "/exports")["items"] if row["id"] == asked["id"]]
        book = CalamineWorkbook.from_filelike(io.BytesIO(by.client.get(export["url"]).getvalue()))
        return book.get_sheet_by_index(1).to_python()

    header, *rows = written("all")
    assert header[-3:] == ["问题", "答案", "会话标识"]
    told = [(row[0], row[1], row[5], row[7], row[8], row[9]) for row in rows]
    assert told == [
        (mine, "投诉处理", "未走完", "商品是否破损？", "是", str(visitor.id)),
        (mine, "投诉处理", "未走完", "请客户拍照，照片说明了什么？", "打给13812345678", str(visitor.id)),
    ]
    assert written("scripted")[1:] == rows
    assert written("abandoned") == [header], "of other contacts nothing"
    assert str(other.id) not in str(rows)
    accounts.create_role(
        shop.system, code="reader", name="Reader", granted=["analytics.read", "analytics.export"], scope="all"
    )
    (_, _, hidden) = written("all", by=shop.agent("9001", role="reader"))
    assert hidden[8] == "打给138****5678"
    assert AuditEntry.objects.for_actor(shop.system).filter(action="contacts.exported").count() == 4
