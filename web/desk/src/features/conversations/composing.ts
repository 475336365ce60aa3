/** What a key means in the composer. An input method that is composing owns every key. */

export type ComposerAct = "send" | "newline" | null;

export function composerAct(event: Pick<KeyboardEvent, "key" | "keyCode" | "isComposing" | "shiftKey" | "ctrlKey" | "metaKey">): ComposerAct {
  if (event.key !== "Enter" || isComposing(event)) return null;
  return event.shiftKey || event.ctrlKey || event.metaKey ? "newline" : "send";
}

/** Some browsers end composition before the Enter that ended it; they give it the key code 229. */
export function isComposing(event: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean {
  return event.isComposing || event.keyCode === 229;
}

export interface QuickInsert {
  /** Where the words after the slash begin and end in the text, slash included. */
  from: number;
  to: number;
  query: string;
}

/** A line that begins with "/" or 「、」 (the same key under a Chinese input method) asks for the knowledge base. */
export function quickInsertAt(text: string, caret: number): QuickInsert | null {
  const from = text.lastIndexOf("\n", caret - 1) + 1;
  const line = text.slice(from, caret);
  if (!/^[/、][^\s/]*$/.test(line)) return null;
  return { from, to: caret, query: line.slice(1) };
}

export function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
