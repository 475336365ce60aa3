/** What a key means in the composer. An input method that is composing owns every key. */

export type ComposerAct = "send" | "newline" | null;

/** With `enterSends` Enter sends and Shift or Ctrl makes a new line; without it Ctrl+Enter sends. */
export function composerAct(
  event: Pick<KeyboardEvent, "key" | "keyCode" | "isComposing" | "shiftKey" | "ctrlKey" | "metaKey">,
  enterSends = true,
): ComposerAct {
  if (event.key !== "Enter" || isComposing(event)) return null;
  if (!enterSends) return event.ctrlKey || event.metaKey ? "send" : "newline";
  return event.shiftKey || event.ctrlKey || event.metaKey ? "newline" : "send";
}

/** Some browsers end composition before the Enter that ended it; they give it the key code 229. */
export function isComposing(event: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean {
  return event.isComposing || event.keyCode === 229;
}

export interface QuickInsert {
  /** Where the words after the mark (slash or @) begin and end in the text, the mark included. */
  from: number;
  to: number;
  query: string;
}

/** "/" or 「、」 (the same key under a Chinese input method) at the start of a line or after white space asks for quick replies. */
export function quickInsertAt(text: string, caret: number): QuickInsert | null {
  const asked = /(?:^|\s)([/、])([^\s/、]{0,40})$/.exec(text.slice(0, caret));
  if (!asked) return null;
  const query = asked[2]!;
  return { from: caret - query.length - 1, to: caret, query };
}

/** "@" of either width asks for a colleague, unless it stands in an address like a@b.cn. */
export function mentionAt(text: string, caret: number): QuickInsert | null {
  const asked = /(?:^|[^\w.%+-])[@＠]([^\s@＠，。、,：:；;！!？?]{0,20})$/.exec(text.slice(0, caret));
  if (!asked) return null;
  const query = asked[1]!;
  return { from: caret - query.length - 1, to: caret, query };
}

export function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
