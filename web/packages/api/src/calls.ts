/** Calls, and an agent's own telephone. */
export type CallPhase = "flow" | "calling" | "dialling" | "waiting" | "ringing" | "greeting" | "talking" | "lost" | "message" | "rating" | "callback" | "forwarded" | "closing" | "ended";
/** What goes on within a talk; empty: agent and customer talk with each other. */
export type TalkStage = "" | "held" | "transferring" | "consulting" | "conference";
export type MonitorMode = "listen" | "whisper" | "barge" | "take";

export interface CallCause {
  number: number;
  kind: string;
  /** Why it ended, in each language. */
  text: Record<string, string>;
}

export interface Call {
  id: string;
  direction: "inbound" | "outbound";
  phase: CallPhase;
  caller: string;
  number: { digits: string; name: string } | null;
  customer_id: string | null;
  queue: { id: string; name: string; answers_calls: boolean } | null;
  assignee_id: string | null;
  /** At whose telephone it rings. */
  ringing_id: string | null;
  started_at: string;
  answered_at: string | null;
  ended_at: string | null;
  ended_by: string;
  agent_name: string;
  cause: CallCause | null;
  wrap_up_until: string | null;
  wrap_up_more: number;
  wrapped_at: string | null;
  seconds: { before: number; talk: number };
  /** Since when phase and stage are as they are. */
  in_state_since: string;
  stage: TalkStage;
  /** Whom the agent asked: a colleague, or without `user_id` a number outside. */
  other: { user_id: string | null; name: string; has_answered: boolean } | null;
  monitor: { user_id: string; name: string; mode: MonitorMode; has_answered: boolean } | null;
  recording_paused: boolean;
}

/** One line of the board of calls that go on. */
export interface BoardCall extends Call {
  customer_name: string;
}

/** The last transfer or question; `outcome` is empty while it rings, then `taken`, `left`, `withdrawn`, `over` or why not. */
export interface CallInvitation {
  kind: "transfer" | "consult";
  by_id: string;
  by_name: string;
  agent_id: string | null;
  queue_id: string | null;
  number: string;
  note: string;
  outcome: string;
}

export interface CallTarget {
  to_agent?: string;
  to_queue?: string;
  to_number?: string;
  note?: string;
}

export interface LiveCall extends Call {
  invitation: CallInvitation | null;
  warnings: { id: string; reason: string; grade: "attention" | "serious"; until: string | null; added_at: string }[];
  important: { code: string; text: Record<string, string> }[];
}

export interface CallMoment {
  at: string;
  kind: "phase" | "node" | "told" | "duty" | "talk";
  name: string;
  /** What the node is called, where it has a name or a prompt; else empty. */
  label: string;
  /** Empty for what is no node, or is in the flow no more. */
  node_kind: string;
  way: string;
  user_id: string | null;
  user_name: string;
}

export interface CallDetail extends LiveCall {
  moments: CallMoment[];
  has_voicemail: boolean;
}

export interface OwnExtension {
  /** Customers can call at all. */
  is_on: boolean;
  kind: "browser" | "telephone" | null;
  account: string | null;
  secret: string | null;
  /** Calls can reach it. */
  is_signed_in: boolean;
  /** Where the agent may be reached instead, and whether they are; empty where nobody has given them one. */
  mobile: string;
  uses_mobile: boolean;
  ice_servers: { urls: string[]; username: string; credential: string }[];
}

export interface CallFilters {
  direction?: "inbound" | "outbound";
  answered?: boolean;
  queue?: string;
  agent?: string;
  /** Some of its digits, of either side. */
  number?: string;
  since?: string;
  until?: string;
}

export interface CallRecording {
  side: "caller" | "agent" | "mix";
  /** Tells one stretch of the call from the next. */
  part: string;
  /** Who talked in this stretch, "" where it is not known. */
  agent_name: string;
  url: string;
  name: string;
  size: number;
  seconds: number;
  /** How loud it is, 0 to 100, in slices of equal length. */
  peaks: number[];
}

export interface CallRecordings {
  items: CallRecording[];
  /** Why nothing, or not all, was recorded. */
  missing: "" | "not_wished" | "disk_full" | "not_written";
}

export interface Voicemail {
  id: string;
  call_id: string;
  queue_id: string;
  seconds: number;
  url: string;
  words: string;
  peaks: number[];
}

/** Recordings of many calls in one file, until `expires_at`. */
export interface RecordingPack {
  id: string;
  state: "waiting" | "running" | "done" | "failed";
  reason: string;
  done: number;
  total: number;
  size: number | null;
  url: string | null;
  created_at: string;
  expires_at: string | null;
}

export interface RecordingRule {
  id: string;
  queue_id: string | null;
  queue_name: string | null;
  number_id: string | null;
  number: string | null;
  records: boolean;
  keep_days: number;
  locale: string;
  transcribes: boolean;
}
