import type { Disposition } from "@kefu/api";
import { expect, it } from "vitest";
import { firstInvalid, matchingDispositions, recentDispositions, remember } from "./dispositions";

function leaf(id: string, path: string[], pinyin: string, changes: Partial<Disposition> = {}): Disposition {
  const name = path.at(-1)!;
  return {
    id, code: id, name, name_zh: name, name_en: name, position: 0, parent_id: null, path,
    is_leaf: true, is_active: true, pinyin, ...changes,
  };
}

const refund = leaf("refund", ["售后", "退款"], "tuikuan tk");
const broken = leaf("broken", ["售后", "破损"], "posun ps");
const group = leaf("after-sales", ["售后"], "shouhou sh", { is_leaf: false });
const retired = leaf("old", ["旧的"], "jiude jd", { is_active: false });
const all = [group, refund, broken, retired];

it("begins with the suggested ones, then the other active leaves", () => {
  expect(matchingDispositions(all, [broken], "")).toEqual([broken, refund]);
});

it("finds by name, path, code and pinyin initials", () => {
  expect(matchingDispositions(all, [], "退")).toEqual([refund]);
  expect(matchingDispositions(all, [], "TK")).toEqual([refund]);
  expect(matchingDispositions(all, [], "售后 ps")).toEqual([broken]);
  expect(matchingDispositions(all, [], "old")).toEqual([]);
});

it("remembers the last five that still exist, the latest first", () => {
  for (const id of ["a", "b", "c", "old", "refund", "broken", "refund"]) remember(id);
  expect(recentDispositions(all)).toEqual([refund, broken]);
});

it("knows the first reason of the invalid branch", () => {
  const silent = leaf("invalid-silent", ["无效", "静音"], "jingyin jy");
  expect(firstInvalid([leaf("invalid", ["无效"], "", { is_leaf: false }), silent])).toEqual(silent);
  expect(firstInvalid(all)).toBeUndefined();
});
