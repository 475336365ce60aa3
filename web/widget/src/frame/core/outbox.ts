/**
 * What the visitor has sent and the server has not yet acknowledged.
 *
 * Each entry lies under a key of its own, so two tabs never overwrite each other's. A tab sends its own entries in order,
 * and adopts another tab's only when they have waited so long that the other tab must be gone. Sending twice does no harm:
 * the server makes one message of one client_id.
 */

import type { Failure } from "./http";
import { uuid } from "./ids";
import { readJson, type Storage } from "./storage";
import type { MessageKind, Payload } from "./types";

export interface OutboxEntry {
  client_id: string;
  act: "message" | "handoff";
  kind: MessageKind;
  text: string;
  payload: Payload;
  attachment_ids: string[];
  /** The message that this one answers. */
  quote_id?: string | null;
  /** Shown while it waits; the server's own list comes with the acknowledged message. */
  file_name: string | null;
  /** Position among all unsent entries of this browser. */
  order: number;
  queued_at: number;
  tab: string;
  /** A refusal that repeating will not mend; null while the entry is waiting. */
  refusal: Failure | null;
}

export type Draft = Pick<OutboxEntry, "client_id" | "act" | "kind" | "text" | "payload" | "attachment_ids" | "quote_id" | "file_name">;

/** An empty text message with an identity of its own. */
export function newDraft(): Draft {
  return { client_id: uuid(), act: "message", kind: "text", text: "", payload: {}, attachment_ids: [], file_name: null };
}

const PREFIX = "out.";
const ORPHANED_AFTER_MS = 20_000;

export function isOutboxKey(key: string): boolean {
  return key.startsWith(PREFIX);
}

export class Outbox {
  constructor(
    private readonly storage: Storage,
    private readonly tab: string,
    private readonly now: () => number = Date.now,
  ) {}

  entries(): OutboxEntry[] {
    return this.storage
      .keys()
      .filter(isOutboxKey)
      .map((key) => readJson<OutboxEntry>(this.storage, key))
      .filter((entry): entry is OutboxEntry => entry !== null)
      .sort((a, b) => a.order - b.order || a.queued_at - b.queued_at);
  }

  add(draft: Draft): OutboxEntry {
    const last = this.entries().pop();
    const entry: OutboxEntry = {
      ...draft,
      order: (last?.order ?? 0) + 1,
      queued_at: this.now(),
      tab: this.tab,
      refusal: null,
    };
    this.write(entry);
    return entry;
  }

  /** The next entry this tab should send, or null. A refused entry waits for the visitor and holds nobody up. */
  next(): OutboxEntry | null {
    const orphaned = this.now() - ORPHANED_AFTER_MS;
    const mine = (entry: OutboxEntry) => entry.tab === this.tab || entry.queued_at < orphaned;
    return this.entries().find((entry) => entry.refusal === null && mine(entry)) ?? null;
  }

  acknowledge(clientIds: (string | null)[]): void {
    for (const id of clientIds) if (id !== null) this.storage.remove(PREFIX + id);
  }

  refuse(clientId: string, refusal: Failure): void {
    this.change(clientId, { refusal });
  }

  /** The visitor asks for another attempt; from here on this tab sends it. */
  revive(clientId: string): void {
    this.change(clientId, { refusal: null, tab: this.tab });
  }

  private change(clientId: string, change: Partial<OutboxEntry>): void {
    const entry = readJson<OutboxEntry>(this.storage, PREFIX + clientId);
    if (entry) this.write({ ...entry, ...change });
  }

  private write(entry: OutboxEntry): void {
    this.storage.set(PREFIX + entry.client_id, JSON.stringify(entry));
  }
}
