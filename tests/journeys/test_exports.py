"""A supervisor takes customers away as a file from the settings, and reads what its columns hold."""

from __future__ import annotations

import io
from pathlib import Path

from playwright.sync_api import Browser, expect

from kefu.kernel import lines

from .house import Desk, House


def test_customers_are_taken_away_with_what_each_column_holds(browser: Browser, house: House) -> None:
    house.owner.api("POST", "/customers", {"name": "周到", "phone": "13800138222"})
    owner = Desk.of(browser, house, house.owner)
    page = owner.page
    page.goto(f"{house.url}/settings/exports")
    expect(page.get_by_text("还没有导出过")).to_be_visible()
    page.get_by_test_id("export-kind").click()
    page.get_by_role("option", name="客户", exact=True).click()
    page.get_by_test_id("export-columns").locator("summary").click()
    expect(page.get_by_role("row", name="外部编号")).to_contain_text("其他系统中的编号")
    owner.press("export-ask")
    with page.expect_download() as download:
        page.get_by_test_id("export-download").click()
    content = Path(download.value.path()).read_bytes()
    header, *rows = [cells for _, cells in lines.lines("a.xlsx", io.BytesIO(content))]
    assert "周到" in [row[header.index("客户")] for row in rows]
    expect(page.get_by_test_id("export-files")).to_contain_text("已完成")
