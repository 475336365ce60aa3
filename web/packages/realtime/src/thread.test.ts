import { describe, expect, it } from "vitest";
import { aMessage } from "./fixtures";
import { type Thread, withFailure, withMessages, withPending } from "./thread";

const empty: Thread = { messages: [], pending: [], hasEarlier: false };
const mine = { client_id: "k1", kind: "text", text: "Hello", quote_id: null, failed: false } as const;

describe("a thread", () => {
  it("orders by seq and holds each message once, whichever way it comes", () => {
    const [one, two, three] = [1, 2, 3].map((seq) => aMessage({ seq }));
    const thread = withMessages(withMessages(empty, [three!, one!]), [two!, three!, one!]);
    expect(thread.messages.map((message) => message.seq)).toEqual([1, 2, 3]);
  });

  it("replaces a message that was recalled", () => {
    const thread = withMessages(empty, [aMessage({ seq: 1 })]);
    const recalled = withMessages(thread, [aMessage({ seq: 1, recalled_at: "2026-11-22T10:01:00Z" })]);
    expect(recalled.messages).toHaveLength(1);
    expect(recalled.messages[0]!.recalled_at).not.toBeNull();
  });

  it("lets the delivered message take the place of the pending one, socket or answer first", () => {
    const sent = aMessage({ seq: 5, client_id: "k1", sender: { kind: "agent", id: "u", name: "Me" } });
    const thread = withMessages(withPending(empty, mine), [sent]);
    expect(thread.pending).toEqual([]);
    expect(withMessages(thread, [sent]).messages).toHaveLength(1);
  });

  it("retries under the same client id: never two of it", () => {
    const failed = withFailure(withPending(empty, mine), "k1");
    expect(failed.pending).toEqual([{ ...mine, failed: true }]);
    expect(withPending(failed, mine).pending).toEqual([mine]);
  });
});
