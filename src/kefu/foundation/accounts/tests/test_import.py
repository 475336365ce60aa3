from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import make_password

from kefu.foundation.accounts import actions, queries
from kefu.foundation.accounts.models import User
from kefu.foundation.accounts.tests.companies import Company
from kefu.kernel import files, tables
from kefu.kernel.errors import Forbidden, Invalid

HEADER = ["工号", "姓名", "昵称", "手机", "邮箱", "组", "技能", "角色", "初始密码", "接待上限"]


def load(company: Company, *rows: Any, header: Any = HEADER, name: Any = "员工.xlsx") -> Any:
    return actions.import_users(company.actor(), name=name, content=tables.write_xlsx(header, rows))


def rejected(report: Any) -> Any:
    content = files.opened(report.rejects_url.rsplit("/", 1)[1]).getvalue()
    table = tables.read("rejects.xlsx", content, headers={"number": ["工号"], "why": ["原因"]})
    return {row["number"]: row["why"] for row in table.rows}


def test_the_template_can_be_imported_as_it_is(company: Company) -> None:
    report = actions.import_users(company.actor(), name="t.xlsx", content=actions.import_template())
    assert (report.read, report.accepted, report.quarantined, report.rejects_url) == (2, 2, 0, None)
    user = User.objects.for_actor(company.system).get(employee_number="8001")
    assert (user.name, user.nickname, user.mobile, user.chat_capacity) == ("张三", "小青", "+8613800000001", 5)
    assert user.must_change_password and user.check_password("Kf-2468-ab")
    (person,) = queries.people(company.system, [user])
    assert [m.team.name for m in person.memberships] == ["售前一组"]
    assert {s.skill.name: s.level for s in person.skills} == {"退款": 3, "物流": 4}


def test_every_row_stands_or_falls_alone(company: Company) -> None:
    report = load(
        company,
        ["1", "张三", "", "", "", "甲组", "退款:5", "客服", "Good-pass-1", "3"],
        ["1", "李四", "", "", "", "", "", "", "Good-pass-1", ""],
        ["2", "", "", "", "", "", "", "", "Good-pass-1", ""],
        ["3", "王五", "", "123", "", "", "", "", "Good-pass-1", ""],
        ["4", "赵六", "", "", "", "乙组", "", "皇帝", "Good-pass-1", ""],
        ["5", "孙七", "", "", "", "丙组", "退款:9", "", "Good-pass-1", ""],
        ["6", "周八", "", "", "", "", "", "", "", ""],
        ["7", "吴九", "", "", "", "", "", "", "12345678", "很多"],
        ["", "郑十", "", "", "", "", "", "", "Good-pass-1", ""],
        ["8", "=1+1", "", "", "", "丙组", "", "agent", "Good-pass-1", ""],
    )
    assert (report.read, report.accepted, report.quarantined) == (10, 2, 8)
    assert report.read == report.accepted + report.quarantined
    why = rejected(report)
    assert why["1"] == "该工号在文件中出现了多次。"
    assert why["3"].startswith("手机号") and why["4"] == "没有角色“皇帝”。" and why["6"] == "请填写初始密码。"
    assert {team.name for team in queries.teams(company.system)} == {"甲组", "丙组"}
    assert User.objects.for_actor(company.system).get(employee_number="8").name == "=1+1"


def test_a_known_number_is_updated_and_keeps_its_password(company: Company) -> None:
    load(company, ["1", "张三", "小青", "13800000001", "", "甲组", "退款", "", "Good-pass-1", "3"])
    load(company, ["1", "张三丰", "", "", "", "", "", "supervisor", "Other-pass-1", ""])
    user = User.objects.for_actor(company.system).select_related("role").get(employee_number="1")
    assert (user.name, user.nickname, user.mobile, user.chat_capacity) == ("张三丰", "小青", "+8613800000001", 3)
    assert user.role.code == "supervisor" and user.check_password("Good-pass-1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_with_english_headers(company: Company, encoding: Any) -> None:
    content = "Employee Number,Real name,Initial password\n8001,张三,Good-pass-1\n".encode(encoding)
    report = actions.import_users(company.actor(), name="staff.csv", content=content)
    assert report.accepted == 1
    assert User.objects.for_actor(company.system).get(employee_number="8001").name == "张三"


def test_mended_rejects_are_taken(company: Company) -> None:
    report = load(company, ["1", "张三", "", "", "", "", "", "", "", ""])
    content = files.opened(report.rejects_url.rsplit("/", 1)[1]).getvalue()
    again = actions.import_users(company.actor(), name="rejects.xlsx", content=content)
    assert (again.read, again.quarantined) == (1, 1)
    assert list(rejected(again).values()) == ["请填写初始密码。"]


def test_what_is_no_staff_table(company: Company) -> None:
    with pytest.raises(Invalid):
        load(company, ["x"], header=["名称"])
    with pytest.raises(Forbidden):
        actions.import_users(company.actor("agent"), name="t.xlsx", content=actions.import_template())


def test_two_hundred_with_one_password_are_hashed_once(company: Company) -> None:
    with patch("kefu.foundation.accounts.actions.importing.make_password", wraps=make_password) as hashed:
        report = load(
            company, *([str(n), f"员工{n}", "", "", "", "甲组", "", "", "Good-pass-1", ""] for n in range(200))
        )
    assert report.accepted == 200
    assert hashed.call_count == 1
