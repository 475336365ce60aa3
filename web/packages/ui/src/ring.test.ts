import { expect, it } from "vitest";
import { ringLevel } from "./ring";

it("changes level at 50, 75, 90 and 100 %", () => {
  const levels = [0, 0.49, 0.5, 0.75, 0.9, 1, 3].map(ringLevel);
  expect(levels).toEqual(["calm", "calm", "watch", "warning", "late", "over", "over"]);
});
