"""The owner imports customers from Excel; one row is refused and comes back with its reason."""

from __future__ import annotations

import io
from pathlib import Path

from playwright.sync_api import Browser, expect

from kefu.kernel import lines, tables

from .house import Desk, House


def test_the_owner_imports_customers_and_downloads_the_refused_row(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    rows = [["王芳", "13800138000", "门店"], ["李雷", "12345", "官网"], ["赵敏", "13800138002", "门店"]]
    file = tmp_path / "客户.xlsx"
    file.write_bytes(tables.write_xlsx(["客户姓名", "手机号", "来源"], rows))
    owner = Desk.of(browser, house, house.owner)
    page = owner.page

    # chosen, dropped or picked: the columns are guessed, one is mapped by hand
    page.goto(f"{house.url}/settings/imports")
    expect(page.get_by_text("还没有导入过")).to_be_visible()
    owner.press("import-new")
    with page.expect_download() as download:
        page.get_by_role("link", name="中文").click()
    template = list(lines.lines("a.xlsx", io.BytesIO(Path(download.value.path()).read_bytes())))
    assert template[0][1][:3] == ("客户编号", "姓名", "电话")
    page.get_by_test_id("import-drop").locator("input[type=file]").set_input_files(file)
    expect(page.get_by_test_id("import-start")).to_have_text("导入 3 行")
    expect(page.get_by_role("row", name="手机号")).to_contain_text("13800138000")
    page.get_by_test_id("import-column-2").click()
    page.get_by_role("option", name="备注", exact=True).click()

    # tried, then run
    owner.press("import-try")
    trial = page.get_by_test_id("import-trial")
    expect(trial.get_by_test_id("import-created")).to_have_text("2")
    expect(trial.get_by_test_id("import-rejects")).to_contain_text("电话号码不正确")
    owner.press("import-start")
    expect(page.get_by_test_id("import-state")).to_contain_text("已完成")
    expect(page.get_by_test_id("import-created")).to_have_text("2")
    expect(page.get_by_test_id("import-quarantined")).to_have_text("1")
    with page.expect_download() as download:
        owner.press("import-errors")
    back = [cells for _, cells in lines.lines("a.xlsx", io.BytesIO(Path(download.value.path()).read_bytes()))]
    assert back[0] == ("客户姓名", "手机号", "来源", "原因")
    assert back[1][:3] == ("李雷", "12345", "官网") and "电话号码不正确" in back[1][3]

    # the list of runs, and what came of it
    owner.press("import-back")
    expect(page.get_by_role("row", name="客户.xlsx")).to_contain_text("已完成")
    found = house.owner.api("GET", "/customers?phone=13800138002")["items"]
    assert [(one["name"], one["note"]) for one in found] == [("赵敏", "门店")]
