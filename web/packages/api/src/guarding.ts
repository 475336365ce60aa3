/** Requests to block, and warnings. */
import type { Reference } from "./types";

export interface BlockRequest {
  id: string;
  conversation_id: string;
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
  reason: string;
  added_by: Reference;
  added_at: string;
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
