import { describe, expect, it } from "vitest";
import { dialled, numberIn, remember } from "./dialled";

describe("the numbers dialled last", () => {
  it("are the newest twenty, each once", () => {
    for (let number = 0; number < 25; number += 1) remember(String(number));
    remember("10");
    expect(dialled.value).toHaveLength(20);
    expect(dialled.value.slice(0, 2)).toEqual(["10", "24"]);
    expect(JSON.parse(localStorage.getItem("kefu.dialled")!)).toEqual(dialled.value);
  });
});

it.each([
  ["138 0000 7201", "138 0000 7201"],
  [" +86-10-88886666 ", "+86-10-88886666"],
  ["8101", "8101"],
  ["110", null],
  ["Q-20261126", null],
  ["王芳", null],
  ["13800007201x", null],
])("%s typed among words is the number %s", (typed, number) => {
  expect(numberIn(typed)).toBe(number);
});
