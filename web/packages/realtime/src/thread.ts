/** The messages of one conversation as an agent sees them, own unsent ones included. */
import type { Message } from "@kefu/api";

/** A message that is being sent, or could not be; it becomes a `Message` when the server says so. */
export interface PendingMessage {
  client_id: string;
  kind: "text" | "note" | "image" | "file" | "article";
  text: string;
  quote_id: string | null;
  failed: boolean;
}

export interface Thread {
  messages: Message[];
  pending: PendingMessage[];
  hasEarlier: boolean;
}

/** Puts messages in their place by `seq`: one that is known is replaced, one that was pending is delivered. */
export function withMessages(thread: Thread, arriving: Message[]): Thread {
  const byId = new Map(thread.messages.map((message) => [message.id, message]));
  const delivered = new Set<string>();
  for (const message of arriving) {
    byId.set(message.id, message);
    if (message.client_id) delivered.add(message.client_id);
  }
  return {
    ...thread,
    messages: [...byId.values()].sort((a, b) => a.seq - b.seq),
    pending: thread.pending.filter((message) => !delivered.has(message.client_id)),
  };
}

/** Adds an own message before the server has it; sending the same one again only clears its failure. */
export function withPending(thread: Thread, message: PendingMessage): Thread {
  const known = thread.pending.some((other) => other.client_id === message.client_id);
  return {
    ...thread,
    pending: known
      ? thread.pending.map((other) => (other.client_id === message.client_id ? message : other))
      : [...thread.pending, message],
  };
}

export function withFailure(thread: Thread, clientId: string): Thread {
  return {
    ...thread,
    pending: thread.pending.map((other) => (other.client_id === clientId ? { ...other, failed: true } : other)),
  };
}

export function withoutPending(thread: Thread, clientId: string): Thread {
  return { ...thread, pending: thread.pending.filter((other) => other.client_id !== clientId) };
}
