/** The daily work with tickets: saved views, put off, planned, looked through, timed, linked by hand. */
import type { Names, TicketPriority, TicketStage, TicketState, TicketView } from "./tickets";
import type { Attachment, Reference } from "./types";

/** What narrows the list; the filter of a saved view. */
export type TicketFilter = Partial<{
  view: TicketView;
  state: TicketState;
  q: string;
  type_id: string;
  stage: string;
  owner_id: string;
  team_id: string;
  brand_id: string;
  priority: TicketPriority;
  tag: string;
}>;
export type ViewScope = "own" | "team" | "shared";
export interface SavedView {
  id: string;
  name: string;
  scope: ViewScope;
  team: Reference | null;
  filter: TicketFilter;
  /** What is gone that the filter names; then there is no count. */
  faults: { field: string; text: string }[];
  count: number | null;
  may_change: boolean;
}
export interface PlannedAnswer {
  id: string;
  text: string;
  attachments: Attachment[];
  send_at: string;
  user: Reference;
  may_change: boolean;
}
export interface ChecklistItem {
  id: string;
  name: Names;
  is_required: boolean;
  is_of_type: boolean;
  done_at: string | null;
  done_by: Reference | null;
}
export interface TicketRelation {
  id: string;
  kind: "related" | "duplicate" | "duplicated" | "blocks" | "blocked";
  /** Null when the reader may not see it. */
  ticket_id: string | null;
  number: string;
  subject: string;
  stage: TicketStage;
}
export interface TimeEntry {
  id: string;
  user: Reference;
  minutes: number;
  note: string;
  source: "timer" | "hand";
  worked_at: string;
  corrections: Record<string, unknown>[];
  may_change: boolean;
}
export interface TicketWork {
  planned: PlannedAnswer[];
  checklist: ChecklistItem[];
  relations: TicketRelation[];
  times: TimeEntry[];
  minutes: number;
  timer_since: string | null;
}
export type TimeGroup = "customer" | "agent" | "type";
export interface TimeLine {
  id: string | null;
  label: string;
  minutes: number;
  entries: number;
  tickets: number;
}
export interface TimeReport {
  first_day: string;
  last_day: string;
  minutes: number;
  means: string;
  items: TimeLine[];
}
export interface KnownValue {
  code: string;
  value: string | number | boolean | null;
  source: string;
}
/** `place` is fields.CODE, stages.CODE, checklist.CODE, or empty for the whole. */
export interface DefinitionHint {
  place: string;
  text: string;
}
