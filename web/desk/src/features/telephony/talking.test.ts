import type { LiveCall } from "@kefu/api";
import { describe, expect, it } from "vitest";
import { deeds, hearing, mayHangUp, notReached, partOf, phaseOf } from "./talking";

function call(values: Partial<LiveCall> = {}): LiveCall {
  return {
    id: "c", direction: "inbound", phase: "talking", caller: "13800138000", number: null, customer_id: null, queue: null,
    assignee_id: "agent", ringing_id: null, started_at: "", answered_at: "", ended_at: null, ended_by: "", agent_name: "", cause: null,
    wrap_up_until: null, wrap_up_more: 0, wrapped_at: null, seconds: { before: 0, talk: 0 }, in_state_since: "", stage: "", other: null,
    monitor: null, recording_paused: false, invitation: null, warnings: [], important: [], ...values,
  };
}
const other = (has_answered: boolean) => ({ user_id: "expert", name: "李", has_answered });
const monitor = (mode: "listen" | "whisper", has_answered = true) => ({ user_id: "boss", name: "王", mode, has_answered });

describe("within a call", () => {
  it("everybody has their part", () => {
    const all = call({ stage: "consulting", other: other(true), monitor: monitor("listen") });
    expect(["agent", "expert", "boss", "nobody", ""].map((me) => partOf(all, me))).toEqual(["agent", "asked", "supervisor", null, null]);
  });

  it("rings at whom the agent asked, until they answer", () => {
    expect(phaseOf(call({ stage: "consulting", other: other(false) }), "expert")).toBe("ringing");
    expect(phaseOf(call({ stage: "consulting", other: other(true) }), "expert")).toBe("talking");
    expect(phaseOf(call({ monitor: monitor("listen", false) }), "boss")).toBe("ringing");
    expect(phaseOf(call({ stage: "consulting", other: other(false) }), "agent")).toBe("talking");
  });

  it("offers what can be done now", () => {
    expect(deeds(call(), "agent")).toEqual(["hold", "transfer", "consult", "pause"]);
    expect(deeds(call({ stage: "held" }), "agent")).toEqual(["resume", "transfer", "consult", "pause"]);
    expect(deeds(call({ stage: "consulting", other: other(false) }), "agent")).toEqual(["complete", "resume"]);
    expect(deeds(call({ stage: "consulting", other: other(true) }), "agent")).toEqual(["complete", "conference", "resume"]);
    expect(deeds(call({ stage: "conference", other: other(true) }), "expert")).toEqual(["leave"]);
    expect(deeds(call({ phase: "ended" }), "agent")).toEqual([]);
    expect(deeds(call(), "boss")).toEqual([]);
  });

  it("draws nobody in while the recording pauses", () => {
    expect(deeds(call({ recording_paused: true }), "agent")).toEqual(["hold", "unpause"]);
  });

  it("does not hang up on a customer who waits for the end of a question", () => {
    expect(mayHangUp(call(), "agent")).toBe(true);
    expect(mayHangUp(call({ stage: "consulting", other: other(true) }), "agent")).toBe(false);
    expect(mayHangUp(call({ stage: "consulting", other: other(true) }), "expert")).toBe(false);
  });

  it("says who hears whom", () => {
    expect(hearing(call(), "agent")).toBeNull();
    expect(hearing(call({ stage: "consulting", other: other(false) }), "agent")).toBe("consulting_rings");
    expect(hearing(call({ stage: "consulting", other: other(true) }), "expert")).toBe("asked_consulting");
    expect(hearing(call({ monitor: monitor("whisper") }), "boss")).toBe("supervisor_whisper");
    expect(hearing(call({ monitor: monitor("whisper") }), "agent")).toBeNull();
  });

  it("says why a colleague did not come, to whoever asked", () => {
    const invitation = { kind: "transfer", by_id: "agent", by_name: "", agent_id: "expert", queue_id: null, number: "", note: "", outcome: "busy" } as const;
    expect(notReached(call({ invitation }), "agent")).toBe("busy");
    expect(notReached(call({ invitation }), "expert")).toBeNull();
    expect(notReached(call({ invitation: { ...invitation, outcome: "taken" } }), "agent")).toBeNull();
  });
});
