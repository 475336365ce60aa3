/** One interruption for an event: its sound; and where the desk is out of sight a silent desktop notice beside it. */
import { ref } from "vue";
import { play, type Sound } from "./sounds";
import { speaks } from "./speaker";

export type NoticePermission = NotificationPermission | "unavailable";

export const noticePermission = ref<NoticePermission>(permissionNow());
const TYPING_MS = 5_000;
const ringing = new Map<string, Sound>();

function permissionNow(): NoticePermission {
  return typeof Notification === "undefined" || !isSecureContext ? "unavailable" : Notification.permission;
}

export async function askForNotices(): Promise<void> {
  if (permissionNow() === "default") await Notification.requestPermission();
  noticePermission.value = permissionNow();
}

export function isInFront(): boolean {
  return !document.hidden && document.hasFocus();
}

let lastKeyAt = 0;
window.addEventListener("keydown", () => (lastKeyAt = Date.now()), { capture: true, passive: true });

/** Somebody who typed a moment ago is in the middle of a sentence. */
export function isTyping(): boolean {
  return Date.now() - lastKeyAt < TYPING_MS;
}

export interface Call {
  sound: Sound;
  /** The conversation. */
  id: string;
  title: string;
  text: string;
  /** Rings again until the conversation is opened or somebody else's. */
  repeats?: boolean;
}

export function interrupt(call: Call, open: (id: string) => void): void {
  if (call.repeats) ringing.set(call.id, call.sound);
  if (!speaks()) return;
  play(call.sound);
  if (isInFront() || permissionNow() !== "granted") return;
  const notice = new Notification(call.title, { body: call.text, tag: call.id, silent: true });
  notice.onclick = () => {
    window.focus();
    open(call.id);
    notice.close();
  };
}

/** What is opened, or gone, rings no more. */
export function keepRinging(isStillNew: (id: string) => boolean): void {
  for (const [id, sound] of ringing) if (sound !== "call" && !isStillNew(id)) ringing.delete(id);
}

/** It was answered, or went. */
export function stopRinging(id: string): void {
  ringing.delete(id);
}

/** Every five seconds, also in a hidden tab. Answers how to stop. */
export function everyTick(act: () => void): () => void {
  if (typeof Worker === "undefined") return () => undefined;
  const ticker = new Worker(new URL("./ticker.ts", import.meta.url), { type: "module" });
  ticker.onmessage = () => {
    act();
    const isSpeaker = speaks();
    const [next] = ringing.values();
    if (isSpeaker && next) play(next);
  };
  return () => {
    ticker.terminate();
    ringing.clear();
  };
}
