import { beforeEach, describe, expect, it, vi } from "vitest";

const HERE = Date.parse("2026-11-26T08:00:00Z");

describe("the server's time", () => {
  beforeEach(() => {
    vi.resetModules();
    vi.useFakeTimers({ now: HERE });
  });

  it("is this computer's own where both agree within two seconds, or nothing is known", async () => {
    const { learnServerTime, serverNow } = await import("./clock");
    learnServerTime(null);
    learnServerTime("nonsense");
    expect(serverNow()).toBe(HERE);
    learnServerTime(new Date(HERE + 1000).toUTCString());
    expect(serverNow()).toBe(HERE);
  });

  it("corrects a computer that is wrong by an hour, either way", async () => {
    for (const wrong of [-3_600_000, 3_600_000]) {
      vi.resetModules();
      const { learnServerTime, serverNow } = await import("./clock");
      learnServerTime(new Date(HERE + wrong).toUTCString());
      expect(Math.abs(serverNow() - (HERE + wrong))).toBeLessThan(1001);
    }
  });
});
