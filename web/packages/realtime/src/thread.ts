/** The messages of one conversation as an agent sees them, own unsent ones included. */
import type { Message } from "@kefu/api";

/** A message that is being sent, or could not be; it becomes a `Message` when the server says so. */
export interface PendingMessage {
  client_id: string;
  kind: "text" | "note" | "image" | "file" | "article";
  text: string;
  quote_id: string | null;
  failed: boolean;
  /** Files that lie on the server already, and the quick replies that brought them. */
  attachment_ids?: string[];
  reply_ids?: string[];
  /** Of a file that goes up: the fraction that has gone (0..1), an address of its picture, why it was refused. */
  progress?: number;
  preview?: string | null;
  problem?: string;
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

/** `problem` says why it was refused; without one it just did not get through. */
export function withFailure(thread: Thread, clientId: string, problem?: string): Thread {
  return changed(thread, clientId, { failed: true, problem });
}

export function withProgress(thread: Thread, clientId: string, progress: number): Thread {
  return changed(thread, clientId, { progress });
}

function changed(thread: Thread, clientId: string, change: Partial<PendingMessage>): Thread {
  const pending = thread.pending.map((other) => (other.client_id === clientId ? { ...other, ...change } : other));
  return { ...thread, pending };
}

export function withoutPending(thread: Thread, clientId: string): Thread {
  return { ...thread, pending: thread.pending.filter((other) => other.client_id !== clientId) };
}
