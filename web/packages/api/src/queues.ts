/** Queues: their settings, and how they stand now. */
import type { Reference } from "./types";

export interface Queue extends Reference {
  brand_id: string;
  assignment: "automatic" | "offer";
  offer_timeout_seconds: number;
  priority: number;
  skills: { skill_id: string; level: number }[];
  member_ids: string[];
  team_ids: string[];
  calendar_id: string | null;
  max_waiting: number | null;
  max_wait_seconds: number | null;
  overflow: "message" | "bot" | "queue";
  overflow_queue_id: string | null;
  silence_prompt_seconds: number | null;
  silence_end_seconds: number;
  remind_seconds: number | null;
  escalate_seconds: number | null;
  reassign_seconds: number | null;
  owner_wait_seconds: number;
  /** A call begins with a beep, without a click. */
  answers_calls: boolean;
  serves_messages_after_hours: boolean;
  /** The queue's own words: code → language → text; what is missing has its default. */
  texts: Record<string, Record<string, string>>;
  is_active: boolean;
}
export interface QueueLive {
  queue: Reference;
  waiting: number;
  longest_wait_seconds: number | null;
  active: number;
  agents: { online: number; busy: number; offline: number; free_slots: number };
  service_level: {
    value: number | null;
    answered: number;
    offered: number;
    target_seconds: number;
    definition: string;
  };
}

/** Rush mode (高峰模式) of a brand, or of all without one: what is laid over the settings until it ends. */
export interface NewRush {
  brand_id: string | null;
  /** null: until somebody ends it. */
  minutes: number | null;
  bot_first: boolean;
  announcement: Partial<Record<"zh-CN" | "en", string>>;
  announces_in_line: boolean;
  topics_on_top: boolean;
  capacity_plus: number;
  queue_ids: string[];
  team_ids: string[];
  max_waiting: number | null;
}
/** From so many waiting chats, the oldest for so long, a rush with this much more capacity is proposed. */
export interface RushTrigger {
  is_on: boolean;
  waiting: number;
  wait_seconds: number;
  capacity_plus: number;
  minutes: number;
}

/** The estimates are of who is last in the longest line, as it is and with the rush; null without an honest figure. */
export interface RushProposal {
  brand: { id: string; name: string };
  waiting: number;
  longest_wait_seconds: number;
  queue: { id: string; name: string };
  estimate_seconds: number | null;
  estimate_with_seconds: number | null;
}

export interface Rush extends Omit<NewRush, "brand_id" | "minutes"> {
  id: string;
  brand: Reference | null;
  begun_by: string | null;
  begun_at: string;
  ends_at: string | null;
  ended_at: string | null;
}

/** What is said to visitors where a queue has no words of its own, and the placeholders that may stand there. */
export interface QueueText {
  code: string;
  placeholders: string[];
  zh: string;
  en: string;
}
