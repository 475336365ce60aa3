/** Missed calls (未接来电): who reached nobody, one for each caller and day. */
import type { Reference } from "./types";

export interface MissedCall {
  id: string;
  caller: string;
  customer: (Reference & { tier: string }) | null;
  queue: Reference | null;
  day: string;
  count: number;
  why: "waiting" | "ringing" | "voicemail" | "closed" | "flow" | "callback" | "lost";
  first_at: string;
  last_at: string;
  last_call_id: string;
  is_important: boolean;
  reasons: { code: string; text: Record<string, string> }[];
  assignee: Reference | null;
  /** How often they were rung back in vain, and when last. */
  attempts: number;
  attempted_at: string | null;
  closed_at: string | null;
  closed_by: Reference | null;
  outcome: "" | "reached" | "served" | "message" | "settled";
  note: string;
}
export interface ToRingBack {
  mine: number;
  all: number;
}
