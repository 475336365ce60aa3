/** Messages cut into what is drawn: day marks, runs of one sender, messages. */
import type { Message } from "@kefu/api";
import { daysAgo } from "../../format";
import { currentLocale } from "../../i18n";

export type StreamItem =
  | { kind: "day"; key: string; at: string }
  | { kind: "system"; key: string; message: Message }
  | { kind: "message"; key: string; message: Message; startsRun: boolean };

/** A run of what the system says, as one line; `isOpen` says that the lines follow it. */
export interface Fold {
  kind: "fold";
  key: string;
  count: number;
  isOpen: boolean;
}

/** What a message says, in the reader's language where its words are our own. */
export function wordsOf({ payload, text }: Message): string {
  return payload.words?.[currentLocale()] ?? text;
}

const RUN_GAP_MS = 5 * 60_000;

export function streamItems(messages: Message[], now = new Date()): StreamItem[] {
  const items: StreamItem[] = [];
  let before: Message | null = null;
  for (const message of messages) {
    if (!before || daysAgo(before.created_at, now) !== daysAgo(message.created_at, now)) {
      items.push({ kind: "day", key: `day-${message.created_at}`, at: message.created_at });
      before = null;
    }
    if (message.kind === "system") items.push({ kind: "system", key: message.id, message });
    else items.push({ kind: "message", key: message.id, message, startsRun: !continues(before, message) });
    before = message;
  }
  return items;
}

const SHORTEST_FOLD = 3;
/** Notes that the system writes as a matter of routine; what people wrote, or decided, stays in sight. */
const ROUTINE = new Set(["snoozed", "snooze_over", "reassigned", "agent_gone", "agent_away"]);

function isRoutine(item: StreamItem): boolean {
  if (item.kind === "system") return !item.message.payload.leave_message;
  return item.kind === "message" && item.message.kind === "note" && ROUTINE.has(item.message.payload.code ?? "");
}

/** Three or more lines of the system in a row become one, unless somebody has opened it. */
export function folded(items: StreamItem[], opened: ReadonlySet<string>): (StreamItem | Fold)[] {
  const shown: (StreamItem | Fold)[] = [];
  for (let at = 0; at < items.length; ) {
    let end = at;
    while (end < items.length && isRoutine(items[end]!)) end += 1;
    const run = items.slice(at, Math.max(end, at + 1));
    if (end - at >= SHORTEST_FOLD) {
      const key = `fold-${run[0]!.key}`;
      const isOpen = opened.has(key);
      shown.push({ kind: "fold", key, count: run.length, isOpen });
      if (isOpen) shown.push(...run);
    } else shown.push(...run);
    at += run.length;
  }
  return shown;
}

function continues(before: Message | null, message: Message): boolean {
  if (!before || before.kind === "system") return false;
  const sameVoice =
    before.sender.kind === message.sender.kind &&
    before.sender.id === message.sender.id &&
    (before.kind === "note") === (message.kind === "note");
  return sameVoice && Date.parse(message.created_at) - Date.parse(before.created_at) < RUN_GAP_MS;
}
