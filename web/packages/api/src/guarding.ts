/** Requests to block, and warnings. */
import type { Reference } from "./types";

export interface BlockRequest {
  id: string;
  /** Of a conversation or of a call; the other is null. */
  conversation_id: string | null;
  call_id: string | null;
  visitor_name: string;
  reason: string;
  days: number;
  with_address: boolean;
  state: "pending" | "approved" | "refused" | "expired";
  asked_by: Reference;
  asked_at: string;
  decided_by: Reference | null;
  decided_at: string | null;
  note: string;
  until: string | null;
}
/** Somebody on the warning list (警告名单). */
export interface WarningEntry {
  id: string;
  name: string;
  customer_id: string | null;
  reason: string;
  grade: "attention" | "serious";
  until: string | null;
  added_by: Reference;
  added_at: string;
}
/** Hours of duty (值班): `week` is 2026-W48, or empty for every week; an end at or before the beginning is on the next day. */
export interface DutyShift {
  id: string;
  kind: "agent" | "lead";
  user: Reference;
  week: string;
  weekdays: number[];
  begins: string;
  ends: string;
  place: number;
  takes_everybody: boolean;
}
export interface Guard {
  warnings: WarningEntry[];
  is_accepted: boolean;
  block_request: BlockRequest | null;
}
/** What a brand asks of strangers who write; `id` and `name` are the brand's. */
export interface DoorPolicy extends Reference {
  challenge: "suspicious" | "always" | "never";
  asks_sum: boolean;
  links: "off" | "flag" | "refuse";
  allowed_domains: string[];
  own_domains: string[];
}
