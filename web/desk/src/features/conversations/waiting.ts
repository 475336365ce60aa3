/** How long customers wait, and in which order their conversations stand. */
import type { ConversationRow } from "@kefu/api";

const CHAT = { amber: 60, red: 180 };
const MAIL = { amber: 4 * 3600, red: 24 * 3600 };

/** How long a customer has waited for an answer, as a level: of a chat amber from 60 s and red from 180 s, of a mail from 4 h and 24 h. */
export function waitLevel(seconds: number, channel = "chat"): "calm" | "amber" | "red" {
  const from = channel === "email" ? MAIL : CHAT;
  if (seconds >= from.red) return "red";
  return seconds >= from.amber ? "amber" : "calm";
}

/** The ids in order: those that owe an answer first, the oldest on top; the others as they are. */
export function sortedByWaiting(rows: ConversationRow[]): { owed: string[]; others: string[] } {
  const owed = rows.filter((row) => row.unanswered_since);
  owed.sort((a, b) => (a.unanswered_since! < b.unanswered_since! ? -1 : 1));
  return { owed: owed.map((row) => row.id), others: rows.filter((row) => !row.unanswered_since).map((row) => row.id) };
}

/** The order as it stands: rows keep their places whatever customers do, newcomers come last in the group they belong to. */
export function keptInPlace(
  order: { owed: string[]; others: string[] },
  rows: ConversationRow[],
): { owed: ConversationRow[]; others: ConversationRow[] } {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const standing = (ids: string[]) => ids.flatMap((id) => byId.get(id) ?? []);
  const known = new Set([...order.owed, ...order.others]);
  const fresh = rows.filter((row) => !known.has(row.id));
  return {
    owed: [...standing(order.owed), ...fresh.filter((row) => row.unanswered_since)],
    others: [...fresh.filter((row) => !row.unanswered_since), ...standing(order.others)],
  };
}

/** Whom to answer next, after the conversation that is open: the one that has waited longest. */
export function nextUnanswered(rows: ConversationRow[], openId: string | null): string | null {
  return sortedByWaiting(rows).owed.find((id) => id !== openId) ?? null;
}
