import type { Agent } from "@kefu/api";
import { describe, expect, it } from "vitest";
import { colleaguesFor, knownAs, mentionOf } from "./mentions";

function agent(id: string, user: Partial<Agent["user"]>, status: Agent["presence"]["status"] = "online"): Agent {
  const presence = { status, reason: null, since: "2026-11-23T09:00:00Z", channels: ["chat"] };
  const known = { id, nickname: "", name: "", employee_number: null, pinyin: "", ...user };
  return { user: known, presence, skills: [], team_ids: [], chats: 0, calls: 0, capacity: 5 };
}

const li = agent("1", { nickname: "小李", name: "李明", employee_number: "8001", pinyin: "liming lm xiaoli xl" }, "offline");
const zeng = agent("2", { nickname: "小曾", name: "曾小明", employee_number: "8002", pinyin: "zengxiaoming zxm xiaozeng xz" }, "busy");
const anna = agent("3", { name: "Anna Smith", pinyin: "annasmith as" });
const twin = agent("4", { nickname: "小李", name: "李芳", employee_number: "8004", pinyin: "lifang lf xiaoli xl" });
const all = [li, zeng, anna, twin];
const found = (typed: string, myId = "") => colleaguesFor(all, typed, myId).map(({ user }) => user.id);

describe("colleagues for what is typed after @", () => {
  it("are all of them at first, who is online before who is busy or away, without oneself", () => {
    expect(found("")).toEqual(["3", "4", "2", "1"]);
    expect(found("", "3")).toEqual(["4", "2", "1"]);
  });

  it("are found by nickname, name, number, pinyin and initials", () => {
    expect(found("小李")).toEqual(["4", "1"]);
    expect(found("明")).toEqual(["2", "1"]);
    expect(found("8002")).toEqual(["2"]);
    expect(found("zxm")).toEqual(["2"]);
    expect(found("XIAOL")).toEqual(["4", "1"]);
    expect(found("smi")).toEqual(["3"]);
  });

  it("are none when nothing begins so", () => {
    expect(found("002")).toEqual([]);
    expect(found("ming")).toEqual([]);
  });

  it("are a handful in a big house", () => {
    const house = Array.from({ length: 200 }, (_, number) => agent(String(number), { nickname: `坐席${number}` }));
    expect(colleaguesFor(house, "坐席", "")).toHaveLength(8);
  });
});

describe("what is written", () => {
  it("is the name; where two share it, the number", () => {
    expect(mentionOf(zeng, all)).toBe("小曾");
    expect(mentionOf(twin, all)).toBe("8004");
  });

  it("falls back on what colleagues know", () => {
    expect(knownAs(agent("5", { name: "王芳", employee_number: "8005" }))).toBe("8005");
    expect(knownAs(anna)).toBe("Anna Smith");
  });
});
