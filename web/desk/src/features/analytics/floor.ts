/** The agents' board: what each column means, how it sorts, when it turns amber and red. */
import type { BoardLine } from "@kefu/api";
import { secondsSince } from "../../format";

export type Level = "" | "near" | "bad";
export const UNANSWERED_AMBER = 60;
export const UNANSWERED_RED = 180;
export const BUSY_AMBER = 600;

export function inState(line: BoardLine, now: number): number {
  return secondsSince(line.presence.since, now);
}

/** Over-time breaks are red; a long busy state without any limit is amber. */
export function stateLevel(line: BoardLine, now: number): Level {
  if (line.break_left_seconds !== null && line.break_left_seconds < 0) return "bad";
  return line.presence.status === "busy" && inState(line, now) > BUSY_AMBER ? "near" : "";
}

export function unanswered(line: BoardLine, now: number): number {
  return line.unanswered_since ? secondsSince(line.unanswered_since, now) : 0;
}

export function unansweredLevel(seconds: number): Level {
  return seconds >= UNANSWERED_RED ? "bad" : seconds >= UNANSWERED_AMBER ? "near" : "";
}

const ORDER = { online: 0, busy: 1, offline: 2 };

/** What a column sorts by. */
export function sortKey(line: BoardLine, column: string, now: number): number | string {
  switch (column) {
    case "agent":
      return `${line.employee_number ?? ""} ${line.name}`;
    case "state":
      return ORDER[line.presence.status];
    case "since":
      return inState(line, now);
    case "chats":
      return line.chats;
    case "unanswered":
      return unanswered(line, now);
    default:
      return line.today[column] ?? -1;
  }
}

export function sorted(lines: BoardLine[], column: string, isDescending: boolean, now: number): BoardLine[] {
  const sign = isDescending ? -1 : 1;
  return [...lines].sort((a, b) => {
    const [left, right] = [sortKey(a, column, now), sortKey(b, column, now)];
    const order = typeof left === "string" || typeof right === "string" ? String(left).localeCompare(String(right)) : left - right;
    return sign * order || a.name.localeCompare(b.name);
  });
}

/** How a new agent usually starts (新人模式): 2 at once for three days, 3 for four more, then what is theirs. */
export const USUAL_STEPS = [
  { days: 3, capacity: 2 },
  { days: 4, capacity: 3 },
];
