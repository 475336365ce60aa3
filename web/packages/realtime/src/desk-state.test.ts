import { describe, expect, it } from "vitest";
import type { ConversationRow, DeskEvent, DeskSnapshot } from "@kefu/api";
import { applyEvent } from "./desk-state";
import { aMessage, aRow, aSnapshot, ME } from "./fixtures";

function conversation(cursor: number, row: ConversationRow): DeskEvent {
  return { type: "conversation", cursor, conversation: row };
}

function apply(snapshot: DeskSnapshot, events: DeskEvent[]): DeskSnapshot {
  return events.reduce(applyEvent, snapshot);
}

const waiting = aRow({ id: "c2", status: "queued", assignee: null });
const mine = aRow({ id: "c2", status: "active" });
const spoken = aMessage({ conversation_id: "c1", seq: 4, text: "Where is my parcel?" });
const story: DeskEvent[] = [
  conversation(1, aRow()),
  { type: "message", cursor: 2, conversation_id: "c1", message: spoken },
  conversation(3, waiting),
  conversation(4, mine),
  { type: "visitor_online", cursor: 5, conversation_id: "c2", is_online: false },
  {
    type: "presence",
    cursor: 6,
    user_id: ME,
    presence: { status: "busy", reason: null, since: "2026-11-22T11:00:00Z", channels: ["chat"] },
  },
];
const fresh: DeskSnapshot = {
  ...aSnapshot(
    [
      { ...mine, visitor: { ...mine.visitor, is_online: false } },
      aRow({
        last_message: { text: spoken.text, sender: "visitor", at: spoken.created_at },
        unanswered_since: spoken.created_at,
      }),
    ],
    6,
  ),
  me: {
    user_id: ME,
    presence: { status: "busy", reason: null, since: "2026-11-22T11:00:00Z", channels: ["chat"] },
  },
};

describe("the desk's state", () => {
  it("after the events equals a fresh snapshot", () => {
    expect(apply(aSnapshot(), story)).toEqual(fresh);
  });

  it("is the same when every event is delivered twice, or the whole story again", () => {
    expect(apply(aSnapshot(), story.flatMap((event) => [event, event]))).toEqual(fresh);
    expect(apply(aSnapshot(), [...story, ...story])).toEqual(fresh);
  });

  it("puts what was put off on top when it comes back, and keeps places otherwise", () => {
    const snoozed = aRow({ id: "c2", snoozed_until: "2026-11-22T14:00:00Z" });
    const start = aSnapshot([aRow(), snoozed]);
    const order = (row: ConversationRow) => apply(start, [conversation(1, row)]).conversations.map(({ id }) => id);
    expect(order(aRow({ id: "c2", returned_at: "2026-11-22T14:00:00Z" }))).toEqual(["c2", "c1"]);
    expect(order({ ...snoozed, snooze_note: "later still" })).toEqual(["c1", "c2"]);
  });

  it("knows that what somebody has written in is taken up", () => {
    const start = aSnapshot([aRow({ returned_at: "2026-11-22T11:00:00Z" })]);
    const said: DeskEvent = { type: "message", cursor: 1, conversation_id: "c1", message: spoken };
    expect(apply(start, [said]).conversations[0]?.returned_at).toBeNull();
  });

  it("drops a conversation that is closed, or went to somebody else", () => {
    const start = aSnapshot([aRow()]);
    expect(apply(start, [conversation(1, aRow({ status: "closed" }))]).conversations).toEqual([]);
    expect(apply(start, [conversation(1, aRow({ assignee: { id: "x", name: "X" } }))]).conversations).toEqual([]);
  });

  it("keeps the order when a row changes, and puts newcomers on top", () => {
    const start = aSnapshot([aRow({ id: "a" }), aRow({ id: "b" })]);
    const after = apply(start, [
      conversation(1, aRow({ id: "b", unread: 3 })),
      conversation(2, aRow({ id: "n" })),
    ]);
    expect(after.conversations.map((row) => row.id)).toEqual(["n", "a", "b"]);
  });

  it("does not count a note as an answer, nor as the last thing said", () => {
    const start = aSnapshot([aRow({ unanswered_since: spoken.created_at })]);
    const note = aMessage({ seq: 9, kind: "note", sender: { kind: "agent", id: ME, name: "Me" } });
    const after = apply(start, [{ type: "message", cursor: 1, conversation_id: "c1", message: note }]);
    expect(after.conversations[0]).toMatchObject({ unanswered_since: spoken.created_at, last_message: null });
  });

  it("counts the waiting from the first unanswered message, and an answer ends it", () => {
    const first = aMessage({ seq: 1 });
    const second = aMessage({ seq: 2 });
    const answered = aMessage({ seq: 3, sender: { kind: "agent", id: ME, name: "Me" } });
    const asked = apply(aSnapshot([aRow()]), [
      { type: "message", cursor: 1, conversation_id: "c1", message: first },
      { type: "message", cursor: 2, conversation_id: "c1", message: second },
    ]);
    expect(asked.conversations[0]!.unanswered_since).toBe(first.created_at);
    const after = apply(asked, [{ type: "message", cursor: 3, conversation_id: "c1", message: answered }]);
    expect(after.conversations[0]!.unanswered_since).toBeNull();
  });
});
