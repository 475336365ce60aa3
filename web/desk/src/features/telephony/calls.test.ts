import type { Call, CallMoment } from "@kefu/api";
import { describe, expect, it } from "vitest";
import { answersItself, changed, foremost, isMine, qualityOf, steps, stretches } from "./calls";

const NOW = Date.parse("2026-11-26T10:00:00Z");
const ME = "me";

function aCall(changes: Partial<Call> = {}): Call {
  return {
    id: "c1", direction: "inbound", phase: "ringing", caller: "13800138000", number: null, customer_id: null,
    queue: { id: "q", name: "Sales", answers_calls: false }, assignee_id: null, ringing_id: ME,
    started_at: "2026-11-26T09:58:00Z", answered_at: null, ended_at: null, ended_by: "", agent_name: "", cause: null, wrap_up_until: null,
    wrap_up_more: 0, wrapped_at: null, seconds: { before: 0, talk: 0 },
    in_state_since: "2026-11-26T09:58:00Z", stage: "", other: null, monitor: null, recording_paused: false, ...changes,
  };
}
const ended = (changes: Partial<Call> = {}) =>
  aCall({ phase: "ended", ringing_id: null, assignee_id: ME, wrap_up_until: "2026-11-26T10:00:30Z", ...changes });
const moment = (kind: CallMoment["kind"], name: string, at: string, way = ""): CallMoment => ({ kind, name, at, way, label: "", node_kind: "", user_id: null, user_name: "" });

describe("the calls in hand", () => {
  it("are what rings here, what one talks in, and what is to be wrapped up while the time runs", () => {
    expect(isMine(aCall(), ME, NOW)).toBe(true);
    expect(isMine(aCall({ ringing_id: "other" }), ME, NOW)).toBe(false);
    expect(isMine(aCall({ phase: "talking", ringing_id: null, assignee_id: ME }), ME, NOW)).toBe(true);
    expect(isMine(ended(), ME, NOW)).toBe(true);
    expect(isMine(ended({ wrapped_at: "2026-11-26T09:59:59Z" }), ME, NOW)).toBe(false);
    expect(isMine(ended(), ME, NOW + 31_000)).toBe(false);
  });

  it("lose what passes on to somebody else, and keep the others", () => {
    const calls = [aCall(), ended({ id: "c0" })];
    expect(changed(calls, aCall({ ringing_id: "other" }), ME, NOW).map(({ id }) => id)).toEqual(["c0"]);
    expect(changed(calls, aCall({ id: "c2" }), ME, NOW).map(({ id }) => id)).toEqual(["c2", "c1", "c0"]);
  });

  it("show a talk before what rings before what is to be wrapped up", () => {
    const talking = aCall({ id: "t", phase: "talking" });
    expect(foremost([ended({ id: "e" }), aCall(), talking])?.id).toBe("t");
    expect(foremost([ended({ id: "e" }), aCall()])?.id).toBe("c1");
    expect(foremost([])).toBeUndefined();
  });

  it("answer themselves where the queue wants it, or a browser comes back into its call", () => {
    expect(answersItself(aCall(), ME)).toBeNull();
    const queue = { id: "q", name: "Sales", answers_calls: true };
    expect(answersItself(aCall({ queue }), ME)).toBe("queue");
    expect(answersItself(aCall({ queue, ringing_id: "other" }), ME)).toBeNull();
    expect(answersItself(aCall({ phase: "lost", ringing_id: null, assignee_id: ME }), ME)).toBe("back");
    expect(answersItself(aCall({ direction: "outbound", phase: "calling", ringing_id: null, assignee_id: ME }), ME)).toBe("own");
    expect(answersItself(ended(), ME)).toBeNull();
  });
});

describe("the seconds of a call", () => {
  it("add up to the whole, each phase ending where the next begins", () => {
    const call = ended({ started_at: "2026-11-26T09:58:00.400Z", ended_at: "2026-11-26T09:59:30.900Z" });
    const moments = [
      moment("node", "menu", "2026-11-26T09:58:05Z", "1"),
      moment("phase", "waiting", "2026-11-26T09:58:05.100Z"),
      moment("phase", "ringing", "2026-11-26T09:58:20.700Z"),
      moment("phase", "talking", "2026-11-26T09:58:23.300Z"),
      moment("phase", "ended", "2026-11-26T09:59:30.900Z"),
    ];
    const found = stretches(call, moments, NOW);
    expect(found.map(({ phase }) => phase)).toEqual(["flow", "waiting", "ringing", "talking"]);
    expect(found.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(91);
  });

  it("run until now while it goes on, and never backwards", () => {
    const call = aCall({ started_at: "2026-11-26T09:59:50Z" });
    expect(stretches(call, [moment("phase", "waiting", "2026-11-26T09:59:40Z")], NOW)).toMatchObject([{ phase: "waiting", seconds: 10 }]);
  });
});

describe("the path", () => {
  it("names what was pressed or decided, and not the line that it led to", () => {
    const moments = [moment("node", "menu", "", "1"), moment("phase", "waiting", ""), moment("node", "line", "", "queue")];
    expect(steps(moments)).toMatchObject([{ name: "menu", way: "1" }]);
  });
});

describe("the quality", () => {
  const none = { received: 0, lost: 0, jitter: 0 };
  it("is told by what was lost since the last look, and by jitter", () => {
    expect(qualityOf({ received: 100, lost: 0, jitter: 0.01 }, none)).toBe("good");
    expect(qualityOf({ received: 200, lost: 3, jitter: 0.01 }, { received: 100, lost: 0, jitter: 0 })).toBe("fair");
    expect(qualityOf({ received: 190, lost: 13, jitter: 0.01 }, { received: 100, lost: 3, jitter: 0 })).toBe("poor");
    expect(qualityOf({ received: 200, lost: 0, jitter: 0.2 }, none)).toBe("poor");
    expect(qualityOf({ received: 100, lost: 0, jitter: 0 }, { received: 100, lost: 0, jitter: 0 })).toBe("poor");
  });
});
