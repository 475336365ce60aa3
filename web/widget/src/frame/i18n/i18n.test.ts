import { describe, expect, it } from "vitest";

import { inWords, translator } from ".";
import { en } from "./en";
import { zhCN } from "./zh-CN";

describe("the dictionaries", () => {
  it("have the same holes to fill in both languages", () => {
    const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const key of Object.keys(zhCN) as (keyof typeof zhCN)[]) expect(holes(en[key]), key).toEqual(holes(zhCN[key]));
  });

  it("carry no English in the Chinese text but file sizes", () => {
    const stray = Object.entries(zhCN).filter(([key, text]) => key !== "app.language" && /[A-Za-z]{2,}/.test(text.replace(/\{\w+\}|20 MB/g, "")));
    expect(stray).toEqual([]);
  });
});

describe("words", () => {
  it("fill in figures", () => {
    expect(translator("zh-CN")("queue.position.wait", { n: 3, m: 2 })).toBe(
      "当前排队第 3 位，预计等待 2 分钟，您也可以先留言",
    );
  });

  it("prefer the server's sentence where it knows more than the status", () => {
    const t = translator("en");
    expect(inWords(t, { status: 422, detail: "Too long." })).toBe("Too long.");
    expect(inWords(t, { status: 429, detail: "" })).toContain("wait");
    expect(inWords(t, { status: 413, detail: "<html>" })).toContain("too large");
    expect(inWords(t, { status: 503, detail: "x" })).toContain("Nothing is lost");
    expect(inWords(t, { status: 0, detail: "" })).toContain("No network");
  });
});
