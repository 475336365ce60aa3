/** Carries the outbox to the server, one entry after the other, until each is acknowledged or refused for good. */

import { backoff } from "./backoff";
import { type ApiError, asApiError } from "./http";
import type { Outbox, OutboxEntry } from "./outbox";

export interface DeliveryPorts {
  /** Delivers one entry into the present conversation, beginning one if there is none. */
  deliver(entry: OutboxEntry): Promise<void>;
  /** Whether entries may go now; while false they stay where they are. */
  isOpen(): boolean;
  /** The conversation has ended or its token is worthless; the entry stays for the next conversation. */
  onLost(reason: "closed" | "gone"): void;
  onRefused(entry: OutboxEntry, error: ApiError): void;
  /** An attempt failed for now and will be repeated; null when deliveries go through again. */
  onStruggle(error: ApiError | null): void;
  random(): number;
}

export type Verdict = { act: "retry"; after: number } | { act: "refuse" } | { act: "lost"; reason: "closed" | "gone" };

/** What a failed attempt means. Waiting times are milliseconds; `attempt` counts from 0. */
export function judge(error: ApiError, attempt: number, random: number): Verdict {
  if (error.isPassing) return { act: "retry", after: error.retryAfterMs ?? backoff(attempt, random) };
  if (error.isGone) return { act: "lost", reason: "gone" };
  if (error.status === 409 && /closed|ended/.test(error.code)) return { act: "lost", reason: "closed" };
  return { act: "refuse" };
}

export class Delivery {
  private isBusy = false;
  private attempt = 0;
  private blockedUntil = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly outbox: Outbox,
    private readonly ports: DeliveryPorts,
  ) {}

  /** Sends what there is to send, now; only a server that has named a time is not asked before it. */
  kick(): void {
    if (Date.now() < this.blockedUntil) return;
    clearTimeout(this.timer);
    this.attempt = 0;
    void this.run();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      for (let entry = this.next(); entry; entry = this.next()) {
        if (!(await this.tried(entry))) break;
      }
    } finally {
      this.isBusy = false;
    }
  }

  private next(): OutboxEntry | null {
    return this.ports.isOpen() ? this.outbox.next() : null;
  }

  /** True when the next entry may follow. */
  private async tried(entry: OutboxEntry): Promise<boolean> {
    try {
      await this.ports.deliver(entry);
      this.outbox.acknowledge([entry.client_id]);
      this.attempt = 0;
      this.ports.onStruggle(null);
      return true;
    } catch (caught) {
      const error = asApiError(caught);
      const verdict = judge(error, this.attempt, this.ports.random());
      if (verdict.act === "refuse") {
        this.ports.onRefused(entry, error);
        return true;
      }
      if (verdict.act === "lost") {
        this.ports.onLost(verdict.reason);
        if (verdict.reason === "gone") this.tryAgain(backoff(this.attempt, this.ports.random()));
        return false;
      }
      if (error.retryAfterMs !== null) this.blockedUntil = Date.now() + error.retryAfterMs;
      this.ports.onStruggle(error);
      this.tryAgain(verdict.after);
      return false;
    }
  }

  private tryAgain(after: number): void {
    this.attempt += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), after);
  }
}
