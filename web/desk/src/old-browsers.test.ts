import { expect, it } from "vitest";
import { at, hasOwn } from "./old-browsers";

it("gives an old browser what the desk calls", () => {
  expect([-1, 0, 5, 1.9].map((index) => at.call([1, 2, 3], index))).toEqual([3, 1, undefined, 2]);
  expect(at.call("abc", -1)).toBe("c");
  expect(hasOwn({ a: 1 }, "a")).toBe(true);
  expect(hasOwn({}, "toString")).toBe(false);
});
