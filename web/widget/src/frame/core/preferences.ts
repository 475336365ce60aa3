/** Small things a visitor would be annoyed to lose: the language he chose, the words he has begun to type. */

import type { Storage } from "./storage";
import type { Locale } from "./types";

const LOCALE_KEY = "locale";
const DRAFT_KEY = "draft";

export class Preferences {
  constructor(private readonly storage: Storage) {}

  locale(): Locale | null {
    const kept = this.storage.get(LOCALE_KEY);
    return kept === "zh-CN" || kept === "en" ? kept : null;
  }

  keepLocale(locale: Locale): void {
    this.storage.set(LOCALE_KEY, locale);
  }

  draft(): string {
    return this.storage.get(DRAFT_KEY) ?? "";
  }

  keepDraft(text: string): void {
    if (text) this.storage.set(DRAFT_KEY, text);
    else this.storage.remove(DRAFT_KEY);
  }
}
