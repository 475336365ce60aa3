/** Where customers come in. */
import type { Locale, Reference } from "./types";

/** What a chat says first outside opening hours; what is missing is said in the standard words. */
export type Greetings = Partial<Record<"closed" | "holiday", Partial<Record<Locale, { text: string; chips: string[] }>>>>;

export interface Site extends Reference {
  key: string;
  brand_id: string;
  queue_id: string;
  calendar_id: string | null;
  origins: string[];
  locale: Locale;
  settings: {
    color: string;
    title: Record<Locale, string>;
    greeting: Record<Locale, string>;
    chips: Record<Locale, string[]>;
    tone?: "polite" | "qin";
    greetings?: Greetings;
    typing_preview?: boolean;
    blocked?: Record<Locale, string>;
  };
  logo_id: string | null;
  logo_url: string | null;
  identity_secret: string | null;
  snippet: string;
  chat_url: string;
}
