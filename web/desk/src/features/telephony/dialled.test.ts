import { describe, expect, it } from "vitest";
import { dialled, remember } from "./dialled";

describe("the numbers dialled last", () => {
  it("are the newest twenty, each once", () => {
    for (let number = 0; number < 25; number += 1) remember(String(number));
    remember("10");
    expect(dialled.value).toHaveLength(20);
    expect(dialled.value.slice(0, 2)).toEqual(["10", "24"]);
    expect(JSON.parse(localStorage.getItem("kefu.dialled")!)).toEqual(dialled.value);
  });
});
