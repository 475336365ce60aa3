import { describe, expect, it } from "vitest";

import { contrast, filled, isHexColor, legibleOn } from "../../color";
import { unwrap, wrap } from "../../protocol";
import { backoff } from "./backoff";
import { parseContact } from "./contact";
import { judge } from "./delivery";
import { shortened } from "./entry";
import { fileProblem, MAX_FILE_BYTES } from "./files";
import { fileSize, moment, waitingMinutes } from "./format";
import { ApiError, refusal } from "./http";
import { uuid } from "./ids";
import { isSendKey } from "./keys";
import { Outbox } from "./outbox";
import { memoryStorage } from "./storage";
import { pieces, safeLink } from "./text";
import { contiguousUpTo, countUnread, mergeMessages, resumeAfter, stillWaiting } from "./timeline";
import type { Message, SenderKind } from "./types";

function message(seq: number, change: Partial<Message> = {}, kind: SenderKind = "agent"): Message {
  return {
    id: `m${seq}`,
    seq,
    client_id: null,
    sender: { kind, id: null, name: "小林" },
    kind: "text",
    text: `${seq}`,
    payload: {},
    attachments: [],
    quote_id: null,
    recalled_at: null,
    created_at: new Date(Date.UTC(2026, 0, 1, 0, seq)).toISOString(),
    ...change,
  };
}

