/** What people do within a call, and who hears whom: pure, for the phone bar, the card and the board. */
import type { Call, CallPhase, LiveCall, MonitorMode } from "@kefu/api";

export const MODES: MonitorMode[] = ["listen", "whisper", "barge", "take"];

/** Somebody's part in a call: whose it is, whom its agent asked, or a supervisor in it. */
export type Part = "agent" | "asked" | "supervisor";
export type Deed = "hold" | "resume" | "transfer" | "consult" | "complete" | "conference" | "leave" | "pause" | "unpause";

export function partOf(call: Call, me: string): Part | null {
  if (!me) return null;
  if (call.monitor?.user_id === me) return "supervisor";
  if (call.other?.user_id === me) return "asked";
  return call.assignee_id === me || call.ringing_id === me ? "agent" : null;
}

/** The phase as this person's telephone has it: whom an agent asked, it rings at. */
export function phaseOf(call: Call, me: string): CallPhase {
  const part = partOf(call, me);
  const beside = part === "asked" ? call.other : part === "supervisor" ? call.monitor : null;
  return beside && call.phase === "talking" && !beside.has_answered ? "ringing" : call.phase;
}

/** What this person can do beside hanging up, in the order of the buttons. */
export function deeds(call: Call, me: string): Deed[] {
  if (call.phase !== "talking") return [];
  const part = partOf(call, me);
  if (part === "asked") return call.other?.has_answered ? ["leave"] : [];
  if (part !== "agent") return [];
  const recording: Deed = call.recording_paused ? "unpause" : "pause";
  const give: Deed[] = call.recording_paused ? [] : ["transfer", "consult"]; // nobody is drawn in meanwhile
  switch (call.stage) {
    case "held":
      return ["resume", ...give, recording];
    case "transferring":
      return ["resume"];
    case "consulting":
      return call.other?.has_answered ? ["complete", "conference", "resume"] : ["complete", "resume"];
    case "conference":
      return ["leave", recording];
    default:
      return ["hold", ...give, recording];
  }
}

/** Whether hanging up ends the call of the customer: not while they wait for the end of a question, which is taken back first. */
export function mayHangUp(call: Call, me: string): boolean {
  return partOf(call, me) === "agent" && !(call.phase === "talking" && ["transferring", "consulting"].includes(call.stage));
}

/** Who hears whom, by the name of the sentence; null where agent and customer simply talk. */
export function hearing(call: Call, me: string): string | null {
  if (call.phase !== "talking") return null;
  const part = partOf(call, me);
  if (part === "supervisor") return call.monitor?.has_answered ? `supervisor_${call.monitor.mode}` : null;
  if (part === "asked") return call.other?.has_answered ? `asked_${call.stage === "conference" ? "conference" : "consulting"}` : null;
  switch (call.stage) {
    case "held":
      return "held";
    case "transferring":
      return "transferring";
    case "consulting":
      return call.other?.has_answered ? "consulting" : "consulting_rings";
    case "conference":
      return "conference";
    default:
      return null;
  }
}

const WELL = ["", "taken", "left", "withdrawn", "over"];

/** Why nobody came to whom the agent wanted to give the call, or ask about it; null when that is not what happened last. */
export function notReached(call: LiveCall, me: string): string | null {
  const last = call.invitation;
  if (!last || call.phase !== "talking" || last.by_id !== me || !["", "held"].includes(call.stage)) return null;
  return WELL.includes(last.outcome) ? null : last.outcome;
}
