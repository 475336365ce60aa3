/** Figures and times as the visitor reads them. */

import type { Locale } from "./types";

/** Whole minutes of waiting, rounded up and never 0; null when the server has too few samples to say. */
export function waitingMinutes(seconds: number | null): number | null {
  return seconds === null ? null : Math.max(1, Math.ceil(seconds / 60));
}

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

const WORDS = {
  "zh-CN": { today: "今天", yesterday: "昨天", tomorrow: "明天" },
  en: { today: "Today", yesterday: "Yesterday", tomorrow: "Tomorrow" },
};

/** 今天 14:05, 昨天 14:05, 11-21 14:05, in the time zone of the reader. */
export function moment(iso: string, now: Date, locale: Locale): string {
  const at = new Date(iso);
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}`;
  const words = WORDS[locale];
  const days = Math.round((midnight(at) - midnight(now)) / 86_400_000);
  if (days === 0) return `${words.today} ${clock}`;
  if (days === -1) return `${words.yesterday} ${clock}`;
  if (days === 1) return `${words.tomorrow} ${clock}`;
  const date = `${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return at.getFullYear() === now.getFullYear() ? `${date} ${clock}` : `${at.getFullYear()}-${date} ${clock}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
