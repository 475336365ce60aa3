/** How incidents and plans are told: words, tones, and what a person may do. */
import type { IncidentRow, IncidentState, PlanActivation, PlanPart } from "@kefu/api";
import type { Tone } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { currentLocale } from "../../i18n";

export const GRADES = [1, 2, 3, 4] as const;
export const named = (names: Record<string, string>): string => names[currentLocale()] ?? Object.values(names)[0] ?? "";
export const gradeTone = (grade: number): Tone => (grade === 1 ? "danger" : grade === 2 ? "warning" : grade === 3 ? "accent" : "neutral");
const STATES: Record<IncidentState, Tone> = { open: "danger", confirmed: "warning", handling: "accent", closed: "neutral" };
export const stateTone = ({ state }: IncidentRow): Tone => STATES[state];
export const isBroken = ({ state }: PlanPart) => state === "failed" || state === "stuck";

/** What a part says to customers or agents. */
export function says({ kind, says: told }: PlanPart, t: ComposerTranslation): string {
  if (kind === "macro") return told.name ?? "";
  if (kind === "phone") return `${t("incidents.first", { name: told.prompt ?? "" })} · ${told.number ?? t("incidents.all_numbers")}`;
  return typeof told.words === "object" ? named(told.words) : (told.words ?? "");
}

/** A rehearsal says what would be, an activation what is. */
export function partState(part: PlanPart, { is_rehearsal }: PlanActivation, t: ComposerTranslation): string {
  if (!is_rehearsal) return t(`incidents.part_${part.state}`);
  return t(isBroken(part) ? "incidents.part_not_walked" : "incidents.part_walked");
}
export function partTone(part: PlanPart, { is_rehearsal }: PlanActivation): Tone {
  if (isBroken(part)) return "danger";
  return part.state === "on" || is_rehearsal ? "success" : "neutral";
}
