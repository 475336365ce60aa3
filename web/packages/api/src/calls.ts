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
  url: string;
  name: string;
  size: number;
}
