/** What callers hear and can do while they wait: each queue's manner on the telephone, and the emergency announcement. */
import type { Reference } from "./types";

export interface QueueManner extends Reference {
  brand_id: string;
  language: "zh-CN" | "en" | "both";
  /** Null: the place is not told. */
  announce_seconds: number | null;
  /** Leads from the line to a message; empty: no key does. */
  message_key: string;
  asks_rating: boolean;
  /** Standard text → prompt that is said instead. */
  prompts: Record<string, string>;
}

export interface StandardText {
  code: string;
  zh: string;
  en: string;
}

export interface Emergency {
  id: string;
  /** Null: all numbers of the brand. */
  number: { id: string; digits: string; name: string } | null;
  prompt: { id: string; name: string; words: string };
  then: "go_on" | "hang_up";
  begun_at: string;
  begun_by: string | null;
  ends_at: string | null;
  ended_at: string | null;
}
