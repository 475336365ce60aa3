/** What the desk makes of calls: pure, for the store and the pages. */
import type { Call, CallMoment, CallPhase } from "@kefu/api";
import { partOf } from "./talking";

/** Whether a call is on this person's telephone: it rings here, they talk, or the reason is still owed and its time runs. */
export function isMine(call: Call, me: string, now: number): boolean {
  if (call.phase !== "ended") return partOf(call, me) !== null;
  return call.assignee_id === me && isWrapping(call, now);
}

export function isWrapping(call: Call, now: number): boolean {
  return call.phase === "ended" && !call.wrapped_at && Date.parse(call.wrap_up_until ?? "") > now;
}

/** The calls in hand after one of them changed. */
export function changed<T extends Call>(calls: T[], call: T, me: string, now: number): T[] {
  const others = calls.filter((other) => other.id !== call.id);
  return isMine(call, me, now) ? [call, ...others] : others;
}

const RANK: Record<CallPhase, number> = {
  greeting: 0, talking: 0, lost: 0, dialling: 0, calling: 1, closing: 1, ringing: 2, flow: 2, waiting: 2, message: 2, callback: 2, forwarded: 2, rating: 3, ended: 3,
};

/** Whether the agent has the customer, or is about to: there is something to hang up. */
export const TALKS: CallPhase[] = ["greeting", "talking", "lost", "calling", "dialling"];

/** The one that the phone bar shows: a talk before what rings before what is to be wrapped up. */
export function foremost<T extends Call>(calls: T[]): T | undefined {
  return [...calls].sort((a, b) => RANK[a.phase] - RANK[b.phase])[0];
}

/** Whether a ringing leg is answered without a click: the agent's browser comes back into its call, one called out oneself or wants to listen to, or the queue wants it so. */
export function answersItself(call: Call, me: string): "back" | "own" | "queue" | null {
  if (call.monitor?.user_id === me) return "own";
  if (call.other?.user_id === me) return null;
  if (call.assignee_id === me && ["greeting", "talking", "lost"].includes(call.phase)) return "back";
  if (call.assignee_id === me && call.phase === "calling") return "own";
  return call.ringing_id === me && call.queue?.answers_calls ? "queue" : null;
}

export interface Stretch {
  phase: CallPhase;
  from: number;
  seconds: number;
}

/** Seconds in each phase, whole ones that add up to the whole: each ends where the next begins. */
export function stretches(call: Call, moments: CallMoment[], now: number): Stretch[] {
  const start = Date.parse(call.started_at);
  const end = Math.max(start, call.ended_at ? Date.parse(call.ended_at) : now);
  const phases = moments.filter(({ kind, name }) => kind === "phase" && name !== "ended");
  const starts = [
    { phase: "flow" as CallPhase, from: start },
    ...phases.map(({ name, at }) => ({ phase: name as CallPhase, from: Math.min(end, Math.max(start, Date.parse(at))) })),
  ];
  const second = (at: number) => Math.round((at - start) / 1000);
  return starts
    .map(({ phase, from }, index) => ({ phase, from, seconds: second(starts[index + 1]?.from ?? end) - second(from) }))
    .filter(({ seconds, phase }) => seconds > 0 || phase === "talking");
}

export type Quality = "good" | "fair" | "poor";

export interface Heard {
  /** Packets of the other side since the call began. */
  received: number;
  lost: number;
  /** In seconds. */
  jitter: number;
}

/** How well the other side is heard since the last look. */
export function qualityOf(now: Heard, before: Heard): Quality {
  const received = now.received - before.received;
  const lost = Math.max(0, now.lost - before.lost);
  const share = lost / Math.max(1, received + lost);
  if (received <= 0 || share > 0.05 || now.jitter > 0.1) return "poor";
  return share > 0.02 || now.jitter > 0.05 ? "fair" : "good";
}

/** What the caller was told before the talk, each with whether it was said to its end. */
export function told(moments: CallMoment[]): { name: string; isHeard: boolean }[] {
  return moments.filter(({ kind }) => kind === "told").map(({ name, way }) => ({ name, isHeard: way === "heard" }));
}

/** The way through the menu, in order: nodes that asked or decided something. */
export function steps(moments: CallMoment[]): Pick<CallMoment, "label" | "name" | "node_kind" | "way">[] {
  return moments.filter(({ kind, way }) => kind === "node" && way !== "queue");
}
