/** What customers say of their service, the reasons they choose from, and what those leave to be improved. */
import type { Reference } from "./types";

export interface Rating {
  id: string;
  at: string;
  /** Or the call, by the channel. */
  conversation_id: string;
  channel: string;
  score: number;
  solved: "yes" | "no" | "pending" | null;
  tags: string[];
  reasons: RatingReasonGiven[];
  /** False when only the business is to blame: the agent's figures leave it out. */
  counts_for_agent: boolean;
  comment: string;
  agent: Reference | null;
  /** A low one is open until a leader has seen to it. */
  follow_up: "" | "open" | "done";
  follow_up_note: string;
  followed_by: Reference | null;
  appeal: "" | "asked" | "accepted" | "refused";
  appeal_reason: string;
}
export type RatingFamily = "agent" | "business";
export interface RatingReasonGiven extends Reference {
  family: RatingFamily;
}
export interface RatingReason extends RatingReasonGiven {
  name_zh: string;
  name_en: string;
  owner: Reference | null;
  position: number;
  is_active: boolean;
}
export interface RatingItem {
  id: string;
  at: string;
  reason: RatingReasonGiven;
  /** Or the call, by the channel. */
  conversation_id: string;
  channel: string;
  score: number;
  comment: string;
  owner: Reference | null;
  state: "open" | "done";
  note: string;
  done_at: string | null;
  done_by: Reference | null;
}
