/** What the telephone is set up with: trunks and their number rules, numbers, prompts, call flows, branches, extensions. */

export interface NumberRule {
  pattern: string;
  strip: number;
  add: string;
}
export interface Trunk {
  id: string;
  name: string;
  host: string;
  port: number;
  addresses: string[];
  user: string;
  area: string;
  zero_before_far: boolean;
  rules_in: NumberRule[];
  rules_out: NumberRule[];
  state: "online" | "offline" | "refused" | "unknown" | "away";
  state_text: string;
}
export interface NumberTrial {
  number: string;
  rule: number | null;
  region: string;
  customers: { id: string; name: string }[];
}
export interface NumberPreset {
  name: string;
  rules_in: NumberRule[];
  rules_out: NumberRule[];
}
export interface PhoneNumber {
  id: string;
  brand_id: string;
  digits: string;
  name: string;
  flow_id: string | null;
  flow_name: string;
  /** Whether its flow is published, so that callers are led. */
  is_led: boolean;
  calendar_id: string | null;
  takes_blocked: boolean;
  may_be_shown: boolean;
  /** Said before a message is taken while no calls can be led; null: the standard one. */
  away_prompt_id: string | null;
  is_active: boolean;
}
export interface Prompt {
  id: string;
  brand_id: string;
  name: string;
  words: string;
  /** Words without a file are spoken by the machine, which takes a while. */
  state: "pending" | "ready" | "failed";
  reason: string;
  url: string | null;
}
export interface Branch {
  id: string;
  brand_id: string;
  name: string;
  code: string;
  coverage: string[];
  queue_id: string;
  queue_name: string;
  calendar_id: string | null;
  backup_id: string | null;
  is_headquarters: boolean;
}
export interface Extension {
  id: string;
  user_id: string;
  user_name: string;
  employee_number: string | null;
  kind: "browser" | "telephone";
  account: string;
  mobile: string;
  uses_mobile: boolean;
}
export type CallNodeKind = "play" | "menu" | "digits" | "hours" | "vip" | "region" | "lookup" | "branch" | "queue" | "callback" | "transfer" | "voicemail" | "end";
export interface CallNode {
  kind: CallNodeKind;
  title?: string | null;
  prompt?: string | null;
  keys?: Record<string, string> | null;
  cases?: { places: string[]; to: string }[] | null;
  next?: string | null;
  otherwise?: string | null;
  open?: string | null;
  closed?: string | null;
  yes?: string | null;
  no?: string | null;
  found?: string | null;
  none?: string | null;
  unknown?: string | null;
  choice?: string | null;
  full?: string | null;
  long_wait?: string | null;
  number?: string | null;
  max_seconds?: number | null;
  seconds?: number | null;
  tries?: number | null;
  length?: number | null;
  queue_id?: string | null;
  calendar_id?: string | null;
}
export interface CallDraft {
  start: string;
  nodes: Record<string, CallNode>;
}
export interface CallFault {
  node: string;
  message: string;
}
export interface CallFlow {
  id: string;
  brand_id: string;
  name: string;
  draft: CallDraft;
  published_version: number | null;
  is_changed: boolean;
  wrong: CallFault[];
}
export interface CallFlowVersion {
  id: string;
  number: number;
  created_at: string;
  definition: CallDraft;
}
export type CallPress = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "*" | "#" | "quiet";
export interface CallWalk {
  events: { node: string; prompt: string; way: string }[];
  node: string;
  waits: boolean;
  is_over: boolean;
  queue_id: string;
  wrong: CallFault[];
}
export interface CallPath {
  node: string;
  way: string;
  calls: number;
  passes: number;
}
