import { expect, it } from "vitest";
import { recipients, secondsLeft } from "./undoing";

it("counts the seconds in which a mail can be undone", () => {
  const now = Date.parse("2026-11-26T10:00:00Z");
  expect(["2026-11-26T10:00:09.400Z", "2026-11-26T10:00:00Z", "2026-11-26T09:00:00Z"].map((at) => secondsLeft(at, now))).toEqual([10, 0, 0]);
  expect(secondsLeft(undefined, now)).toBe(0);
});

it("finds addresses however they were typed or pasted", () => {
  expect(recipients("a@b.test， c@d.test;e@f.test")).toEqual(["a@b.test", "c@d.test", "e@f.test"]);
  expect(recipients("张 三 <a@b.test>, a@b.test")).toEqual(["a@b.test"]);
  expect(recipients("  ")).toEqual([]);
});
