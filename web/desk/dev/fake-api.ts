/**
 * An API in memory for looking at screens without a back end: `npm run dev`, any login and password.
 * KEFU_FAKE=empty shows the screens before anything exists, KEFU_FAKE=error when nothing works.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { collections, conversations, knowledgeHits, live, me, messagesOf } from "./fake-data.ts";

type Answer = { status?: number; body?: unknown };
type Handler = (path: string[], body: Record<string, unknown>, query: URLSearchParams) => Answer | undefined;

const mode = process.env.KEFU_FAKE ?? "full";
const page = (items: unknown[]): Answer => ({ body: { items: mode === "empty" ? [] : items, next: null } });
let isSignedIn = true;

const handlers: Record<string, Handler> = {
  "GET auth": ([what]) => {
    if (what === "csrf") return { status: 204 };
    return isSignedIn ? { body: me } : { status: 401, body: { code: "not_signed_in", title: "Sign in", detail: "" } };
  },
  "POST auth": ([what]) => {
    isSignedIn = what !== "logout";
    return isSignedIn ? { body: me } : { status: 204 };
  },
  "PUT agents": (_, body) => {
    me.presence = { ...me.presence, status: body.status as "online", since: new Date().toISOString() };
    return { body: me.presence };
  },
  "GET agents": () => ({ body: mode === "empty" ? [] : live.agents }),
  "GET permissions": () => ({ body: me.permissions.map((code) => ({ code, name: code, group: code.split(".")[0] })) }),
  "GET bot": (_, __, query) => ({
    body: { site_id: query.get("site"), enabled: true, answer_threshold: null, offer_threshold: 0.35, state: "ready" },
  }),
  "POST sockets": () => ({ status: 503, body: { code: "no_socket", title: "No sockets here", detail: "" } }),
  "GET desk": () => ({
    body: {
      cursor: 1,
      me: { user_id: me.user.id, presence: me.presence },
      conversations: mode === "empty" ? [] : conversations.filter((row) => row.status !== "closed"),
      today: { handled: 37, csat: 4.6, rated: 14 },
    },
  }),
  "GET queues": ([what]) => (what === "live" ? { body: mode === "empty" ? [] : live.queues } : page(collections.queues!)),
  "GET knowledge": ([what, id]) => {
    if (what === "search") return page(knowledgeHits);
    if (what === "categories") return page(collections.categories!);
    if (!id) return page(collections.articles!);
    return { body: collections.articles!.find((article) => article.id === id) ?? collections.articles![0] };
  },
  "GET conversations": ([id, what]) => {
    if (!id) return page(conversations.filter((row) => row.status === "closed"));
    if (what === "suggested-dispositions") return page(collections.dispositions!.slice(1, 4));
    const row = conversations.find((one) => one.id === id)!;
    return {
      body: {
        ...row,
        messages: messagesOf(id),
        has_earlier: true,
        entry: { page: "https://shop.example.com/items/8842", referrer: null, product_id: "8842", category: null },
        claims: { name: "陈女士", email: null, phone: "138 0013 8000", external_id: null },
        summary: "客户反映收到的屏幕破损,要求赔付。",
        work_item_id: "w1",
        draft: "",
        sorting: null,
      },
    };
  },
  "POST conversations": ([id, what], body) => {
    const row = conversations.find((one) => one.id === id)!;
    if (what === "close") return { body: { ...row, status: "closed" } };
    if (what !== "messages" && what !== "notes") return { body: row };
    const seq = messagesOf(id!).length + 1;
    const sender = { kind: "agent", id: me.user.id, name: me.user.nickname };
    const message = {
      id: `${id}-${seq}`, conversation_id: id, seq, sender, kind: what === "notes" ? "note" : "text", payload: {},
      attachments: [], quote_id: null, recalled_at: null, created_at: new Date().toISOString(), client_id: null, ...body,
    };
    messagesOf(id!).push(message as never);
    return { body: message };
  },
  "GET customers": ([id, what]) => {
    if (what === "timeline") return page(collections.timeline!);
    return id ? { body: collections.customers!.find((one) => one.id === id) } : page(collections.customers!);
  },
  "GET routing": () => page(collections.decisions!),
  "GET calendars": ([, what]) =>
    what === "days"
      ? { body: { items: [{ date: "2026-02-14", kind: "workday", name: "春节调休", shifts: [] }] } }
      : page(collections.calendars!),
};

export function fakeApi(): Plugin {
  return {
    name: "kefu-fake-api",
    apply: "serve",
    configureServer(server) {
      server.middlewares.use("/api/v1", (request, response) => void answerTo(request, response));
    },
  };
}

async function answerTo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://fake");
  const [noun = "", ...path] = url.pathname.split("/").filter(Boolean);
  const handler = handlers[`${request.method} ${noun}`];
  const isAuth = noun === "auth";
  const { status = 200, body } =
    mode === "error" && !isAuth
      ? { status: 503, body: { code: "unavailable", title: "暂时不可用", detail: "服务正在重启,数据没有丢失,请稍后重试。" } }
      : (handler?.(path, await bodyOf(request), url.searchParams) ?? page(collections[noun] ?? []));
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(status === 204 ? undefined : JSON.stringify(body ?? {}));
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  try {
    return JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}
