/** Tickets (工单): whose they are, in which stage, and what was promised about them. */
export type * from "./automations";
export type * from "./ticket-work";
import type { TicketFilter } from "./ticket-work";
export type * from "./incidents";
export type * from "./imports";
import type { FormField, FormValues } from "./customers";
import type { Attachment, Reference } from "./types";

export type Names = Record<string, string>;
export type TicketLevel = "low" | "medium" | "high";
export type TicketPriority = "P1" | "P2" | "P3" | "P4";
export type TicketView = "mine" | "later" | "team" | "unassigned" | "due" | "overdue" | "watching" | "waiting" | "approving" | "all";
export type TicketState = "open" | "done" | "closed" | "any";
export type PromiseKind = "first_response" | "next_update" | "resolution";
export type BreachCause = "customer" | "department" | "supplier" | "staff" | "system" | "overlooked" | "complex" | "other";

export interface TicketTypeName {
  id: string;
  code: string;
  name: Names;
}
export interface TicketStage {
  code: string;
  name: Names;
  category: "open" | "waiting" | "done" | "closed";
}
export interface TicketMove extends TicketStage {
  needs: string[];
  lacks: string[];
}
export interface TicketRow {
  id: string;
  number: string;
  brand_id: string;
  subject: string;
  type: TicketTypeName;
  stage: TicketStage;
  priority: TicketPriority;
  impact: TicketLevel;
  urgency: TicketLevel;
  source: string;
  customer: (Reference & { tier: string }) | null;
  owner: Reference | null;
  team: Reference | null;
  supervisor: Reference | null;
  supervised_until: string | null;
  /** Of the promise that is due first; null while all stand still. */
  due_at: string | null;
  due_kind: PromiseKind | null;
  /** Percent of it that was warned of. */
  alarm: number;
  urges: number;
  urged_at: string | null;
  reopened: number;
  waiting_since: string | null;
  snoozed_until: string | null;
  /** Until the customer writes; `snoozed_until` is the latest then. */
  snoozes_for_word: boolean;
  snooze_note: string;
  /** It has come back, and its owner has done nothing with it yet. */
  is_woken: boolean;
  tags: string[];
  first_response_at: string | null;
  resolved_at: string | null;
  closed_at: string | null;
  parent_id: string | null;
  merged_into: string | null;
  version: number;
  created_at: string;
  updated_at: string;
}
export interface TicketBrief {
  id: string;
  number: string;
  subject: string;
  stage: TicketStage;
}
export interface TicketClock {
  kind: PromiseKind;
  state: "running" | "paused" | "met";
  target_minutes: number;
  used_minutes: number;
  around_the_clock: boolean;
  due_at: string | null;
  alarm: number;
  met_at: string | null;
  breached_at: string | null;
  cause: BreachCause | null;
  cause_note: string;
}
export interface TicketLink {
  kind: "conversation" | "call";
  object_id: string;
  number: string;
}
export interface Ticket extends TicketRow {
  description: string;
  attachments: Attachment[];
  values: FormValues;
  fields: FormField[];
  moves: TicketMove[];
  clocks: TicketClock[];
  creator: Reference | null;
  giver: Reference | null;
  watchers: Reference[];
  links: TicketLink[];
  parent: TicketBrief | null;
  children: TicketRow[];
  merged_ticket: TicketBrief | null;
  merged: TicketBrief[];
  split_from: TicketBrief | null;
  can_undo: "merge" | "split" | "bulk" | null;
  approvals: TicketApproval[];
}
/** A sum that somebody has to agree to; `due_at` is when it goes up. */
export interface TicketApproval {
  id: string;
  name: string;
  amount: string;
  reason: string;
  state: "pending" | "granted" | "refused" | "withdrawn";
  asker: Reference | null;
  approvers: Reference[];
  due_at: string | null;
  escalations: number;
  decider: Reference | null;
  decided_at: string | null;
  word: string;
  created_at: string;
  may_decide: boolean;
  may_withdraw: boolean;
}
export interface TicketEntry {
  id: string;
  kind: string;
  author: { kind: string; id: string | null; name: string };
  text: string;
  data: Record<string, unknown>;
  attachments: Attachment[];
  is_public: boolean;
  ticket_number: string;
  created_at: string;
}
export type TicketViews = Record<TicketView, number>;
export interface TicketDefinition {
  fields: FormField[];
  start: string;
  reopens: string;
  stages: (TicketStage & { moves: string[]; needs: string[] })[];
  checklist?: TypeItem[];
}
/** An item that the type brings; without a stage from the beginning. */
export interface TypeItem {
  code: string;
  name: Names;
  is_required?: boolean;
  stage?: string;
}
export interface TicketType extends TicketTypeName {
  definition: TicketDefinition;
  policy: Reference | null;
  team: Reference | null;
  is_active: boolean;
  position: number;
}
/** Minutes of working time by kind of promise; null: nothing is promised. */
export type PromiseTargets = Record<TicketPriority, { around_the_clock: boolean } & Record<PromiseKind, number | null>>;
export interface SlaPolicy {
  id: string;
  name: string;
  calendar: Reference | null;
  targets: PromiseTargets;
}
/** Without an approver it goes to the leaders of whoever asks; hours of working time. */
export interface ApprovalStep {
  above: string;
  approver_id: string | null;
  hours: number;
}
export interface ApprovalRule {
  id: string;
  name: string;
  steps: { above: string; approver: Reference | null; hours: number }[];
}
export interface TicketFilters extends TicketFilter {
  customer_id?: string;
  conversation_id?: string;
  call_id?: string;
}
export interface NewTicket {
  subject: string;
  description?: string;
  type_id?: string;
  customer_id?: string;
  impact?: TicketLevel;
  urgency?: TicketLevel;
  owner_id?: string;
  team_id?: string;
  parent_id?: string;
  conversation_id?: string;
  call_id?: string;
  values?: FormValues;
  tags?: string[];
  attachment_ids?: string[];
  source?: "desk";
}
/** What is done to many at once; what is absent stays. */
export interface TicketsChange {
  ticket_ids: string[];
  owner_id?: string;
  team_id?: string;
  reason?: string;
  stage?: string;
  impact?: TicketLevel;
  urgency?: TicketLevel;
  tags?: string[];
}
/** A tag in use, with how many of the latest tickets have it. */
export interface TicketTag {
  tag: string;
  count: number;
}
export interface TicketsChanged {
  done: number;
  results: { ticket_id: string; is_done: boolean; problem: string }[];
}
/** Of a 409 `stale`: what the writer wanted and what stands there now, by field. */
export interface TicketConflict {
  differences: Record<string, { yours: unknown; theirs: unknown }>;
  version: number;
}
export type TicketPatch = Partial<{
  tags: string[];
  subject: string;
  description: string;
  impact: TicketLevel;
  urgency: TicketLevel;
  customer_id: string | null;
  values: FormValues;
  version: number;
}>;

/** The help centre of a site; `id` is the site's. */
export interface HelpCentre {
  id: string;
  name: string;
  is_on: boolean;
  takes_tickets: boolean;
  type_id: string | null;
  team_id: string | null;
  picks_owner: boolean;
  tells_customers: boolean;
  url: string;
}
