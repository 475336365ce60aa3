import { describe, expect, it } from "vitest";
import { linkParts } from "./links";

describe("linkParts", () => {
  it("finds addresses and leaves the punctuation around them, Chinese too", () => {
    expect(linkParts("见 https://a.test/x?y=1。谢谢 http://b.test).")).toEqual([
      { text: "见 " },
      { text: "https://a.test/x?y=1", href: "https://a.test/x?y=1" },
      { text: "。谢谢 " },
      { text: "http://b.test", href: "http://b.test" },
      { text: ")." },
    ]);
  });

  it("never links a script or markup", () => {
    const text = 'javascript:alert(1) <img src=x onerror="alert(1)">';
    expect(linkParts(text)).toEqual([{ text }]);
  });
});
