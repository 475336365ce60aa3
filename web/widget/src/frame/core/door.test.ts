import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { WidgetApi } from "./api";
import { Chat } from "./chat";
import { Door, type Question, workedOut } from "./door";
import { ApiError, refusal } from "./http";
import { firstBits } from "./sha256";
import { memoryStorage } from "./storage";
import { dice, FlakyServer } from "./testing/flaky-server";

const ID = "01890a5dac96774bbcceb302099a8057";
const challenge = (question: string | null = null, token = "t") => ({ id: ID, token, bits: 8, question });
const required = (question: string | null = null, token = "t", detail = "需要验证") =>
  new ApiError(428, "challenge_required", detail, null, challenge(question, token));

describe("the hash", () => {
  it.each([
    [0, 0xe3b0c442],
    [1, 0x559aead0],
    [3, 0x74439947],
    [4, 0x98d4d1b1],
    [31, 0xdace5754],
    [32, 0xecec0046],
    [54, 0xeb22469b],
    [55, 0x36ca2140],
  ])("is SHA-256 for %i characters", (length, first) => {
    expect(firstBits("Az09:~ ".repeat(8).slice(0, length))).toBe(first);
  });

  it("leads to the first number that is good enough", async () => {
    const number = await workedOut(ID, 10);
    expect(firstBits(`${ID}:${number}`) >>> 22).toBe(0);
    for (let before = 0; before < number; before += 1) expect(firstBits(`${ID}:${before}`) >>> 22).not.toBe(0);
  });
});

describe("the door", () => {
  it("is open to whoever is not asked", async () => {
    const attempt = vi.fn(async (answer?: string) => answer ?? "in");
    expect(await new Door(() => undefined).pass(attempt)).toBe("in");
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  it("is passed in silence", async () => {
    const asked = vi.fn();
    const attempt = vi.fn().mockRejectedValueOnce(required()).mockResolvedValueOnce("in");
    expect(await new Door(asked).pass(attempt)).toBe("in");
    expect(attempt.mock.calls[1]![0]).toBe(`t ${await workedOut(ID, 8)}`);
    expect(asked).not.toHaveBeenCalled();
  });

  it("asks the sum, and again with the server's word when it was wrong", async () => {
    const shown: (Question | null)[] = [];
    const door = new Door((question) => {
      shown.push(question);
      if (question) queueMicrotask(() => door.answer(question.problem ? " 十五 " : "14"));
    });
    const attempt = vi
      .fn()
      .mockRejectedValueOnce(required("七加八等于几？", "t1"))
      .mockRejectedValueOnce(required("七加八等于几？", "t2", "答案不对"))
      .mockResolvedValueOnce("in");
    expect(await door.pass(attempt)).toBe("in");
    expect(attempt.mock.calls[1]![0]).toMatch(/^t1 \d+ 14$/);
    expect(attempt.mock.calls[2]![0]).toMatch(/^t2 \d+ %E5%8D%81%E4%BA%94$/);
    const text = "七加八等于几？";
    expect(shown).toEqual([{ text, problem: "" }, null, { text, problem: "答案不对" }, null]);
  });

  it("gives up what it is never let through for, and hands on every other refusal", async () => {
    const never = vi.fn(() => Promise.reject(required()));
    await expect(new Door(() => undefined).pass(never)).rejects.toMatchObject({ code: "challenge_required" });
    expect(never.mock.calls.length).toBeLessThan(10);
    const blocked = new ApiError(403, "blocked", "");
    await expect(new Door(() => undefined).pass(() => Promise.reject(blocked))).rejects.toBe(blocked);
  });
});

describe("a refused request", () => {
  it("carries its challenge, whatever else a proxy may answer", () => {
    const body = JSON.stringify({ code: "challenge_required", detail: "x", challenge: challenge() });
    expect(refusal(428, body, null).challenge).toEqual(challenge());
    expect(refusal(428, JSON.stringify({ code: "challenge_required" }), null).challenge).toBeNull();
    expect(refusal(403, "<html>", null).challenge).toBeNull();
  });
});

describe("a conversation behind the door", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("begins with what was typed, once", async () => {
    const server = new FlakyServer(dice(1));
    const chat = new Chat({
      api: new WidgetApi(server.http, "demo-site"),
      storage: memoryStorage(new Map()),
      openSocket: (ticket) => server.openSocket(ticket),
      random: dice(7),
      tab: "one",
      locale: "zh-CN",
    });
    chat.start();
    server.refusals.push({ path: /conversations$/, error: required("七加八等于几？") });
    chat.sendText("屏幕碎了");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(chat.store.state.question?.text).toBe("七加八等于几？");
    expect(chat.store.state.outbox.map((entry) => entry.text)).toEqual(["屏幕碎了"]);
    chat.door.answer("15");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(chat.store.state.question).toBeNull();
    expect(chat.store.state.messages.map((message) => message.text)).toEqual(["屏幕碎了"]);
    expect(server.conversations).toHaveLength(1);
    chat.stop();
  });
});
