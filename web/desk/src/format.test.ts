import { describe, expect, it } from "vitest";
import type { ComposerTranslation } from "vue-i18n";
import { dayAndTime, dayName, duration, fileSize, secondsSince, shortTime } from "./format";

const t = ((key: string) => ({ "time.today": "今天", "time.yesterday": "昨天" })[key]) as unknown as ComposerTranslation;
const now = new Date(2026, 10, 22, 15, 0);
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString();

describe("times", () => {
  it("are named from the reader's day", () => {
    expect(dayAndTime(at(2026, 10, 22, 14, 5), t, now)).toBe("今天 14:05");
    expect(dayName(at(2026, 10, 21, 23, 59), t, now)).toBe("昨天");
    expect(dayName(at(2026, 10, 20, 0, 0), t, now)).toBe("11-20");
    expect(dayName(at(2025, 0, 2, 0, 0), t, now)).toBe("2025-01-02");
  });

  it("are short in a row", () => {
    expect(shortTime(at(2026, 10, 22, 9, 3), t, now)).toBe("09:03");
    expect(shortTime(at(2026, 10, 21, 9, 3), t, now)).toBe("昨天");
  });

  it("never run backwards when clocks differ", () => {
    expect(secondsSince("2026-11-22T10:00:05Z", Date.parse("2026-11-22T10:00:00Z"))).toBe(0);
  });
});

it("writes durations and sizes", () => {
  expect([42, 725, 3729].map(duration)).toEqual(["0:42", "12:05", "1:02:09"]);
  expect([200, 12_400, 3_400_000].map(fileSize)).toEqual(["1 kB", "12 kB", "3.4 MB"]);
});
