import type { CallDraft } from "@kefu/api";
import { describe, expect, it } from "vitest";
import { countsOf, drawingOf, freshId, isSame, treeOf, waysOf, without, withWay } from "./flow";

const draft: CallDraft = {
  start: "menu",
  nodes: {
    menu: { kind: "menu", prompt: "p", keys: { "0": "line", "2": "after" }, otherwise: "line" },
    after: { kind: "menu", prompt: "p", keys: { "1": "line", "9": "menu" }, otherwise: "" },
    line: { kind: "queue", queue_id: "q" },
    lost: { kind: "region", cases: [{ places: ["上海"], to: "line" }], otherwise: "line" },
  },
};

describe("a call flow in the editor", () => {
  it("lists the ways of a node, keys as a telephone has them", () => {
    expect(waysOf(draft.nodes.menu!).map(({ name }) => name)).toEqual(["2", "0", "otherwise"]);
    expect(waysOf(draft.nodes.lost!)).toEqual([
      { name: "r1", target: "line" },
      { name: "otherwise", target: "line" },
    ]);
  });

  it("opens each node once and shows ways that lead nowhere", () => {
    const rows = treeOf(draft).map(({ depth, way, id, isRepeated }) => [depth, way, id, isRepeated]);
    expect(rows).toEqual([
      [0, "", "menu", false],
      [1, "2", "after", false],
      [2, "1", "line", false],
      [2, "9", "menu", true],
      [2, "otherwise", "", false],
      [1, "0", "line", true],
      [1, "otherwise", "line", true],
      [0, "", "lost", false],
      [1, "r1", "line", true],
      [1, "otherwise", "line", true],
    ]);
  });

  it("leads a way elsewhere, and nowhere once its node is gone", () => {
    expect(withWay(draft.nodes.menu!, "2", "line").keys).toEqual({ "0": "line", "2": "line" });
    expect(withWay(draft.nodes.lost!, "r1", "menu").cases).toEqual([{ places: ["上海"], to: "menu" }]);
    const left = without(draft, "line");
    expect(left.nodes.menu).toMatchObject({ keys: { "0": "", "2": "after" }, otherwise: "" });
    expect(without(draft, "menu").start).toBe("");
    expect(draft.nodes).toHaveProperty("line");
  });

  it("draws every node once, in the column of its shortest way", () => {
    const { boxes, lines } = drawingOf(draft);
    expect(boxes.map(({ id }) => id).sort()).toEqual(["after", "line", "lost", "menu"]);
    expect(boxes.find(({ id }) => id === "after")!.x).toBe(boxes.find(({ id }) => id === "line")!.x);
    expect(lines).toHaveLength(7);
    const [menu, line] = ["menu", "line"].map((name) => boxes.find(({ id }) => id === name)!);
    expect(menu!.height).toBeGreaterThan(line!.height); // room for the words of its three ways
  });

  it("counts calls by way, and tells a draft from what was said before", () => {
    const { ways, nodes } = countsOf([
      { node: "menu", way: "2", calls: 3, passes: 4 },
      { node: "menu", way: "0", calls: 1, passes: 1 },
    ]);
    expect([ways.get("menu>2"), nodes.get("menu")]).toEqual([3, 4]);
    expect(isSame(draft, { ...draft, nodes: { ...draft.nodes, line: { queue_id: "q", kind: "queue", title: null } } })).toBe(true);
    expect(isSame(draft, without(draft, "lost"))).toBe(false);
    expect(freshId(draft)).toBe("n5");
  });
});
