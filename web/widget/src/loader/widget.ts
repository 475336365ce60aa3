/** Launcher and panel on the host page, and the host's end of the line to the chat in the iframe. */

import { filled, isHexColor } from "../color";
import type { HostMemory } from "./memory";
import { adopt } from "./styles";
import { type Entry, type Identity, type Product, type ToFrame, type ToHost, unwrap, wrap } from "../protocol";

export interface Widget {
  toggle(open: boolean): void;
  identify(identity: Identity): void;
  setEntry(entry: Entry): void;
  setProduct(product: Product | null): void;
}

interface Options {
  site: string;
  server: string;
  locale: string;
  nonce: string | undefined;
  memory: HostMemory;
}

const PAGES_KEPT = 10;
const SMALL_SCREEN = "(max-width: 480px)";
const CHAT_SHAPE = "M5 4h14a2 2 0 012 2v9a2 2 0 01-2 2h-6l-5 4v-4H5a2 2 0 01-2-2V6a2 2 0 012-2z";
const DOWN_SHAPE = "M6 9l6 6 6-6";

export function mount({ site, server, locale, nonce, memory }: Options): Widget {
  const isChinese = /^zh/i.test(locale);
  let identity: Identity | null = null;
  let entry: Entry = {};
  let product: Product | null = null;
  let trail = walked(memory);
  let place = location.href;
  let isOpen = false;
  let isFrameReady = false;
  let pageOverflow = "";

  const element = document.createElement("div");
  const root = element.attachShadow({ mode: "open" });
  adopt(root, nonce);
  const { launcher, shape, badge } = createLauncher();
  const panel = createPanel();
  root.append(panel, launcher);
  look(memory.read());
  // Beside the body: a page that swaps its body keeps the chat, and a transformed body does not carry it away.
  document.documentElement.appendChild(element);

  launcher.addEventListener("click", () => toggle(!isOpen));
  launcher.addEventListener("pointerenter", loadFrame);
  window.addEventListener("message", (event) => {
    if (event.source !== panel.contentWindow || event.origin !== server) return;
    const message = unwrap<ToHost>(event.data);
    if (message) heard(message);
  });
  window.visualViewport?.addEventListener("resize", fitAboveKeyboard);
  window.visualViewport?.addEventListener("scroll", fitAboveKeyboard);
  if (memory.read().hasStarted) whenIdle(loadFrame);

  function heard(message: ToHost) {
    if (message.type === "ready") {
      isFrameReady = true;
      tellEntry();
      if (identity) tell({ type: "identify", identity });
      if (product) tell({ type: "product", product });
      tell({ type: "visibility", open: isOpen });
    } else if (message.type === "unread") {
      badge.textContent = message.count > 0 ? String(Math.min(message.count, 99)) : "";
      label();
    } else if (message.type === "look") {
      memory.write({ color: message.color, label: message.label });
      look(message);
    } else if (message.type === "started") {
      memory.write({ hasStarted: true });
    } else if (message.type === "close") {
      toggle(false);
      launcher.focus();
    }
  }

  function toggle(open: boolean) {
    if (open === isOpen) return;
    isOpen = open;
    if (open) loadFrame();
    panel.hidden = !open;
    launcher.classList.toggle("open", open);
    launcher.setAttribute("aria-expanded", String(open));
    shape.setAttribute("d", open ? DOWN_SHAPE : CHAT_SHAPE);
    lockPage(open);
    fitAboveKeyboard();
    label();
    if (open) tellEntry();
    tell({ type: "visibility", open });
    if (open) panel.focus();
  }

  function loadFrame() {
    if (panel.src) return;
    const query = `site=${encodeURIComponent(site)}&origin=${encodeURIComponent(location.origin)}`;
    panel.src = `${server}/chat/frame?${query}&locale=${isChinese ? "zh-CN" : "en"}`;
  }

  function tell(message: ToFrame) {
    if (isFrameReady) panel.contentWindow?.postMessage(wrap(message), server);
  }

  function tellEntry() {
    const page = { page: location.href, title: document.title, referrer: document.referrer, trail };
    tell({ type: "entry", entry: { ...page, ...entry } });
  }

  function look({ color, label: name }: { color?: string; label?: string }) {
    if (color && isHexColor(color)) {
      const { background, text } = filled(color);
      launcher.style.setProperty("--kefu-color", background);
      launcher.style.setProperty("--kefu-on-color", text);
    }
    panel.title = name || (isChinese ? "在线客服" : "Customer service");
    label();
  }

  function label() {
    const unread = badge.textContent;
    const news = unread ? (isChinese ? `,${unread} 条未读` : `, ${unread} unread`) : "";
    const act = isOpen ? (isChinese ? "收起：" : "Minimise: ") : "";
    launcher.setAttribute("aria-label", act + panel.title + news);
  }

  /** On a telephone the chat is the whole screen, and the page behind it must not scroll along. */
  function lockPage(open: boolean) {
    const { style } = document.documentElement;
    if (open && window.matchMedia(SMALL_SCREEN).matches) {
      pageOverflow = style.overflow;
      style.overflow = "hidden";
    } else if (!open && style.overflow === "hidden") {
      style.overflow = pageOverflow;
    }
  }

  function fitAboveKeyboard() {
    const viewport = window.visualViewport;
    if (!viewport || !isOpen) return;
    panel.style.setProperty("--kefu-height", `${viewport.height}px`);
    panel.style.setProperty("--kefu-top", `${viewport.offsetTop}px`);
  }

  /** Pages that change without loading anew are noticed by their address; looking at it costs nothing. */
  setInterval(() => {
    if (location.href === place) return;
    place = location.href;
    trail = walked(memory);
    tellEntry();
  }, 2000);

  return {
    toggle,
    identify(known) {
      identity = known;
      tell({ type: "identify", identity });
    },
    setEntry(given) {
      entry = { ...entry, ...given };
      tellEntry();
    },
    setProduct(shown) {
      product = shown?.title ? { ...shown, url: shown.url ?? location.href } : null;
      tell({ type: "product", product });
    },
  };
}

/** The pages before this one in this tab, the oldest first; this one is remembered for the next. */
function walked(memory: HostMemory): { page: string; title: string }[] {
  const before = memory.pages();
  memory.keepPages([...before, { page: location.href.split(/[?#]/)[0]!, title: document.title }].slice(-PAGES_KEPT));
  return before;
}

function createLauncher() {
  const launcher = document.createElement("button");
  launcher.type = "button";
  launcher.className = "launcher";
  launcher.dataset.testid = "launcher";
  launcher.setAttribute("aria-expanded", "false");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of [
    ["viewBox", "0 0 24 24"],
    ["aria-hidden", "true"],
    ["fill", "none"],
    ["stroke", "currentColor"],
    ["stroke-width", "1.8"],
    ["stroke-linecap", "round"],
    ["stroke-linejoin", "round"],
  ] as const) {
    svg.setAttribute(name, value);
  }
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", CHAT_SHAPE);
  svg.appendChild(shape);
  const badge = document.createElement("span");
  badge.className = "badge";
  badge.dataset.testid = "launcher-unread";
  launcher.append(svg, badge);
  return { launcher, shape, badge };
}

function createPanel() {
  const panel = document.createElement("iframe");
  panel.className = "panel";
  panel.hidden = true;
  panel.allow = "clipboard-write";
  panel.referrerPolicy = "origin";
  return panel;
}

function whenIdle(act: () => void) {
  if ("requestIdleCallback" in window) window.requestIdleCallback(act, { timeout: 3000 });
  else setTimeout(act, 1000);
}
