/** Messages cut into what is drawn: day marks, runs of one sender, messages. */
import type { Message } from "@kefu/api";
import { daysAgo } from "../../format";
import { currentLocale } from "../../i18n";

export type StreamItem =
  | { kind: "day"; key: string; at: string }
  | { kind: "system"; key: string; message: Message }
  | { kind: "message"; key: string; message: Message; startsRun: boolean };

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

function continues(before: Message | null, message: Message): boolean {
  if (!before || before.kind === "system") return false;
  const sameVoice =
    before.sender.kind === message.sender.kind &&
    before.sender.id === message.sender.id &&
    (before.kind === "note") === (message.kind === "note");
  return sameVoice && Date.parse(message.created_at) - Date.parse(before.created_at) < RUN_GAP_MS;
}
