/** The keys of the desk and the texts that name them; the help sheet shows this list. */
import { isComposing, isTextField } from "../features/conversations/composing";

export const SHORTCUTS = {
  "Alt J": "next",
  "Alt C": "close",
  "Alt I": "invalid",
  "Alt T": "transfer",
  "Alt K": "card",
  "Alt L": "snooze",
  "Alt H": "raise_hand",
  "Alt S": "script",
  "Alt A": "call_answer",
  "Alt M": "call_mute",
  "Alt O": "call_hold",
  "Alt R": "call_transfer",
  "Alt U": "call_consult",
  "Alt P": "call_pause",
  "Alt Q": "call_hang_up",
  Enter: "send",
  "Shift Enter": "new_line",
  "/": "quick",
  "1 – 9": "reason",
  "Ctrl K": "palette",
  "Alt /": "help",
  "?": "help_outside",
  Esc: "leave",
} as const;

/** Whether the event is Alt with this key, wherever the focus is. The code, since Alt changes the character on a Mac. */
export function isAlt(event: KeyboardEvent, code: string): boolean {
  return event.altKey && !event.ctrlKey && !event.metaKey && event.code === code && !isComposing(event) && !event.repeat;
}

export function asksForHelp(event: KeyboardEvent): boolean {
  return isAlt(event, "Slash") || (event.key === "?" && !isTextField(event.target) && !isComposing(event));
}
