import { type Conversation, Problem } from "@kefu/api";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useThreads } from "./thread-store";

const api = vi.hoisted(() => ({ GET: vi.fn(), POST: vi.fn(), PUT: vi.fn() }));
vi.mock("../../api", () => ({ api }));

const lost = new Problem({ status: 0, code: "network" });
const refused = new Problem({ status: 409, code: "conversation_closed", detail: "closed" });

function delivered(clientId: string, seq = 2) {
  return { id: `m${seq}`, conversation_id: "c", seq, client_id: clientId, sender: { kind: "agent" }, kind: "text", text: "Hi" };
}

async function opened(draft = "") {
  const detail = { id: "c", messages: [], has_earlier: false, draft } as unknown as Conversation;
  api.GET.mockResolvedValue({ data: detail });
  const threads = useThreads();
  await threads.load("c");
  return { threads, thread: () => threads.open.get("c")!.thread };
}

const hello = { text: "Hi", isNote: false, quoteId: null };

describe("an open conversation", () => {
  beforeEach(() => {
    setActivePinia(createPinia());
    localStorage.clear();
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.resetAllMocks();
  });

  it("shows a message at once, and once only when the server has it", async () => {
    const { threads, thread } = await opened();
    let answerNow: (message: object) => void = () => undefined;
    api.POST.mockReturnValue(new Promise((resolve) => (answerNow = (data) => resolve({ data }))));
    const sending = threads.send("c", hello);
    const { client_id } = thread().pending[0]!;
    threads.receive(delivered(client_id) as never);
    answerNow(delivered(client_id));
    await sending;
    expect(thread().pending).toEqual([]);
    expect(thread().messages).toHaveLength(1);
  });

  it("keeps what a lost connection did not deliver, and retries it under the same client id", async () => {
    const { threads, thread } = await opened();
    api.POST.mockRejectedValueOnce(lost);
    await threads.send("c", hello);
    const failed = thread().pending[0]!;
    expect(failed.failed).toBe(true);
    api.POST.mockResolvedValueOnce({ data: delivered(failed.client_id) });
    await threads.deliver("c", failed);
    const clientIds = api.POST.mock.calls.map(([, options]) => options.body.client_id);
    expect(clientIds).toEqual([failed.client_id, failed.client_id]);
    expect(thread().pending).toEqual([]);
  });

  it("remembers what is unsent beyond a reload, and sends it in its order under the same client ids", async () => {
    const before = await opened();
    api.POST.mockRejectedValue(lost);
    await before.threads.send("c", hello);
    await before.threads.send("c", { ...hello, text: "Still there?" });
    const written = before.thread().pending.map(({ client_id }) => client_id);

    setActivePinia(createPinia());
    const after = await opened();
    expect(after.thread().pending.map(({ text, failed }) => [text, failed])).toEqual([["Hi", true], ["Still there?", true]]);
    api.POST.mockReset();
    api.POST.mockImplementation((_, { body }) => Promise.resolve({ data: delivered(body.client_id, body.text.length) }));
    await Promise.all([after.threads.resend(), after.threads.resend()]);
    expect(api.POST.mock.calls.map(([, { body }]) => body.client_id)).toEqual(written);
    expect(after.thread().pending).toEqual([]);
    expect(localStorage).toHaveLength(0);
  });

  it("sends what a moment without a line held back by itself, before what is written after it", async () => {
    const { threads, thread } = await opened();
    api.POST.mockRejectedValueOnce(lost);
    await threads.send("c", hello);
    api.POST.mockImplementation((_, { body }) => Promise.resolve({ data: delivered(body.client_id, body.text.length) }));
    await threads.send("c", { ...hello, text: "Still there?" });
    expect(thread().pending.map(({ failed }) => failed)).toEqual([true, true]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(api.POST.mock.calls.map(([, { body }]) => body.text)).toEqual(["Hi", "Hi", "Still there?"]);
    expect(thread().pending).toEqual([]);
  });

  it("lets nothing overtake a message that is still on its way", async () => {
    const { threads } = await opened();
    let answerNow: () => void = () => undefined;
    api.POST.mockImplementationOnce((_, { body }) => new Promise((resolve) => (answerNow = () => resolve({ data: delivered(body.client_id, 2) }))));
    api.POST.mockImplementation((_, { body }) => Promise.resolve({ data: delivered(body.client_id, 3) }));
    const sent = [threads.send("c", hello), threads.send("c", { ...hello, text: "Second" })];
    await vi.advanceTimersByTimeAsync(0);
    expect(api.POST).toHaveBeenCalledOnce();
    answerNow();
    await Promise.all(sent);
    expect(api.POST.mock.calls.map(([, { body }]) => body.text)).toEqual(["Hi", "Second"]);
  });

  it("is not held up by what the server refused, and does not ask again by itself", async () => {
    const { threads, thread } = await opened();
    api.POST.mockRejectedValueOnce(refused);
    await expect(threads.send("c", hello)).rejects.toBe(refused);
    api.POST.mockImplementation((_, { body }) => Promise.resolve({ data: delivered(body.client_id, 3) }));
    await threads.send("c", { ...hello, text: "Second" });
    await threads.resend();
    expect(api.POST.mock.calls.map(([, { body }]) => body.text)).toEqual(["Hi", "Second"]);
    expect(thread().pending.map(({ text }) => text)).toEqual(["Hi"]);
  });

  it("forgets what is discarded", async () => {
    const { threads, thread } = await opened();
    api.POST.mockRejectedValueOnce(lost);
    await threads.send("c", hello);
    threads.discard("c", thread().pending[0]!.client_id);
    expect(localStorage).toHaveLength(0);
  });

  it("says why when the server refuses", async () => {
    const { threads } = await opened();
    api.POST.mockRejectedValueOnce(refused);
    await expect(threads.send("c", hello)).rejects.toBe(refused);
  });

  it("saves a draft in the browser at once and on the server after a pause, once", async () => {
    const { threads } = await opened();
    api.PUT.mockResolvedValue({});
    for (const text of ["H", "He", "Hel"]) threads.writeDraft("c", { text, isNote: false, quoteId: null });
    expect(localStorage.getItem("kefu.draft.c")).toBe("Hel");
    expect(api.PUT).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(api.PUT).toHaveBeenCalledOnce();
    expect(api.PUT.mock.calls[0]![1].body).toEqual({ text: "Hel" });
  });

  it("keeps a message that is told while the conversation is still being read", async () => {
    let answerNow: (data: object) => void = () => undefined;
    api.GET.mockReturnValue(new Promise((resolve) => (answerNow = (data) => resolve({ data }))));
    const threads = useThreads();
    const loading = threads.load("c");
    threads.receive(delivered("x", 1) as never);
    answerNow({ id: "c", messages: [], has_earlier: false, draft: "" });
    await loading;
    expect(threads.open.get("c")!.thread.messages).toHaveLength(1);
  });

  it("begins with the draft of the server where this browser has none", async () => {
    const { threads } = await opened("from elsewhere");
    expect(threads.drafts.get("c")?.text).toBe("from elsewhere");
  });

  it("never sends a note to the server as a draft of an answer", async () => {
    const { threads } = await opened();
    threads.writeDraft("c", { text: "internal", isNote: true, quoteId: null });
    await vi.advanceTimersByTimeAsync(2000);
    expect(api.PUT).not.toHaveBeenCalled();
  });
});
