import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { WidgetApi } from "./api";
import { Chat } from "./chat";
import { ApiError } from "./http";
import { memoryStorage } from "./storage";
import { dice, FAIR, FlakyServer } from "./testing/flaky-server";

const values = new Map<string, string>();
let server: FlakyServer;
let open: Chat[];

function visit(tab = "one"): Chat {
  const chat = new Chat({
    api: new WidgetApi(server.http, "demo-site"),
    storage: memoryStorage(values),
    openSocket: (ticket) => server.openSocket(ticket),
    random: dice(7),
    tab,
    locale: "zh-CN",
  });
  chat.start();
  open.push(chat);
  return chat;
}

const texts = (chat: Chat) => chat.store.state.messages.map((message) => message.text);
const settle = (ms = 60_000) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  values.clear();
  open = [];
  server = new FlakyServer(dice(1));
});
afterEach(() => {
  for (const chat of open) chat.stop();
  vi.useRealTimers();
});

describe("a conversation", () => {
  it("begins with the first message and not before", async () => {
    const chat = visit();
    await settle();
    expect(server.conversations).toHaveLength(0);
    chat.sendText("你好");
    await settle(100);
    expect(server.conversations).toHaveLength(1);
    expect(texts(chat)).toEqual(["你好"]);
    expect(chat.store.state.outbox).toEqual([]);
  });

  it("goes on after a reload, with what was unsent sent", async () => {
    const before = visit();
    before.sendText("第一句");
    await settle(100);
    server.weather = { ...FAIR, loss: 1 };
    before.sendText("第二句");
    before.stop();
    server.weather = FAIR;
    const after = visit();
    expect(after.store.state.outbox.map((entry) => entry.text)).toEqual(["第二句"]);
    await settle();
    expect(texts(after)).toEqual(["第一句", "第二句"]);
    expect(server.conversations).toHaveLength(1);
  });

  it("is not begun twice when the answer to its creation is lost", async () => {
    const chat = visit();
    const { request } = server.http;
    server.http.request = (async (...call: Parameters<typeof request>) => {
      const answer = await request(...call);
      server.http.request = request;
      throw new ApiError(0, "unreachable", String(answer));
    }) as typeof request;
    chat.sendText("你好");
    await settle();
    expect(server.conversations).toHaveLength(1);
    expect(texts(chat)).toEqual(["你好"]);
  });

  it("is followed by polling where sockets are blocked", async () => {
    server.weather = { ...FAIR, sockets: false };
    const chat = visit();
    chat.sendText("在吗");
    await settle(10_000);
    server.say(server.conversations[0]!, "agent", "在的");
    await settle(5_000);
    expect(chat.store.state.link).toBe("polling");
    expect(texts(chat)).toEqual(["在吗", "在的"]);
  });

  it("begins anew with a notice when its token has expired, and keeps what was typed", async () => {
    const chat = visit();
    chat.sendText("旧的");
    await settle(100);
    server.conversations[0]!.token = "another";
    chat.sendText("新的");
    await settle();
    expect(chat.store.state.notice).toBe("expired");
    expect(texts(chat)).toEqual(["新的"]);
    expect(chat.store.state.earlier[0]?.messages.map((message) => message.text)).toEqual(["旧的"]);
  });

  it("keeps a message that came too late for the next conversation", async () => {
    const chat = visit();
    chat.sendText("第一段");
    await settle(100);
    server.conversations[0]!.status = "closed";
    chat.sendText("还有一个问题");
    await settle();
    expect(chat.store.state.conversation?.status).toBe("closed");
    expect(chat.store.state.outbox.map((entry) => entry.text)).toEqual(["还有一个问题"]);
    chat.startOver();
    await settle(100);
    expect(texts(chat)).toEqual(["还有一个问题"]);
    expect(server.conversations).toHaveLength(2);
  });

  it("brings an earlier conversation back after a reload", async () => {
    const before = visit();
    before.sendText("上次");
    await settle(100);
    server.move(server.conversations[0]!, "closed");
    await settle(1000);
    before.startOver();
    before.stop();
    const after = visit();
    expect(after.hasEarlier()).toBe(true);
    void after.loadEarlier();
    await settle(100);
    expect(after.store.state.earlier[0]?.messages.map((message) => message.text)).toEqual(["上次"]);
    expect(after.hasEarlier()).toBe(false);
  });

  it("keeps the visitor the same person in the next conversation", async () => {
    const chat = visit();
    chat.sendText("一");
    await settle(100);
    server.move(server.conversations[0]!, "closed");
    await settle(1000);
    chat.startOver();
    chat.sendText("二");
    await settle(100);
    expect(server.creationTokens).toEqual([undefined, "t1"]);
  });

  it("is hidden from another person who signs in on the same page", async () => {
    const chat = visit();
    chat.setIdentity({ external_id: "u1" });
    chat.sendText("我的订单");
    await settle(100);
    chat.setIdentity({ external_id: "u2" });
    expect(chat.store.state.messages).toEqual([]);
    expect(values.has("session")).toBe(false);
  });
});

