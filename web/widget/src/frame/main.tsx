/** Starts the chat, inside a host page's iframe or as a page of its own at /c/{site}; or the page of a rating at /r/{token}. */

import "@kefu/ui/tokens.css";
import "./styles/widget.css";

import { options, render } from "preact";

import { applyBrandColor, followColorScheme, followVisualViewport } from "./appearance";
import { WidgetApi } from "./core/api";
import { Chat } from "./core/chat";
import { browserHttp } from "./core/http";
import { uuid } from "./core/ids";
import { browserStorage } from "./core/storage";
import { Host, statedOrigin } from "./host";
import { chooseLocale, translator } from "./i18n";
import { App } from "./ui/App";
import { RatingPage } from "./ui/RatingPage";

const query = new URLSearchParams(window.location.search);
const app = document.getElementById("app")!;
const rated = /^\/r\/([\w-]+)/.exec(window.location.pathname);

// Preact's own choice, queueMicrotask, is younger than the oldest browsers we serve.
options.debounceRendering = (run) => void Promise.resolve().then(run);
followColorScheme();
if (rated) startRating(rated[1]!);
else startChat();

function startRating(token: string) {
  const locale = chooseLocale(query.get("locale"));
  render(<RatingPage http={browserHttp("/api/v1", () => locale)} token={token} locale={locale} />, app);
}

function startChat() {
  const site = query.get("site") ?? decodeURIComponent(window.location.pathname.replace(/^\/c\//, "").replace(/\/$/, ""));
  const isFramed = window.parent !== window;
  const host = new Host(isFramed ? statedOrigin(query.get("origin")) : null);

  const api = new WidgetApi(
    browserHttp("/api/v1", () => chat.store.state.locale),
    site,
  );
  const chat: Chat = new Chat({
    api,
    storage: browserStorage(site),
    openSocket: (ticket) => {
      const scheme = window.location.protocol === "https:" ? "wss" : "ws";
      return new WebSocket(`${scheme}://${window.location.host}/ws/widget?token=${encodeURIComponent(ticket)}`);
    },
    random: Math.random,
    tab: tabName(),
    locale: chooseLocale(query.get("locale")),
  });

  if (!host.isEmbedded) {
    followVisualViewport();
    chat.setEntry({ page: window.location.href, title: document.title, referrer: document.referrer, ...entryFromQuery() });
  }
  host.listen((message) => {
    if (message.type === "visibility") chat.setVisible(message.open);
    else if (message.type === "identify") chat.setIdentity(message.identity);
    else if (message.type === "product") chat.setProduct(message.product);
    else chat.setEntry(message.entry);
  });
  host.tell({ type: "ready" });
  window.addEventListener("online", () => chat.setOnline(true));
  window.addEventListener("offline", () => chat.setOnline(false));

  let announcedColor = "";
  chat.store.subscribe(() => {
    const { config, locale } = chat.store.state;
    if (!config || config.brand.color === announcedColor) return;
    announcedColor = config.brand.color;
    applyBrandColor(announcedColor);
    host.tell({ type: "look", color: announcedColor, label: config.title || translator(locale)("app.title") });
  });

  chat.start();
  render(<App chat={chat} api={api} host={host} />, app);
}

/** What a link in a menu or on a poster says of where it was followed from. */
function entryFromQuery() {
  const product_id = query.get("product_id") ?? undefined;
  const category = query.get("category") ?? undefined;
  return { product_id, category };
}

function tabName(): string {
  try {
    const kept = sessionStorage.getItem("kefu.tab") ?? uuid();
    sessionStorage.setItem("kefu.tab", kept);
    return kept;
  } catch {
    return uuid();
  }
}
