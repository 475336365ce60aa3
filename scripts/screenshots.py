"""Takes the pictures of docs/screenshots from a running demo: eleven screens, in both languages, light and dark.

.venv/bin/python scripts/screenshots.py http://127.0.0.1:8000 [docs/screenshots]
"""

from __future__ import annotations

import re
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PASSWORD = "kefu-demo"
SIZE = {"width": 1366, "height": 768}
QUALITY = 78
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--autoplay-policy=no-user-gesture-required"]
ORDERS = re.compile("订单|Orders")
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
DAYS = (TODAY - timedelta(days=13), TODAY)
SCREENS = {
    "live": ("supervisor@demo.test", "/live"),
    "reports": ("supervisor@demo.test", f"/reports?by=day&first_day={DAYS[0]}&last_day={DAYS[1]}"),
    "tickets": ("supervisor@demo.test", "/tickets?view=all"),
    "contacts": ("supervisor@demo.test", "/contacts"),
    "knowledge": ("admin@demo.test", "/knowledge"),
    "bot": ("admin@demo.test", "/bot"),
    "customers": ("supervisor@demo.test", "/customers"),
    "settings": ("admin@demo.test", "/settings/queues"),
    "start": ("admin@demo.test", "/start"),
}


def person(browser: Browser, base: str, locale: str, theme: str) -> BrowserContext:
    """Somebody with a browser that may be heard and tell, in their language and light."""
    context = browser.new_context(locale=locale, viewport=SIZE, timezone_id="Asia/Shanghai")
    context.grant_permissions(["notifications"], origin=base)
    context.add_init_script(
        f"localStorage.setItem('kefu.locale', '{locale}'); localStorage.setItem('kefu.theme', '{theme}')"
    )
    return context


def sign_in(page: Page, base: str, login: str) -> None:
    page.goto(f"{base}/login")
    page.get_by_test_id("login-name").fill(login)
    page.get_by_test_id("login-password").fill(PASSWORD)
    page.get_by_test_id("login-submit").click()
    page.get_by_test_id("rail-desk").wait_for()


def shoot(page: Page, target: Path) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_function("!document.querySelector('.loading')")
    page.mouse.click(SIZE["width"] / 2, 24)  # whoever touches the page may be heard: no bar says otherwise
    page.mouse.move(SIZE["width"] / 2, SIZE["height"] - 2)
    page.wait_for_timeout(500)
    page.screenshot(path=target, type="jpeg", quality=QUALITY, animations="disabled")
    print(target.name, target.stat().st_size // 1000, "kB", flush=True)


def stage(page: Page, base: str, folder: Path, mark: str) -> None:
    """The stage before its last act, and the desk as it stands then."""
    page.goto(f"{base}/demo")
    page.get_by_test_id("scene-buyer").click()
    page.locator('[data-testid="stage-caption"][data-step="reply"]').wait_for()
    desk = page.frame_locator('[data-testid="stage-desk"]')
    desk.get_by_test_id("work-row").filter(has_text="陈女士").first.click()
    desk.get_by_role("tab").filter(has_text=ORDERS).click()
    desk.get_by_test_id("order").first.wait_for()
    shoot(page, folder / f"stage.{mark}.jpg")
    page.goto(f"{base}/desk")
    page.get_by_test_id("work-row").filter(has_text="陈女士").first.click()
    page.get_by_role("tab").filter(has_text=ORDERS).click()
    page.get_by_test_id("order").first.wait_for()
    shoot(page, folder / f"desk.{mark}.jpg")


def take(browser: Browser, base: str, folder: Path, locale: str, theme: str) -> None:
    mark = f"{locale}.{theme}"
    for login in dict.fromkeys(login for login, _ in SCREENS.values()):
        context = person(browser, base, locale, theme)
        page = context.new_page()
        sign_in(page, base, login)
        for name, (who, path) in SCREENS.items():
            if who == login:
                page.goto(f"{base}{path}")
                shoot(page, folder / f"{name}.{mark}.jpg")
        context.close()
    context = person(browser, base, locale, theme)
    stage(context.new_page(), base, folder, mark)
    context.close()


def main() -> None:
    base, folder = sys.argv[1].rstrip("/"), Path(sys.argv[2] if len(sys.argv) > 2 else "docs/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    chromium = (Path(__file__).parents[1] / ".tools" / "chromium").read_text().strip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for locale in ("zh-CN", "en"):
            for theme in ("light", "dark"):
                take(browser, base, folder, locale, theme)
        browser.close()


if __name__ == "__main__":
    main()
