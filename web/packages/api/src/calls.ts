/** Calls, and an agent's own telephone. */
export type CallPhase = "flow" | "calling" | "dialling" | "waiting" | "ringing" | "greeting" | "talking" | "lost" | "message" | "rating" | "callback" | "closing" | "ended";

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
}

export interface LiveCall extends Call {
  warnings: { id: string; reason: string; grade: "attention" | "serious"; until: string | null; added_at: string }[];
  important: { code: string; text: Record<string, string> }[];
}

export interface CallMoment {
  at: string;
  kind: "phase" | "node" | "told" | "duty";
  name: string;
  /** What the node is called, where it has a prompt; else empty. */
  label: string;
  way: string;
  user_id: string | null;
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
  is_signed_in: boolean;
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
