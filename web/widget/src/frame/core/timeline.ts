/** Which messages there are, in which order, and from where to ask again. Plain arithmetic, no clock, no network. */

import type { OutboxEntry } from "./outbox";
import type { Message } from "./types";

/** Agents may take a message back for two minutes; within that time a known message can still change. */
const RECALL_WINDOW_MS = 120_000;

/** Both lists as one, in the server's order, each message once; the later arrival of the same message wins. */
export function mergeMessages(known: Message[], arrived: Message[]): Message[] {
  if (arrived.length === 0) return known;
  const byId = new Map(known.map((message) => [message.id, message]));
  for (const message of arrived) byId.set(message.id, message);
  return Array.from(byId.values()).sort((a, b) => a.seq - b.seq);
}

/** The highest seq up to which nothing is missing, after messages have arrived one by one over the socket. */
export function contiguousUpTo(synced: number, messages: Message[]): number {
  let seq = synced;
  for (const message of messages) if (message.seq === seq + 1) seq = message.seq;
  return seq;
}

/** The `after_seq` of the next question: nothing missing is passed over, and what may have been recalled is asked again. */
export function resumeAfter(synced: number, messages: Message[]): number {
  const newest = messages[messages.length - 1];
  if (!newest) return 0;
  const recallable = Date.parse(newest.created_at) - RECALL_WINDOW_MS;
  const first = messages.find((message) => Date.parse(message.created_at) > recallable);
  return Math.min(synced, (first ?? newest).seq - 1);
}

/** Unsent entries that are not among the messages yet: what the visitor sees below them as being sent. */
export function stillWaiting(outbox: OutboxEntry[], messages: Message[]): OutboxEntry[] {
  const arrived = new Set(messages.map((message) => message.client_id));
  return outbox.filter((entry) => !arrived.has(entry.client_id));
}

/** How many messages of the other side are later than what the visitor has seen. */
export function countUnread(messages: Message[], seenSeq: number): number {
  return messages.filter(
    ({ seq, sender }) => seq > seenSeq && (sender.kind === "agent" || sender.kind === "bot"),
  ).length;
}