describe("the timeline", () => {
  it("takes each message once and in the order of the server", () => {
    const merged = mergeMessages([message(1), message(3)], [message(2), message(3), message(1)]);
    expect(merged.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it("lets the later arrival win, as when a message is recalled", () => {
    const [only] = mergeMessages([message(1)], [message(1, { recalled_at: "2026-01-01T00:01:30Z" })]);
    expect(only?.recalled_at).not.toBeNull();
  });

  it("knows up to where nothing is missing", () => {
    expect(contiguousUpTo(1, [1, 2, 3, 5].map((seq) => message(seq)))).toBe(3);
  });

  it("asks again from the last gapless message, and for what may have been recalled", () => {
    const messages = [1, 2, 3, 4, 5].map((seq) => message(seq));
    expect(resumeAfter(5, messages)).toBe(3);
    expect(resumeAfter(2, messages)).toBe(2);
    expect(resumeAfter(0, [])).toBe(0);
  });

  it("counts what others have said since the visitor looked", () => {
    const messages = [message(1), message(2, {}, "visitor"), message(3, {}, "bot"), message(4, {}, "system")];
    expect(countUnread(messages, 1)).toBe(1);
  });
});

describe("the outbox", () => {
  const draft = (client_id: string) =>
    ({ client_id, act: "message", kind: "text", text: client_id, payload: {}, attachment_ids: [], file_name: null }) as const;

  it("keeps the order of sending and lets a refused entry step aside", () => {
    const outbox = new Outbox(memoryStorage(), "one", () => 0);
    for (const id of ["c", "a", "b"]) outbox.add({ ...draft(id), attachment_ids: [] });
    expect(outbox.entries().map((entry) => entry.client_id)).toEqual(["c", "a", "b"]);
    outbox.refuse("c", { status: 422, detail: "" });
    expect(outbox.next()?.client_id).toBe("a");
    outbox.acknowledge(["a", null]);
    expect(outbox.next()?.client_id).toBe("b");
  });

  it("leaves another tab's entry alone until that tab must be gone", () => {
    const storage = memoryStorage();
    let now = 0;
    new Outbox(storage, "one", () => now).add({ ...draft("a"), attachment_ids: [] });
    const other = new Outbox(storage, "two", () => now);
    expect(other.next()).toBeNull();
    now = 30_000;
    expect(other.next()?.client_id).toBe("a");
  });

  it("shows nothing twice once the message has arrived", () => {
    const outbox = new Outbox(memoryStorage(), "one");
    outbox.add({ ...draft("a"), attachment_ids: [] });
    expect(stillWaiting(outbox.entries(), [message(1, { client_id: "a" })])).toEqual([]);
  });

  it("steps over a damaged entry", () => {
    expect(new Outbox(memoryStorage(new Map([["out.x", "{"]])), "one").entries()).toEqual([]);
  });
});

describe("failures", () => {
  it.each([
    [new ApiError(0, "unreachable", ""), "retry"],
    [new ApiError(503, "http_503", ""), "retry"],
    [new ApiError(429, "too_many_requests", "", 9000), "retry"],
    [new ApiError(401, "bad_token", ""), "lost"],
    [new ApiError(409, "conversation_closed", ""), "lost"],
    [new ApiError(413, "http_413", ""), "refuse"],
    [new ApiError(403, "blocked", ""), "refuse"],
  ])("%s → %s", (error, act) => expect(judge(error, 0, 0.5).act).toBe(act));

  it("are read from problem documents, and from pages of proxies", () => {
    expect(refusal(429, '{"code":"too_many_requests","detail":"太快"}', "3")).toMatchObject({
      code: "too_many_requests",
      detail: "太快",
      retryAfterMs: 3000,
    });
    expect(refusal(502, "<html>", null)).toMatchObject({ code: "http_502", detail: "", retryAfterMs: null });
    expect(refusal(500, "null", "soon")).toMatchObject({ code: "http_500", retryAfterMs: null });
  });

  it("are retried later and later, up to half a minute", () => {
    expect([0, 1, 2, 10].map((attempt) => backoff(attempt, 0.999))).toEqual([1000, 1999, 3998, 29985]);
    expect(backoff(10, 0)).toBe(15_000);
  });
});

describe("words and figures", () => {
  it("rounds waiting up and never to nothing", () => {
    expect([0, 1, 60, 61, null].map(waitingMinutes)).toEqual([1, 1, 1, 2, null]);
  });

  it("names near days", () => {
    const now = new Date(2026, 10, 22, 12, 0);
    const at = (day: number) => new Date(2026, 10, day, 14, 5).toISOString();
    expect(moment(at(22), now, "zh-CN")).toBe("今天 14:05");
    expect(moment(at(21), now, "zh-CN")).toBe("昨天 14:05");
    expect(moment(at(23), now, "en")).toBe("Tomorrow 14:05");
    expect(moment(at(11), now, "zh-CN")).toBe("11-11 14:05");
    expect(moment(new Date(2025, 0, 2, 3, 4).toISOString(), now, "en")).toBe("2025-01-02 03:04");
  });

  it("writes sizes as people do", () => {
    expect([900, 2048, 5_767_168].map(fileSize)).toEqual(["900 B", "2 KB", "5.5 MB"]);
  });

  it("makes web addresses clickable and nothing else", () => {
    expect(pieces("见 https://a.cn/x?y=1。谢谢")).toEqual([
      { text: "见 ", href: null },
      { text: "https://a.cn/x?y=1", href: "https://a.cn/x?y=1" },
      { text: "。谢谢", href: null },
    ]);
    expect(pieces("(www.b.com/c).").map(({ href }) => href)).toEqual([null, "https://www.b.com/c", null]);
    expect(pieces("javascript:alert(1) <b>")).toEqual([{ text: "javascript:alert(1) <b>", href: null }]);
    expect(safeLink("javascript:alert(1)")).toBeNull();
    expect(safeLink("https://a.cn")).toBe("https://a.cn");
  });

  it("reads a telephone or an e-mail from one line", () => {
    expect(parseContact(" 138 0013-8000 ")).toEqual({ phone: "13800138000" });
    expect(parseContact("a@b.cn")).toEqual({ email: "a@b.cn" });
    expect(parseContact("小王")).toBeNull();
  });

  it("refuses files that are empty, too large or not to be opened", () => {
    expect(fileProblem({ name: "a.png", size: 0 })).toBe("file_empty");
    expect(fileProblem({ name: "a.png", size: MAX_FILE_BYTES + 1 })).toBe("file_too_large");
    expect(fileProblem({ name: "a.exe", size: 1 })).toBe("file_type");
    expect(fileProblem({ name: "A.PNG", size: 1 })).toBeNull();
  });

  it("sends on Enter, but never the Enter by which an input method chooses a word", () => {
    const press = { key: "Enter", shiftKey: false, ctrlKey: false, isComposing: false, keyCode: 13 };
    expect(isSendKey(press)).toBe(true);
    expect(isSendKey({ ...press, isComposing: true })).toBe(false);
    expect(isSendKey({ ...press, keyCode: 229 })).toBe(false);
    expect(isSendKey({ ...press, shiftKey: true })).toBe(false);
    expect(isSendKey({ ...press, key: "a" })).toBe(false);
  });

  it("puts legible text on a brand's colour", () => {
    expect(filled("#ffd400")).toEqual({ background: "#ffd400", text: "#11151c" });
    for (const color of ["#2f6bff", "#1f8f5f", "#e8590c", "#8a8a8a"]) {
      const { background, text } = filled(color);
      expect(contrast(background, text)).toBeGreaterThanOrEqual(4.5);
    }
    expect(Math.round(contrast("#000000", "#ffffff"))).toBe(21);
    expect(contrast(legibleOn("#ffffff", "#1f8f5f"), "#ffffff")).toBeGreaterThanOrEqual(4.5);
    expect(contrast(legibleOn("#181c25", "#10306b"), "#181c25")).toBeGreaterThanOrEqual(4.5);
    expect(isHexColor("red;background:url(x)")).toBe(false);
  });

  it("cuts what a host page says of itself to what the server takes", () => {
    expect(shortened({ page: "x".repeat(5000), category: "家电" })).toMatchObject({ page: "x".repeat(2000), category: "家电" });
  });

  it("takes only our own messages from the other side of the frame", () => {
    expect(unwrap(wrap({ type: "close" }))).toMatchObject({ type: "close" });
    for (const foreign of [null, "close", 7, {}, { type: "close" }, { kefu: 1 }]) expect(unwrap(foreign)).toBeNull();
  });

  it("makes ids that are UUIDs of version 4", () => {
    expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
