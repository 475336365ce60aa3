/** Small whole objects for tests. */
import type { ConversationRow, DeskSnapshot, Message } from "@kefu/api";

export const ME = "user-1";

export function aRow(changes: Partial<ConversationRow> = {}): ConversationRow {
  return {
    id: "c1",
    number: "C-1",
    channel: "chat",
    status: "active",
    brand_id: "b1",
    site_name: "Shop",
    visitor: { id: "v1", name: "Visitor", is_online: true, verified: false },
    customer: null,
    queue: { id: "q1", name: "Sales" },
    assignee: { id: ME, name: "Me" },
    offer: null,
    last_message: null,
    unread: 0,
    unanswered_since: null,
    snoozed_until: null,
    snooze_note: "",
    returned_at: null,
    started_at: "2026-11-22T10:00:00Z",
    queued_at: null,
    assigned_at: null,
    closed_at: null,
    disposition: null,
    disposition_pending: false,
    previous_id: null,
    rating: null,
    ...changes,
  };
}

export function aMessage(changes: Partial<Message> = {}): Message {
  const seq = changes.seq ?? 1;
  return {
    id: `m${seq}`,
    conversation_id: "c1",
    seq,
    client_id: null,
    sender: { kind: "visitor", id: "v1", name: "Visitor" },
    kind: "text",
    text: `message ${seq}`,
    payload: {},
    attachments: [],
    quote_id: null,
    recalled_at: null,
    created_at: `2026-11-22T10:00:${String(seq).padStart(2, "0")}Z`,
    ...changes,
  };
}

export function aSnapshot(conversations: ConversationRow[] = [], cursor = 0): DeskSnapshot {
  return {
    cursor,
    me: {
      user_id: ME,
      presence: { status: "online", reason: null, since: "2026-11-22T09:00:00Z", channels: ["chat"] },
    },
    conversations,
    today: { handled: 0, csat: null, rated: 0 },
  };
}