describe("the server's refusals", () => {
  it("are shown with the message, and do not hold up the next one", async () => {
    const chat = visit();
    server.refusals.push({ path: /messages$/, error: new ApiError(422, "too_long", "太长了") });
    chat.sendText("太长");
    chat.sendText("刚好");
    await settle(1000);
    expect(texts(chat)).toEqual(["刚好"]);
    const [refused] = chat.store.state.outbox;
    expect(refused?.refusal).toEqual({ status: 422, detail: "太长了" });
    chat.retry(refused!.client_id);
    await settle(1000);
    expect(texts(chat)).toEqual(["刚好", "太长"]);
  });

  it("are waited out for as long as the server says", async () => {
    const chat = visit();
    chat.sendText("一");
    await settle(100);
    server.refusals.push({ path: /messages$/, error: new ApiError(429, "too_many_requests", "", 20_000) });
    chat.sendText("二");
    await settle(100);
    expect(chat.store.state.struggle?.status).toBe(429);
    chat.sendText("三");
    await settle(15_000);
    expect(texts(chat)).toEqual(["一"]);
    await settle(6_000);
    expect(texts(chat)).toEqual(["一", "二", "三"]);
    expect(chat.store.state.struggle).toBeNull();
  });

  it("of a hand-over open the form for a message", async () => {
    const chat = visit();
    server.refusals.push({ path: /handoff$/, error: new ApiError(409, "out_of_hours", "") });
    chat.requestHandoff();
    await settle(1000);
    expect(chat.store.state.notice).toBe("no_agent");
    expect(chat.store.state.outbox).toEqual([]);
  });
});

describe("unread messages", () => {
  it("count until the visitor looks, also over a reload", async () => {
    const chat = visit();
    chat.sendText("你好");
    await settle(100);
    server.say(server.conversations[0]!, "agent", "您好");
    await settle(100);
    const { messages, seenSeq } = chat.store.state;
    expect(messages.filter((message) => message.seq > seenSeq && message.sender.kind === "agent")).toHaveLength(1);
    chat.setVisible(true);
    expect(chat.store.state.seenSeq).toBe(2);
    chat.stop();
    expect(visit().store.state.seenSeq).toBe(2);
  });
});

describe("a flapping network", () => {
  it.each([11, 12, 13, 14])("loses nothing, doubles nothing and keeps the order (seed %i)", async (seed) => {
    const random = dice(seed);
    server = new FlakyServer(random);
    let chat = visit();
    const sent: string[] = [];
    const replies: string[] = [];
    for (let number = 1; number <= 200; number += 1) {
      server.weather = {
        loss: random() < 0.2 ? 1 : 0.25,
        repeat: 0.2,
        delay: 400,
        eventLoss: 0.2,
        sockets: random() > 0.3,
      };
      const text = `第 ${number} 句`;
      sent.push(text);
      chat.sendText(text);
      await vi.advanceTimersByTimeAsync(random() * 600);
      const conversation = server.conversations[0];
      if (conversation && random() < 0.3) {
        replies.push(`答 ${number}`);
        server.say(conversation, "agent", `答 ${number}`);
      }
      if (random() < 0.1) server.dropSockets();
      if (random() < 0.05) {
        chat.stop();
        chat = visit();
      }
    }
    server.weather = FAIR;
    await settle(180_000);

    expect(server.conversations).toHaveLength(1);
    const stored = server.conversations[0]!.messages;
    expect(stored.filter(({ sender }) => sender.kind === "visitor").map(({ text }) => text)).toEqual(sent);
    expect(stored.filter(({ sender }) => sender.kind === "agent").map(({ text }) => text)).toEqual(replies);
    expect(texts(chat)).toEqual(stored.map(({ text }) => text));
    expect(chat.store.state.outbox).toEqual([]);
    expect(chat.store.state.messages.map(({ seq }) => seq)).toEqual(stored.map(({ seq }) => seq));
  }, 30_000);
});
