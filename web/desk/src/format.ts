/** Times and figures as people read them. */
import type { ComposerTranslation } from "vue-i18n";

const DAY_MS = 86_400_000;
const two = (value: number) => String(value).padStart(2, "0");

/** "14:05" */
export function clockTime(iso: string): string {
  const at = new Date(iso);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Days between the two local dates; 0 is today, 1 yesterday. */
export function daysAgo(iso: string, now: Date): number {
  const at = new Date(iso);
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((midnight(now) - midnight(at)) / DAY_MS);
}

/** 今天, 昨天, 明天, 11-21, 2025-11-21. */
export function dayName(iso: string, t: ComposerTranslation, now = new Date()): string {
  const days = daysAgo(iso, now);
  if (days === 0) return t("time.today");
  if (days === 1) return t("time.yesterday");
  if (days === -1) return t("time.tomorrow");
  const at = new Date(iso);
  const date = `${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return at.getFullYear() === now.getFullYear() ? date : `${at.getFullYear()}-${date}`;
}

/** 今天 14:05 */
export function dayAndTime(iso: string, t: ComposerTranslation, now = new Date()): string {
  return `${dayName(iso, t, now)} ${clockTime(iso)}`;
}

/** 14:05 today, else the day: what fits a narrow row. */
export function shortTime(iso: string, t: ComposerTranslation, now = new Date()): string {
  return daysAgo(iso, now) === 0 ? clockTime(iso) : dayName(iso, t, now);
}

/** 14:05 today, else the day with it: 明天 09:00. */
export function timeToCome(iso: string, t: ComposerTranslation, now = new Date()): string {
  return daysAgo(iso, now) === 0 ? clockTime(iso) : dayAndTime(iso, t, now);
}

/** Whole seconds since, never negative: clocks differ. */
export function secondsSince(iso: string, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - Date.parse(iso)) / 1000));
}

/** 0:42, 12:05, 1:02:09 */
export function duration(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), Math.floor(seconds % 60)];
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** 85.3 % */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

/** 12 kB, 3.4 MB, 5.6 GB */
export function fileSize(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
  return bytes < 1_000_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}
