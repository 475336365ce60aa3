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
  /** Who pressed no key is asked by SMS, once in so many days; null: nobody is. */
  rating_sms_days: number | null;
  tells_recording: boolean;
  tells_agent: boolean;
  /** Seconds of waiting after which a callback is offered; null: never. */
  callback_after: number | null;
  callback_tries: number;
  callback_minutes: number;
  /** Standard text → prompt that is said instead. */
  prompts: Record<string, string>;
}

/** A caller who is called back in their turn (排队回呼). */
export interface Callback {
  id: string;
  /** In which they asked for it. */
  call_id: string;
  /** The newest call back. */
  attempt_id: string | null;
  number: string;
  customer: Reference | null;
  queue: Reference;
  queued_at: string;
  asked_at: string;
  state: "waiting" | "reached" | "joined" | "given_up" | "cancelled";
  /** Of the call back, while it is under way. */
  phase: string;
  position: number | null;
  tries: number;
  next_at: string | null;
  ended_at: string | null;
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
