/** How tickets read: names in the reader's language, the time that is left, and its colour. */
import type { Agent, Names, FormField, TicketPriority, TicketRow, TicketStage, FormValues } from "@kefu/api";
import type { ComposerTranslation } from "vue-i18n";
import { currentLocale } from "../../i18n";

type Tone = "success" | "warning" | "danger" | "accent" | "neutral";

export const LEVELS = ["low", "medium", "high"] as const;
export const PRIORITIES: TicketPriority[] = ["P1", "P2", "P3", "P4"];
export const VIEWS = ["mine", "later", "team", "unassigned", "due", "overdue", "watching", "waiting", "approving", "all"] as const;
export const CAUSES = ["customer", "department", "supplier", "staff", "system", "overlooked", "complex", "other"] as const;
export const TO_LEADER_FROM = 3;

export function named(names: Names): string {
  return names[currentLocale()] || names["zh-CN"] || names.en || "";
}

/** As colleagues know somebody. */
export function knownAs({ user }: Agent): string {
  return user.nickname || user.name;
}

export function stageTone(stage: TicketStage): Tone {
  return ({ open: "accent", waiting: "warning", done: "success", closed: "neutral" } as const)[stage.category];
}

export function priorityTone(priority: TicketPriority): Tone {
  return ({ P1: "danger", P2: "warning", P3: "neutral", P4: "neutral" } as const)[priority];
}

export function isOver(ticket: { stage: TicketStage }): boolean {
  return ticket.stage.category === "done" || ticket.stage.category === "closed";
}

/** How much of a promise is used up, as far as it was warned of: 0, 0.5, 0.75, 0.9, 1. */
export function usedShare(row: Pick<TicketRow, "alarm" | "due_at">, nowMs: number): number {
  return row.due_at && Date.parse(row.due_at) <= nowMs ? 1 : row.alarm / 100;
}

/** Whole minutes, hours or days until `iso` (or since), for words: { unit: "hours", n: 3 }. */
export function span(iso: string, nowMs: number): { unit: "minutes" | "hours" | "days"; n: number; isLate: boolean } {
  const minutes = (Date.parse(iso) - nowMs) / 60_000;
  const size = Math.abs(minutes);
  const isLate = minutes < 0;
  if (size < 60) return { unit: "minutes", n: Math.max(1, Math.round(size)), isLate };
  if (size < 48 * 60) return { unit: "hours", n: Math.round(size / 60), isLate };
  return { unit: "days", n: Math.round(size / 1440), isLate };
}

/** Minutes of working time as a span of words: 45 分钟, 4 小时. */
export function working(minutes: number): { unit: "minutes" | "hours"; n: number } {
  return minutes < 60 ? { unit: "minutes", n: Math.round(minutes) } : { unit: "hours", n: Math.round(minutes / 6) / 10 };
}

/** What is filled in, as it is read. */
export function written(field: FormField, value: unknown, t: ComposerTranslation): string {
  if (value === null || value === undefined || value === "") return "–";
  if (field.kind === "yes_no") return t(value ? "tickets.yes" : "tickets.no");
  const option = field.options?.find((one) => one.code === value);
  if (option) return named(option.name);
  return field.kind === "money" ? `¥${String(value)}` : String(value);
}

/** The fields of a form whose value differs: nobody's change elsewhere is overwritten. */
export function changedValues(before: FormValues, after: FormValues): FormValues {
  return Object.fromEntries(Object.entries(after).filter(([code, value]) => (value || null) !== (before[code] || null)));
}
