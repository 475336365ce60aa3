import { describe, expect, it } from "vitest";
import { composerAct, isTextField, mentionAt, quickInsertAt } from "./composing";

const enter = { key: "Enter", keyCode: 13, isComposing: false, shiftKey: false, ctrlKey: false, metaKey: false };

describe("Enter", () => {
  it("sends; with Shift or Ctrl it is a new line", () => {
    expect(composerAct(enter)).toBe("send");
    expect(composerAct({ ...enter, shiftKey: true })).toBe("newline");
    expect(composerAct({ ...enter, ctrlKey: true })).toBe("newline");
  });

  it("makes a new line for those who like it so; then Ctrl sends", () => {
    expect(composerAct(enter, false)).toBe("newline");
    expect(composerAct({ ...enter, ctrlKey: true }, false)).toBe("send");
    expect(composerAct({ ...enter, ctrlKey: true, isComposing: true }, false)).toBeNull();
  });

  it("never sends while an input method is composing", () => {
    expect(composerAct({ ...enter, isComposing: true })).toBeNull();
    expect(composerAct({ ...enter, keyCode: 229 })).toBeNull();
  });
});

describe("quick insert", () => {
  it("opens at the start of a line, with either slash", () => {
    expect(quickInsertAt("/退款", 3)).toEqual({ from: 0, to: 3, query: "退款" });
    expect(quickInsertAt("您好\n、", 4)).toEqual({ from: 3, to: 4, query: "" });
  });

  it("opens after white space too, so that one message holds several", () => {
    expect(quickInsertAt("您好。 /tk", 7)).toEqual({ from: 4, to: 7, query: "tk" });
    expect(quickInsertAt("您好。 、", 5)).toEqual({ from: 4, to: 5, query: "" });
  });

  it("does not open inside a word, nor once a space has followed", () => {
    expect(quickInsertAt("1/2", 3)).toBeNull();
    expect(quickInsertAt("/a b", 4)).toBeNull();
    expect(quickInsertAt("苹果、梨", 4)).toBeNull();
  });
});

describe("a colleague", () => {
  it("is asked for by @ of either width, after any word that is not latin", () => {
    expect(mentionAt("@", 1)).toEqual({ from: 0, to: 1, query: "" });
    expect(mentionAt("请＠xl看", 4)).toEqual({ from: 1, to: 4, query: "xl" });
    expect(mentionAt("ask @8002", 9)).toEqual({ from: 4, to: 9, query: "8002" });
  });

  it("is not asked for in an address, nor once a space or a mark has followed", () => {
    expect(mentionAt("li@shop.cn", 10)).toBeNull();
    expect(mentionAt("@小李 看", 5)).toBeNull();
    expect(mentionAt("@小李，", 4)).toBeNull();
  });
});

it("knows text fields, so that Enter accepts nothing while one has the focus", () => {
  expect(isTextField(document.createElement("textarea"))).toBe(true);
  expect(isTextField(document.createElement("button"))).toBe(false);
  expect(isTextField(null)).toBe(false);
});
