"""What every page owes its reader: one language, nobody else's servers, access for all, a screen that fits."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, ViewportSize, WebSocket, expect

from kefu.config.environment import SOURCE_TREE

AXE = SOURCE_TREE / "web/node_modules/axe-core/axe.min.js"
PHONE: ViewportSize = {"width": 390, "height": 844}
MAY_SCROLL = "nav.rail, pre, table, .el-tabs__nav"  # on a phone: what is wide by its nature, in a frame of its own
LATIN_WORDS = json.loads((SOURCE_TREE / "web/desk/src/locales/latin.json").read_text())
LATIN_IN_CHINESE = re.compile(rf"\b({'|'.join(LATIN_WORDS)})\b")
CHINESE_IN_ENGLISH = ("中文", "Kefu 客服")
CHINESE = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[A-Za-z][A-Za-z'-]+")
DATA = re.compile(r"\S+@\S+|https?://\S+|(?<!\S)/[a-z]+\b|\b[A-Z]-\d{4}-\d{6}\b|\b[0-9A-F]{4}\b|\b[A-Z]\w+/[A-Z]\w+")
KEY = re.compile(r"(?<![\w/@.])(?!e\.g\b)[a-z_]+(?:\.[a-z_]+)+(?![\w/@])")
HALF_WIDTH = re.compile(r"[\u3400-\u9fff][,;:!?()]|[,;:!?()][\u3400-\u9fff]")

# Everything that is read or read aloud. What a person typed, and what is data by its nature, is marked `translate="no"`.
WORDS = """() => {
  const kept = [document.title];
  const own = (element) => !element.closest('[translate=no], script, style, noscript');
  const walk = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (!own(element)) continue;
      const box = element.getBoundingClientRect();
      if (!box.width && !box.height && element.tagName !== 'OPTION') continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) kept.push(element.getAttribute(name) ?? '');
      for (const node of element.childNodes) if (node.nodeType === 3) kept.push(node.data);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document.body);
  return [...new Set(kept.map((text) => text.trim()).filter(Boolean))];
}"""
# Two frames later what a click began has begun; an animation that never ends its promise is waited for two seconds.
STILL = """() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))).then(() => Promise.race([
  new Promise((go) => setTimeout(go, 2000)),
  Promise.allSettled(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime !== Infinity).map((one) => one.finished))]))"""
OVERFLOWS = """(mayScroll) => {
  const found = [];
  const scrollsByRight = (element) => mayScroll && (element.closest(mayScroll) || element.querySelector(mayScroll));
  const leavesByRight = (element) => mayScroll && element.closest(mayScroll);
  const name = (element) => element.tagName.toLowerCase() + (element.className && typeof element.className === 'string'
    ? '.' + element.className.trim().split(/\\s+/).join('.') : '');
  if (document.documentElement.scrollWidth > innerWidth) found.push('the page is wider than the screen');
  if (document.querySelector('.shell') && document.documentElement.scrollHeight > innerHeight) found.push('the page itself scrolls');
  for (const element of document.querySelectorAll('body *')) {
    const style = getComputedStyle(element);
    const scrolls = ['auto', 'scroll'].includes(style.overflowX);
    if (scrolls && element.scrollWidth > element.clientWidth + 1 && element.clientWidth && !scrollsByRight(element)) found.push(name(element) + ' scrolls sideways');
    const box = element.getBoundingClientRect();
    if (box.width && box.height && (box.right > innerWidth + 1 || box.left < -1) && style.visibility === 'visible'
        && !leavesByRight(element)
        && !element.closest('.visually-hidden, [aria-hidden=true]') && getComputedStyle(element.parentElement).overflowX !== 'hidden' && box.width < innerWidth) found.push(name(element.parentElement) + ' > ' + name(element) + ' leaves the screen');
  }
  return found;
}"""

LEFT_EARLY = "WebSocket is closed before the connection is established"
"""Who goes to another page at once leaves the socket that was being opened; a browser says so, and nothing is wrong."""


# What may differ between two languages of one page; the rest of axe's rules looks at the page in Chinese.
NAMES = [
    "html-has-lang", "html-lang-valid", "document-title", "frame-title", "button-name", "link-name", "label", "select-name",
    "input-button-name", "image-alt", "aria-input-field-name", "aria-toggle-field-name", "aria-command-name", "aria-dialog-name",
]  # fmt: skip
# Nobody waits for the fading of colours and dialogs.
AT_ONCE = """const sheet = new CSSStyleSheet();
sheet.replaceSync('*, ::before, ::after { transition-duration: 0s !important; transition-delay: 0s !important }');
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];"""


@dataclass
class Inspector:
    """Watches one browser profile and judges the page that stands in it."""

    page: Page
    locale: str
    origins: tuple[str, ...]
    faults: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, context: BrowserContext, locale: str, *origins: str) -> Inspector:
        page = context.new_page()
        inspector = cls(page, locale, origins)
        page.on("request", inspector._saw_request)
        page.on("websocket", inspector._saw_socket)
        page.on("console", inspector._saw_console)
        page.on("pageerror", lambda error: inspector.note(f"script error: {error}"))
        page.add_init_script(path=AXE)
        page.add_init_script(AT_ONCE)
        return inspector

    def note(self, fault: str) -> None:
        line = f"{self.page.url}: {fault}"
        if line not in self.faults:
            self.faults.append(line)

    def judge(self, *, fits: bool = True) -> None:
        """Look at the page in light, and once in dark."""
        self.settle()
        for text in self.page.evaluate(WORDS):
            self._judge_text(text)
        if fits:
            for fault in self.page.evaluate(OVERFLOWS, None):
                self.note(fault)
            self._judge_narrow()
        self._judge_access("light", None if self.locale == "zh-CN" else NAMES)
        if self.locale == "zh-CN":  # colours are the same in every language
            self._turn("dark")
            self._judge_access("dark", ["color-contrast"])
            self._turn("light")

    def settle(self) -> None:
        """Until what was asked for has come and nothing moves any more."""
        expect(self.page.get_by_role("status").and_(self.page.locator(".loading"))).to_have_count(0)
        self.page.evaluate(STILL)

    def _judge_narrow(self) -> None:
        """On a phone a page may be longer, never wider."""
        wide = self.page.viewport_size
        assert wide
        self.page.set_viewport_size(PHONE)
        self.page.evaluate(STILL)
        for fault in self.page.evaluate(OVERFLOWS, MAY_SCROLL):
            self.note(f"at {PHONE['width']} px: {fault}")
        self.page.set_viewport_size(wide)
        self.page.evaluate(STILL)

    def _turn(self, theme: Literal["light", "dark"]) -> None:
        """The desk follows its own switch, the chat the system's."""
        self.page.emulate_media(color_scheme=theme)
        self.page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        self.page.evaluate(STILL)

    def _judge_text(self, text: str) -> None:
        text = DATA.sub(" ", text)
        if KEY.search(text):
            self.note(f"untranslated: {text!r}")
        if self.locale == "zh-CN":
            foreign = LATIN.findall(LATIN_IN_CHINESE.sub("", text))
            if HALF_WIDTH.search(text):
                self.note(f"half-width punctuation: {text!r}")
        else:
            for known in CHINESE_IN_ENGLISH:
                text = text.replace(known, "")
            foreign = CHINESE.findall(text)
        if foreign:
            self.note(f"another language: {text!r}")

    def _judge_access(self, theme: Literal["light", "dark"], rules: list[str] | None) -> None:
        options: dict[str, Any] = {"resultTypes": ["violations"], "iframes": False}
        if rules:
            options["runOnly"] = rules
        found = self.page.evaluate("(options) => axe.run(document, options)", options)["violations"]
        for violation in found:
            if violation["impact"] in ("serious", "critical"):
                where = "; ".join(
                    f"{node['target']} {node['html'][:120]} {node['failureSummary']}" for node in violation["nodes"][:3]
                )
                self.note(f"axe ({theme}) {violation['id']}: {where}")

    def _saw_request(self, request: Request) -> None:
        if not request.url.startswith((*self.origins, "data:", "blob:")):
            self.note(f"asks another origin: {request.url}")

    def _saw_socket(self, socket: WebSocket) -> None:
        if not socket.url.startswith(tuple(origin.replace("http", "ws", 1) for origin in self.origins)):
            self.note(f"opens a socket elsewhere: {socket.url}")

    def _saw_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and LEFT_EARLY not in message.text:
            self.note(f"console: {message.text}")
