/** A stand-in for the server, to look at the widget while working on it. Not part of the build, keeps nothing.
 *
 *   node dev/server.mjs [port]      then open http://127.0.0.1:PORT/resets.html, /strict.html or /c/demo-site
 *
 * What the visitor writes decides what the bot answers (快递, 退, anything else); POST /dev/{join,say,typing,picture,card,recall,close,expire,refuse}
 * acts on the latest conversation as an agent would.
 */

import { createHash, randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "../dist");
const port = Number(process.argv[2] ?? 5199);
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

const TEXTS = {
  "zh-CN": {
    title: "青禾优选客服",
    greeting: "您好,请问有什么可以帮您?",
    chips: ["我的快递到哪了", "怎么退货", "发票怎么开"],
    tags: { agent: ["态度好", "回复快", "专业", "没听懂"], business: ["价格", "质量", "物流", "规则"] },
    answer: "一般下单后 24 小时内发货,发货后 2–3 天送达。您可以在「我的订单」里查看实时物流:https://example.com/orders",
    question: "什么时候发货?",
    options: ["七天无理由退货怎么申请?", "退款多久到账?", "退货运费谁出?"],
    unsure: "我想确认一下您的意思。",
    unknown: "这个问题我还不太确定,可以为您转接人工客服。",
    agent: "小林",
    joined: "小林(工号 8001)为您服务",
    ended: "会话已结束,感谢您的咨询",
  },
  en: {
    title: "Qinghe Support",
    greeting: "Hello! How can we help you?",
    chips: ["Where is my parcel?", "How do I return something?", "I need an invoice"],
    tags: { agent: ["Friendly", "Fast", "Knows the subject", "Did not understand"], business: ["Price", "Quality", "Delivery", "Rules"] },
    answer: "We ship within 24 hours; delivery takes 2–3 days. You can follow your parcel here: https://example.com/orders",
    question: "When will my order ship?",
    options: ["How do I return within 7 days?", "When do I get my money back?", "Who pays for the return?"],
    unsure: "Let me make sure I understand you.",
    unknown: "I am not sure about this one. I can connect you to a person.",
    agent: "Lin",
    joined: "Lin (8001) has joined",
    ended: "The conversation has ended. Thank you for contacting us",
  },
};

const conversations = new Map();
const sockets = new Map();
const refusals = [];
let isOpen = true;
let latest = null;

const server = createServer(async (request, response) => {
  const url = new URL(request.url, `http://${request.headers.host}`);
  try {
    if (url.pathname.startsWith("/dev/")) return reply(response, 200, act(url.pathname.slice(5), url.searchParams));
    if (url.pathname.startsWith("/api/v1/")) return await api(request, response, url);
    return page(response, url.pathname);
  } catch (error) {
    return reply(response, 500, { code: "broken", detail: String(error) });
  }
});

server.on("upgrade", (request, socket) => {
  const accept = createHash("sha1")
    .update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest("base64");
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  const id = new URL(request.url, "http://localhost").searchParams.get("token");
  const open = sockets.get(id) ?? new Set();
  sockets.set(id, open.add(socket));
  socket.on("error", () => open.delete(socket));
  socket.on("close", () => open.delete(socket));
  transmit(socket, { type: "hello", cursor: 1 });
});

