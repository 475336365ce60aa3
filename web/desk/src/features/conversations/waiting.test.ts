import type { ConversationRow } from "@kefu/api";
import { expect, it } from "vitest";
import { keptInPlace, nextUnanswered, sortedByWaiting } from "./waiting";

const row = (id: string, unanswered_since: string | null) => ({ id, unanswered_since }) as ConversationRow;
const ids = ({ owed, others }: { owed: ConversationRow[]; others: ConversationRow[] }) => [
  owed.map((one) => one.id).join(""),
  others.map((one) => one.id).join(""),
];

it("puts the longest unanswered first", () => {
  const rows = [row("a", null), row("b", "2026-01-01T10:00:05Z"), row("c", "2026-01-01T10:00:01Z")];
  expect(sortedByWaiting(rows)).toEqual({ owed: ["c", "b"], others: ["a"] });
  expect(nextUnanswered(rows, "c")).toBe("b");
  expect(nextUnanswered([row("a", null)], null)).toBeNull();
});

it("moves nothing when a customer writes or newcomers arrive", () => {
  const order = sortedByWaiting([row("a", null), row("b", "2026-01-01T10:00:05Z")]);
  const later = [row("new", "2026-01-01T10:01:00Z"), row("a", "2026-01-01T10:00:30Z"), row("b", "2026-01-01T10:00:05Z")];
  expect(ids(keptInPlace(order, later))).toEqual(["bnew", "a"]);
  expect(ids(keptInPlace(order, [row("b", null)]))).toEqual(["b", ""]);
});
