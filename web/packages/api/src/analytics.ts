/** Figures and the floor: the dictionary, the agents' board, breaks, contacts, wallboards and exports. */
import type { CodedReference, PresenceStatus } from "./types";

export type FigureUnit = "count" | "seconds" | "share" | "score" | "ratio";
export type Standing = "good" | "near" | "bad" | "none";
export interface Figure {
  code: string;
  name: string;
  formula: string;
  unit: FigureUnit;
  better: "higher" | "lower" | "none";
  target: number | null;
  /** Says what is now; the others belong to a period. */
  moment: boolean;
  /** The selection of contacts behind it. */
  rows: string | null;
  /** Whose contacts it counts; none where it counts people. */
  channels: string[];
  beside: string[];
}
export interface FigureDictionary {
  items: Figure[];
  ten: string[];
  /** Of a new wallboard. */
  wall: string[];
  second_row: string[];
  mine: string[];
}
export interface FigureValue {
  value: number | null;
  standing: Standing;
}
export interface FigureLine {
  key: string | null;
  label: string;
  values: Record<string, FigureValue>;
}
export interface Figures {
  since: string;
  until: string;
  as_of: string;
  items: FigureLine[];
}
export type FigureGroup = "day" | "half_hour" | "agent" | "queue" | "disposition" | "channel" | "team" | "type";
export interface FigureFilters {
  first_day?: string;
  last_day?: string;
  queue?: string[];
  agent?: string[];
  team?: string[];
  brand?: string[];
  disposition?: string[];
  channel?: string[];
  half_hour?: number[];
}
export interface MyFigures {
  as_of: string;
  values: Record<string, FigureValue>;
}

export interface BoardLine {
  user_id: string;
  name: string;
  employee_number: string | null;
  team_ids: string[];
  presence: {
    status: PresenceStatus;
    reason: string | null;
    since: string;
    origin: string;
    note: string;
  };
  /** Negative when over time. */
  break_left_seconds: number | null;
  chats: number;
  capacity: number;
  unanswered_since: string | null;
  today: Record<string, number | null>;
  skills: { skill_id: string; level: number }[];
  queue_ids: string[];
  /** In starting mode (新人模式): the day of how many, and what is allowed from when. Days as 2026-11-23. */
  start: (Ramp & { day: number; days: number; capacity: number; next_on: string; next_capacity: number; ends_on: string }) | null;
}

export interface Ramp {
  begins_on: string;
  steps: { days: number; capacity: number }[];
}

export interface PresenceReason extends CodedReference {
  name_zh: string;
  name_en: string;
  position: number;
  minutes_a_day: number | null;
  longest_minutes: number | null;
  most_percent: number | null;
  needs_approval: boolean;
  is_active: boolean;
}
export interface Break {
  id: string;
  user_id: string;
  user_name: string;
  reason: CodedReference;
  state: string;
  asked_at: string;
}
export interface BreakAllowance {
  reason: CodedReference;
  is_limited: boolean;
  needs_approval: boolean;
  used_seconds: number;
  left_seconds: number | null;
  longest_minutes: number | null;
}
export interface MyBreaks {
  reasons: BreakAllowance[];
  request: Break | null;
}

export interface Contact {
  id: string;
  conversation_id: string;
  number: string;
  channel: string;
  at: string;
  customer: string;
  queue: string;
  agent: string;
  wait_seconds: number | null;
  first_reply_seconds: number | null;
  handle_seconds: number | null;
  transfers: number;
  ended_at: string | null;
  ended_by: string;
  disposition: string;
  score: number | null;
  comment: string;
  summary: string;
}
export interface Selection {
  code: string;
  name: string;
}
/** A figure's target in its unit; `own` is the organization's, null where the `default` holds. */
export interface FigureTarget {
  id: string;
  name: string;
  formula: string;
  unit: FigureUnit;
  better: "higher" | "lower" | "none";
  default: number;
  own: number | null;
  least: number;
  most: number;
}
export interface Wallboard {
  id: string;
  name: string;
  codes: string[];
  queue_ids: string[];
  team_ids: string[];
  /** Told once, when the board is made. */
  url: string | null;
  created_at: string;
  seen_at: string | null;
}
export interface WallboardShown {
  name: string;
  as_of: string;
  figures: Figure[];
  values: Record<string, FigureValue>;
  series: Record<string, (number | null)[]>;
}
export interface Export {
  id: string;
  /** "contacts", or the code of an ExportKind. */
  kind: string;
  format: "xlsx" | "csv";
  state: "waiting" | "running" | "done" | "failed";
  rows_done: number;
  rows_total: number;
  created_at: string;
  url: string | null;
  /** Why there is no file, in words; "" otherwise. */
  failure: string;
}

/** What else than contacts is taken away, with what each column holds. */
export interface ExportKind {
  code: string;
  name: string;
  is_dated: boolean;
  columns: { code: string; name: string; means: string }[];
}