server.listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/resets.html`));

function transmit(socket, event) {
  const data = Buffer.from(JSON.stringify(event));
  const head = data.length < 126 ? Buffer.from([0x81, data.length]) : Buffer.from([0x81, 126, data.length >> 8, data.length & 255]);
  socket.write(Buffer.concat([head, data]));
}

function announce(conversation, event) {
  for (const socket of sockets.get(conversation.id) ?? []) transmit(socket, { conversation_id: conversation.id, ...event });
}

function say(conversation, kind, text, more = {}) {
  const message = {
    id: randomUUID(),
    conversation_id: conversation.id,
    seq: conversation.messages.length + 1,
    client_id: null,
    sender: { kind, id: null, name: kind === "agent" ? TEXTS[conversation.locale].agent : "" },
    kind: "text",
    text,
    payload: {},
    attachments: [],
    quote_id: null,
    recalled_at: null,
    created_at: new Date().toISOString(),
    ...more,
  };
  conversation.messages.push(message);
  announce(conversation, { type: "message", message });
  return message;
}

function progress({ status, locale }) {
  return {
    status,
    queue_position: status === "queued" ? 3 : null,
    estimated_wait_seconds: status === "queued" ? 100 : null,
    agent: status === "active" ? TEXTS[locale].agent : null,
  };
}

function move(conversation, status) {
  conversation.status = status;
  announce(conversation, { type: "status", ...progress(conversation) });
}

function answer(conversation, text) {
  const words = TEXTS[conversation.locale];
  const link = (question) => ({ article_id: encodeURIComponent(question), question });
  if (/快递|parcel|发货|ship/.test(text)) return say(conversation, "bot", words.answer, { payload: { sources: [link(words.question)] } });
  if (/退|return/.test(text)) return say(conversation, "bot", words.unsure, { payload: { options: words.options.map(link), handoff: true } });
  return say(conversation, "bot", words.unknown, { payload: { handoff: true } });
}

function act(name, query) {
  if (name === "hours") return (isOpen = query.get("open") !== "no");
  if (name === "refuse") return refusals.push(Number(query.get("status")));
  const words = TEXTS[latest.locale];
  if (name === "join") {
    say(latest, "system", words.joined, { kind: "system", payload: { code: "joined" } });
    move(latest, "active");
  } else if (name === "say") {
    say(latest, "agent", query.get("text") ?? "…", { quote_id: query.has("quote") ? latest.messages[0].id : null });
  } else if (name === "typing") {
    announce(latest, { type: "typing", sender: "agent" });
  } else if (name === "picture") {
    const attachments = [{ id: randomUUID(), name: "冰箱.png", size: 48_211, type: "image/png", url: "/picture.svg" }];
    say(latest, "agent", "", { kind: "image", attachments });
  } else if (name === "card") {
    const payload = { title: "青禾 300L 双门冰箱", price: "¥1,899.00", picture: "/picture.svg", url: "https://example.com/p/1" };
    say(latest, "agent", "", { kind: "card", payload });
  } else if (name === "recall") {
    const message = latest.messages[latest.messages.length - 1];
    message.recalled_at = new Date().toISOString();
    announce(latest, { type: "message", message });
  } else if (name === "close") {
    say(latest, "system", words.ended, { kind: "system", payload: { code: "closed" } });
    move(latest, "closed");
  } else if (name === "expire") {
    latest.token = randomUUID();
  }
  return true;
}

async function api(request, response, url) {
  const parts = url.pathname.split("/").slice(3);
  const body = await bodyOf(request);
  const status = request.method === "POST" && !url.pathname.includes("/sockets/") && refusals.shift();
  if (status) return reply(response, status, { code: `dev_${status}`, detail: "" }, { "Retry-After": "8" });
  if (parts[2] === "config") return reply(response, 200, config(url.searchParams.get("locale")));
  if (parts[2] === "articles") {
    const question = decodeURIComponent(decodeURIComponent(parts[3]));
    return reply(response, 200, { id: parts[3], question, answer: TEXTS["zh-CN"].answer });
  }
  if (parts[2] === "leave-message") return reply(response, 201, {});
  if (parts[2] === "attachments") return reply(response, 201, { id: randomUUID(), name: "a.png", size: 1, type: "image/png" });
  if (parts[2] === "conversations") return reply(response, 201, begin(body));
  const token = request.headers.authorization?.slice(7);
  const conversation = Array.from(conversations.values()).find((one) => one.token === token);
  if (!conversation) return reply(response, 401, { code: "bad_token", detail: "" });
  if (parts[0] === "sockets") return reply(response, 200, { ticket: conversation.id, expires_in: 60 });
  if (request.method === "GET") return reply(response, 200, snapshot(conversation, Number(url.searchParams.get("after_seq") ?? 0)));
  return reply(response, 200, post(conversation, parts[3], body));
}

function post(conversation, verb, body) {
  if (verb === "messages") {
    const known = conversation.messages.find((message) => message.client_id === body.client_id);
    if (known) return known;
    const { client_id, text, kind, payload } = body;
    const attachments = body.attachment_ids.map((id) => ({ id, name: "a.png", size: 1, type: "image/png", url: "/picture.svg" }));
    const message = say(conversation, "visitor", text, { client_id, kind, payload, attachments });
    if (conversation.status === "bot") setTimeout(() => answer(conversation, text), 500);
    return message;
  }
  if (verb === "attachments") return { id: randomUUID(), name: "a.png", size: 1, type: "image/png" };
  if (verb === "handoff") move(conversation, "queued");
  if (verb === "close") move(conversation, "closed");
  if (verb === "rating") conversation.rating = { score: body.score };
  return {};
}

function begin({ locale }) {
  const id = randomUUID();
  latest = { id, token: randomUUID(), locale, status: "bot", messages: [], rating: null };
  conversations.set(id, latest);
  return { id, visitor_token: latest.token, messages: [], ...progress(latest) };
}

function snapshot(conversation, after) {
  const { id, rating, status } = conversation;
  const messages = conversation.messages.filter((message) => message.seq > after);
  return { id, ...progress(conversation), messages, rating, can_rate: status === "closed" && rating === null };
}

function config(locale) {
  const { title, greeting, chips, tags } = TEXTS[locale];
  return {
    site_key: "demo-site",
    brand: { name: title, color: "#2F6BFF", logo_url: null },
    title,
    greeting,
    chips: chips.map((text) => ({ text })),
    locale,
    locales: ["zh-CN", "en"],
    is_open: isOpen,
    next_opening: isOpen ? null : new Date(Date.now() + 12 * 3600_000).toISOString(),
    leave_message: true,
    rating: { tags },
  };
}

function page(response, path) {
  const file =
    path === "/chat/frame" || path.startsWith("/c/")
      ? join(dist, "frame/index.html")
      : path.startsWith("/widget/") || path === "/widget.js"
        ? join(dist, normalize(path.replace(/^\/widget\//, "/")))
        : join(here, normalize(path));
  if (!existsSync(file) || !extname(file)) return reply(response, 404, {});
  const headers = { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" };
  if (path === "/strict.html") {
    headers["Content-Security-Policy"] =
      "default-src 'none'; script-src 'self'; frame-src 'self'; require-trusted-types-for 'script'";
  }
  if (path === "/chat/frame") {
    headers["Content-Security-Policy"] =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'";
  }
  response.writeHead(200, headers).end(readFileSync(file));
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString() || "{}");
  } catch {
    return {};
  }
}

function reply(response, status, body, headers = {}) {
  response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
}
