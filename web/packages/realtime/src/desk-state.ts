/** What one agent's desk knows, and how events change it: a pure function, safe to apply twice. */
import type { ConversationRow, DeskEvent, DeskSnapshot, Message } from "@kefu/api";

/** `conversation` events are authoritative for rows; a `message` only fills in what it shows by itself. */
export function applyEvent(snapshot: DeskSnapshot, event: DeskEvent): DeskSnapshot {
  if (event.cursor <= snapshot.cursor) return snapshot;
  return { ...change(snapshot, event), cursor: event.cursor };
}

function change(snapshot: DeskSnapshot, event: DeskEvent): DeskSnapshot {
  switch (event.type) {
    case "conversation":
      return { ...snapshot, conversations: placed(snapshot, event.conversation) };
    case "message":
      return withRow(snapshot, event.conversation_id, (row) => withMessage(row, event.message));
    case "visitor_online":
      return withRow(snapshot, event.conversation_id, (row) => ({
        ...row,
        visitor: { ...row.visitor, is_online: event.is_online },
      }));
    case "presence":
      return event.user_id === snapshot.me.user_id
        ? { ...snapshot, me: { ...snapshot.me, presence: event.presence } }
        : snapshot;
    default:
      return snapshot;
  }
}

/** Whether a conversation belongs on this agent's desk: offered, waiting, or in the agent's own hands. */
export function belongsOnDesk(row: ConversationRow, userId: string): boolean {
  if (row.status === "closed") return false;
  return row.offer !== null || row.status === "queued" || (row.status === "active" && row.assignee?.id === userId);
}

/** Newcomers go on top; rows that are there keep their place. */
function placed(snapshot: DeskSnapshot, row: ConversationRow): ConversationRow[] {
  const rows = snapshot.conversations;
  if (!belongsOnDesk(row, snapshot.me.user_id)) return rows.filter((other) => other.id !== row.id);
  const known = rows.find((other) => other.id === row.id);
  if (!known) return [row, ...rows];
  if (known.status !== row.status || (known.snoozed_until && !row.snoozed_until)) return [row, ...rows.filter((other) => other.id !== row.id)];
  return rows.map((other) => (other.id === row.id ? row : other));
}

function withRow(
  snapshot: DeskSnapshot,
  id: string,
  edit: (row: ConversationRow) => ConversationRow,
): DeskSnapshot {
  return {
    ...snapshot,
    conversations: snapshot.conversations.map((row) => (row.id === id ? edit(row) : row)),
  };
}

function withMessage(row: ConversationRow, message: Message): ConversationRow {
  if (message.kind === "note" || message.kind === "system") return row;
  if (row.last_message && row.last_message.at > message.created_at) return row;
  const sender = message.sender.kind;
  return {
    ...row,
    last_message: { text: message.text, sender, at: message.created_at },
    unanswered_since: sender === "visitor" ? (row.unanswered_since ?? message.created_at) : null,
    returned_at: null,
  };
}
