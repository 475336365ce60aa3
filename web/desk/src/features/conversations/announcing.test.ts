import type { ConversationRow, DeskEvent, DeskSnapshot } from "@kefu/api";
import { beforeEach, describe, expect, it } from "vitest";
import { Announcer } from "./announcing";

const mine = { id: "c", status: "active", assignee: { id: "me", name: "Me" }, offer: null, unanswered_since: null } as ConversationRow;
const theirs = { ...mine, id: "d", assignee: { id: "other", name: "Other" } } as ConversationRow;

function desk(...conversations: ConversationRow[]): DeskSnapshot {
  return { conversations } as unknown as DeskSnapshot;
}

function row(conversation: ConversationRow): DeskEvent {
  return { type: "conversation", cursor: 1, conversation };
}

function message(id: string, kind: string, sender: string, code?: string): DeskEvent {
  const said = { kind, sender: { kind: sender }, payload: { code } };
  return { type: "message", cursor: 1, conversation_id: id, message: said } as unknown as DeskEvent;
}

const never = () => false;

describe("what an agent hears", () => {
  let announcer: Announcer;
  beforeEach(() => (announcer = new Announcer(() => "me")));

  it("is what was put off and is back, unless the customer's message was heard, or the agent took it up", () => {
    const snoozed = { ...mine, snoozed_until: "2026-11-22T14:00:00Z" } as ConversationRow;
    expect(announcer.of(desk(snoozed), row(mine), never)?.sound).toBe("conversation");
    expect(announcer.of(desk(mine), row(snoozed), never)).toBeNull();
    expect(announcer.of(desk(snoozed), row({ ...mine, unanswered_since: "2026-11-22T13:00:00Z" }), never)).toBeNull();
    announcer.hasTakenUp("c");
    expect(announcer.of(desk(snoozed), row(mine), never)).toBeNull();
    expect(announcer.of(desk(snoozed), row(mine), never)?.sound).toBe("conversation");
  });

  it("is a new conversation once, offered or assigned", () => {
    expect(announcer.of(desk(), row(mine), never)?.sound).toBe("conversation");
    expect(announcer.of(desk(mine), row(mine), never)).toBeNull();
    const offer = { ...mine, status: "queued", assignee: null, offer: { expires_at: "" } } as ConversationRow;
    expect(announcer.of(desk(), row(offer), never)?.sound).toBe("conversation");
    expect(announcer.of(desk(offer), row(mine), never)).toBeNull();
  });

  it("is another sound when a colleague hands it over", () => {
    expect(announcer.of(desk(), message("c", "system", "system", "transferred_agent"), never)).toBeNull();
    expect(announcer.of(desk(), row(mine), never)?.sound).toBe("transfer");
    expect(announcer.of(desk(), row(mine), never)?.sound).toBe("conversation");
  });

  it("is never other people's conversation, nor an own word, nor what is on the screen", () => {
    expect(announcer.of(desk(), row(theirs), never)).toBeNull();
    expect(announcer.of(desk(theirs), message("d", "text", "visitor"), never)).toBeNull();
    expect(announcer.of(desk(mine), message("c", "text", "agent"), never)).toBeNull();
    expect(announcer.of(desk(mine), message("c", "text", "visitor"), (id) => id === "c")).toBeNull();
    expect(announcer.of(desk(mine), message("c", "text", "visitor"), never)?.sound).toBe("message");
  });

  it("is a customer who waits, once at one minute and once at three", () => {
    const since = "2026-01-01T00:00:00Z";
    const waiting = { ...mine, unanswered_since: since };
    const at = (seconds: number) => announcer.late([waiting], Date.parse(since) + seconds * 1000)?.sound ?? null;
    expect([59, 60, 61, 179, 180, 600].map(at)).toEqual([null, "late", null, null, "late", null]);
    expect(announcer.late([{ ...theirs, unanswered_since: since }], Date.parse(since) + 600_000)).toBeNull();
  });
});
