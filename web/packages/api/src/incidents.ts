/** Incidents (异常): what many report at once; and emergency plans (紧急预案) that tell everybody. */
import type { RuleAction } from "./automations";
import type { Reference } from "./types";

export type IncidentState = "open" | "confirmed" | "handling" | "closed";
/** `all`: counted together. */
export type IncidentSource = "tickets" | "conversations" | "calls" | "all";
type Names = Record<string, string>;

export interface IncidentRow {
  id: string;
  number: string;
  title: string;
  source: IncidentSource;
  state: IncidentState;
  /** 1 is the gravest of four. */
  grade: number;
  grade_is_by_hand: boolean;
  count: number;
  /** Of those, of important customers. */
  important: number;
  brand: Reference | null;
  owner: Reference | null;
  is_repeat: boolean;
  created_at: string;
  last_at: string | null;
  confirmed_at: string | null;
  handled_at: string | null;
  closed_at: string | null;
  /** When the next one is called; null where nobody is. */
  page_due_at: string | null;
}
export interface IncidentPage {
  id: string;
  step: number;
  user: Reference;
  role: "lead" | "above" | "handler" | "top";
  paged_at: string;
  due_at: string;
  confirmed_at: string | null;
  has_sms: boolean;
  /** By telephone: "" not at all, `ringing`, or how that ended. */
  rung: "" | "ringing" | "confirmed" | "too_late" | "not_allowed" | "not_confirmed" | "no_answer" | "busy" | "refused" | "not_reached" | "engine_away" | "called_off";
}
export interface IncidentCause {
  id: string;
  name: Names;
  name_zh: string;
  name_en: string;
  position: number;
  is_active: boolean;
}
export interface Incident extends IncidentRow {
  rule: Reference | null;
  opened_by: Reference | null;
  confirmed_by: Reference | null;
  closed_by: Reference | null;
  cause: IncidentCause | null;
  cause_note: string;
  measure: string;
  measure_owner: Reference | null;
  measure_due: string | null;
  repeats: { id: string; number: string; title: string; closed_at: string | null }[];
  pages: IncidentPage[];
  activations: PlanActivation[];
}
export interface IncidentLink {
  id: string;
  kind: "ticket" | "conversation" | "call";
  /** Null where the reader may not see it. */
  object_id: string | null;
  number: string;
  subject: string | null;
  customer: Reference | null;
  is_important: boolean;
  linked_at: string;
}
export interface IncidentEntry {
  id: string;
  kind: string;
  actor_name: string;
  text: string;
  data: Record<string, unknown>;
  created_at: string;
}
export interface NewIncident {
  title: string;
  grade: number;
  ticket_ids?: string[];
  text?: string;
}
export interface IncidentEnd {
  cause_id: string | null;
  cause_note: string;
  measure: string;
  measure_owner_id: string | null;
  measure_due: string | null;
}
export interface DetectionRule {
  id: string;
  name: string;
  is_enabled: boolean;
  source: IncidentSource;
  by: "words" | "type" | "reason";
  count: number;
  minutes: number;
  likeness: number;
}
export interface IncidentPolicy {
  grade_1: number;
  grade_2: number;
  grade_3: number;
  important_percent: number;
  paged_grades: number[];
  confirm_minutes: number;
}
export type PlanPartKind = "phone" | "banner" | "answer" | "macro";
export interface PlanPart {
  kind: PlanPartKind;
  says: { words?: Names | string; prompt?: string; number?: string | null; then?: string; keywords?: string[]; name?: string };
  state: "waiting" | "on" | "failed" | "off" | "stuck";
  seconds: number | null;
  at: string | null;
  error: Names;
  tries: number;
}
export interface PlanActivation {
  id: string;
  plan_id: string | null;
  name: string;
  brand: Reference | null;
  incident: { id: string; number: string } | null;
  is_rehearsal: boolean;
  begun_by: Reference;
  begun_at: string;
  restored_by: Reference | null;
  restored_at: string | null;
  parts: PlanPart[];
}
export interface EmergencyPlan {
  id: string;
  name: string;
  brand: Reference | null;
  brand_id: string | null;
  grades: number[];
  banner_zh: string;
  banner_en: string;
  answer_zh: string;
  answer_en: string;
  keywords: string[];
  prompt: Reference | null;
  prompt_id: string | null;
  number_id: string | null;
  then: "go_on" | "hang_up";
  macro_name: string;
  actions: RuleAction[];
  is_active: boolean;
  is_on: boolean;
}
