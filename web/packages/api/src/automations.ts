/** Automation rules (自动化规则): what happens with tickets by itself; and shortcuts (快捷操作) of agents. */
import type { Reference } from "./types";

export type RuleEvent = "opened" | "customer_wrote" | "answered" | "moved" | "urged" | "alarmed";
export type RuleSilence = "unanswered" | "customer_silent" | "stage_unchanged";
export type RuleFieldName = "type" | "stage" | "category" | "priority" | "team" | "owner" | "text" | "customer" | "source" | "tag" | "channel";
export type RuleActionKind = "move" | "priority" | "assign" | "tag" | "untag" | "watch" | "note" | "answer" | "urge" | "notify";

export interface RuleTrigger {
  kind: RuleEvent | RuleSilence | "customer_spoke";
  hours?: number;
  calendar_id?: string;
  percent?: number;
  /** Of `customer_spoke`: what the ticket becomes that the rule makes. */
  type_id?: string;
}
export interface RuleCondition {
  field: RuleFieldName;
  operator: "is" | "is_not";
  values: string[];
}
/** A condition that held, with what was found. */
export interface RuleHeld extends RuleCondition {
  found: string[];
}
export interface RuleAction {
  kind: RuleActionKind;
  stage?: string;
  priority?: string;
  team_id?: string;
  owner_id?: string;
  user_ids?: string[];
  tags?: string[];
  to?: "owner" | "leaders" | "users";
  text?: string;
}
export interface RuleDefinition {
  trigger: RuleTrigger;
  match: "all" | "any";
  conditions: RuleCondition[];
  actions: RuleAction[];
}
export interface AutomationRule {
  id: string;
  name: string;
  position: number;
  is_enabled: boolean;
  stops_after: boolean;
  definition: RuleDefinition;
  off_reason: "" | "looped";
  created_at: string;
}
export interface RuleTrial {
  looked_at: number;
  count: number;
  kind: "ticket" | "conversation";
  tickets: { id: string; number: string; subject: string; held: RuleHeld[] }[];
}
export interface RuleFiring {
  id: string;
  ticket: { id: string; number: string; subject: string };
  fact: string;
  is_chained: boolean;
  state: "done" | "failed" | "stopped";
  held: RuleHeld[];
  done: RuleAction[];
  error: string;
  created_at: string;
}
export interface Macro {
  id: string;
  name: string;
  scope: "own" | "team" | "shared";
  team: Reference | null;
  actions: RuleAction[];
}
