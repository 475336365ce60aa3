/** A call flow as the editor shows it: its ways, its tree, and where its nodes stand in the drawing. */
import type { CallDraft, CallNode, CallNodeKind, CallPath } from "@kefu/api";

export const KINDS: CallNodeKind[] = ["play", "menu", "digits", "hours", "vip", "region", "lookup", "branch", "queue", "callback", "transfer", "voicemail", "end"];
export const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#"];
export const SPEAKS: CallNodeKind[] = ["play", "menu", "digits"];
export const ASKS: CallNodeKind[] = ["hours", "vip", "region", "lookup", "branch"];

type Named = "next" | "otherwise" | "open" | "closed" | "yes" | "no" | "found" | "none" | "unknown" | "full" | "long_wait";
export const NAMED: Record<CallNodeKind, Named[]> = {
  play: ["next"],
  menu: ["otherwise"],
  digits: ["next", "otherwise"],
  hours: ["open", "closed"],
  vip: ["yes", "no"],
  region: ["otherwise"],
  lookup: ["found", "none", "unknown"],
  branch: ["otherwise"],
  queue: [],
  callback: ["otherwise"],
  transfer: ["otherwise"],
  voicemail: [],
  end: [],
};

/** Ways that a queue's node may have. */
export const MAY: Named[] = ["full", "closed", "long_wait"];

export interface Way {
  /** A key, `r1` …, or a named way. */
  name: string;
  target: string;
}

/** The ways out of a node, in the order of rules/flow.py. */
export function waysOf(node: CallNode): Way[] {
  const keys = KEYS.filter((key) => node.keys && key in node.keys);
  return [
    ...keys.map((name) => ({ name, target: node.keys![name]! })),
    ...(node.cases ?? []).map(({ to }, index) => ({ name: `r${index + 1}`, target: to })),
    ...NAMED[node.kind].map((name) => ({ name, target: node[name] ?? "" })),
    ...(node.kind === "queue" ? MAY.filter((name) => node[name]).map((name) => ({ name, target: node[name]! })) : []),
  ];
}

export function withWay(node: CallNode, name: string, target: string): CallNode {
  if (node.keys && name in node.keys) return { ...node, keys: { ...node.keys, [name]: target } };
  const nth = /^r(\d+)$/.exec(name)?.[1];
  if (nth && node.cases) {
    return { ...node, cases: node.cases.map((one, index) => (index + 1 === Number(nth) ? { ...one, to: target } : one)) };
  }
  return { ...node, [name]: target };
}

export interface TreeRow {
  key: string;
  depth: number;
  /** The way that leads here; "" for the start. */
  way: string;
  from: string;
  /** "" where the way leads nowhere yet. */
  id: string;
  /** It stands further up already: the tree ends here. */
  isRepeated: boolean;
}

/** Every way from the start, each node opened once; nodes that no way reaches follow at the end. */
export function treeOf(draft: CallDraft): TreeRow[] {
  const rows: TreeRow[] = [];
  const seen = new Set<string>();
  const add = (id: string, from: string, way: string, depth: number) => {
    const node = draft.nodes[id];
    const isRepeated = seen.has(id);
    rows.push({ key: `${from}>${way}>${id}`, depth, way, from, id: node ? id : "", isRepeated });
    if (!node || isRepeated) return;
    seen.add(id);
    for (const { name, target } of waysOf(node)) add(target, id, name, depth + 1);
  };
  if (draft.nodes[draft.start]) add(draft.start, "", "", 0);
  for (const id of Object.keys(draft.nodes)) if (!seen.has(id)) add(id, "", "", 0);
  return rows;
}

export function freshId(draft: CallDraft): string {
  let n = Object.keys(draft.nodes).length + 1;
  while (`n${n}` in draft.nodes) n += 1;
  return `n${n}`;
}

export function freshNode(kind: CallNodeKind): CallNode {
  if (kind === "menu") return { kind, keys: { "1": "" }, otherwise: "" };
  if (kind === "region") return { kind, cases: [{ places: [], to: "" }], otherwise: "" };
  return { kind };
}

/** Without the node; the ways that led to it lead nowhere. */
export function without(draft: CallDraft, gone: string): CallDraft {
  const nodes = Object.fromEntries(
    Object.entries(draft.nodes)
      .filter(([id]) => id !== gone)
      .map(([id, node]) => [
        id,
        waysOf(node)
          .filter(({ target }) => target === gone)
          .reduce((kept, { name }) => withWay(kept, name, ""), node),
      ]),
  );
  return { start: draft.start === gone ? "" : draft.start, nodes };
}

export interface Box {
  id: string;
  x: number;
  y: number;
  height: number;
}
export interface Line {
  from: string;
  to: string;
  way: string;
}
export const BOX = { width: 168, height: 52, gapX: 92, gapY: 20 };
/** Between two lines that leave a box: their words lie one under the other. */
const WAY = 15;

/** Columns by the shortest way from the start, rows in the order of the tree. */
export function drawingOf(draft: CallDraft): { boxes: Box[]; lines: Line[]; width: number; height: number } {
  const depth = new Map<string, number>();
  const ahead: [string, number][] = draft.nodes[draft.start] ? [[draft.start, 0]] : [];
  while (ahead.length) {
    const [id, at] = ahead.shift()!;
    if (depth.has(id) || !draft.nodes[id]) continue;
    depth.set(id, at);
    for (const { target } of waysOf(draft.nodes[id])) ahead.push([target, at + 1]);
  }
  for (const id of Object.keys(draft.nodes)) if (!depth.has(id)) depth.set(id, 0);
  const filled: number[] = [];
  const boxes = [...depth].map(([id, column]) => {
    const y = filled[column] ?? 0;
    const height = Math.max(BOX.height, WAY * (waysOf(draft.nodes[id]!).length + 1));
    filled[column] = y + height + BOX.gapY;
    return { id, x: column * (BOX.width + BOX.gapX), y, height };
  });
  const lines = Object.entries(draft.nodes).flatMap(([from, node]) =>
    waysOf(node)
      .filter(({ target }) => draft.nodes[target])
      .map(({ name, target }) => ({ from, to: target, way: name })),
  );
  return {
    boxes,
    lines,
    width: Math.max(0, ...boxes.map(({ x }) => x + BOX.width)),
    height: Math.max(0, ...boxes.map(({ y, height }) => y + height)),
  };
}

/** Calls by node and way; what a flow of another day called otherwise is summed up under the node alone. */
export function countsOf(paths: CallPath[]): { ways: Map<string, number>; nodes: Map<string, number> } {
  const ways = new Map<string, number>();
  const nodes = new Map<string, number>();
  for (const { node, way, calls } of paths) {
    ways.set(`${node}>${way}`, calls);
    nodes.set(node, (nodes.get(node) ?? 0) + calls);
  }
  return { ways, nodes };
}

/** Drafts are the same when they say the same: what is null is not said. */
export function isSame(one: CallDraft, other: CallDraft): boolean {
  return said(one) === said(other);
}
function said(draft: CallDraft): string {
  const keep = (value: unknown): unknown =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, one]) => one !== null && one !== undefined)
            .sort(([a], [b]) => a.localeCompare(b))
            .map(([key, one]) => [key, keep(one)]),
        )
      : Array.isArray(value)
        ? value.map(keep)
        : value;
  return JSON.stringify(keep(draft));
}
