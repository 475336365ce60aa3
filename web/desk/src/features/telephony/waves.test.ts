import { expect, test } from "vitest";
import { bars, jumped, partAfter } from "./waves";

test("the louder the taller, away from the middle line, and silence is still seen", () => {
  expect(bars([100, 0], "above")).toBe("M0 0h0.7v24h-0.7zM1 22.5h0.7v1.5h-0.7z");
  expect(bars([50], "below")).toBe("M0 24h0.7v12h-0.7z");
  expect(bars([100], "around")).toBe("M0 0h0.7v48h-0.7z");
  expect(bars([], "above")).toBe("");
});

test.each([
  ["ArrowRight", 10, 15],
  ["ArrowLeft", 3, 0],
  ["PageUp", 50, 60],
  ["PageDown", 50, 20],
  ["Home", 10, 0],
  ["End", 10, 60],
  ["a", 10, null],
])("%s at second %d leads to %s", (key, at, to) => {
  expect(jumped(key, at, 60)).toBe(to);
});

test("a call that was handed over is heard part after part", () => {
  const parts = [{ part: "a1" }, { part: "a2" }, { part: "a3" }];
  expect(["a1", "a2", "a3", "gone"].map((part) => partAfter(parts, part))).toEqual(["a2", "a3", null, null]);
});
