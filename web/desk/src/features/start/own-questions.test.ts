import { describe, expect, it } from "vitest";
import { csvOf, pairsOf } from "./own-questions";

describe("pasted questions", () => {
  it("are read however they are parted", () => {
    const { pairs, unread } = pairsOf("1. 怎么退货？寄回来就行\n营业时间|每天 9 点到 21 点\n\n地址\t杭州\n没有答案的一行");
    expect(pairs).toEqual([
      { question: "怎么退货？", answer: "寄回来就行" },
      { question: "营业时间", answer: "每天 9 点到 21 点" },
      { question: "地址", answer: "杭州" },
    ]);
    expect(unread).toEqual(["没有答案的一行"]);
  });

  it("survive commas and quotation marks on their way", () => {
    expect(csvOf([{ question: '什么是"包邮"？', answer: "满 59 元,包邮" }])).toBe(
      'question,answer\n"什么是""包邮""？","满 59 元,包邮"',
    );
  });
});
