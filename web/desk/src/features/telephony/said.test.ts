import { expect, test } from "vitest";
import { heardAt, isUnsure, moment, ofPart, pieces } from "./said";

const said = (start: number, end: number, confidence = 1) => ({ speaker: "caller" as const, part: "a1", start, end, text: "您好", confidence });

test.each([
  [0, "0:00"],
  [7.9, "0:07"],
  [750, "12:30"],
  [3723, "1:02:03"],
  [-1, "0:00"],
])("%d seconds are %s", (seconds, shown) => {
  expect(moment(seconds)).toBe(shown);
});

test("the later of two that speak at once is the one that is heard", () => {
  const segments = [said(0, 5), said(3, 4), said(6, 7)];
  expect([1, 3.5, 4.5, 5.5, 6, 9].map((at) => heardAt(segments, at))).toEqual([0, 1, 0, -1, 2, -1]);
});

test("what is less than half sure is marked", () => {
  expect([0.49, 0.5].map((sure) => isUnsure(said(0, 1, sure)))).toEqual([true, false]);
});

test("what is sought is found in whatever case, as often as it is there", () => {
  expect(pieces("VIP 客户，vip", "vip")).toEqual(["", "VIP", " 客户，", "vip", ""]);
  expect(pieces("您好", "")).toEqual(["您好"]);
  expect(pieces("您好", "再见")).toEqual(["您好"]);
});

test("only what was said in this part follows it, and what knows of no part", () => {
  const segments = [said(0, 1), { ...said(0, 1), part: "a2" }, { ...said(0, 1), part: "" }];
  expect(ofPart(segments, "a1")).toEqual([segments[0], segments[2]]);
  expect(ofPart(segments, "")).toHaveLength(3);
});
