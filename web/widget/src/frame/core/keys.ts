/** Whether a key press sends the message. Enter that an input method is still using to choose a word does not. */
export function isSendKey(event: Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "isComposing" | "keyCode">): boolean {
  const isChoosingWord = event.isComposing || event.keyCode === 229;
  return event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !isChoosingWord;
}
