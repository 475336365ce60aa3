/** How far somebody is with an announcement, and its colours. */
import type { AnnouncementReader } from "@kefu/api";

export const STATE_TONES = { open: "success", expired: "neutral", withdrawn: "neutral" } as const;

export function readerState(reader: AnnouncementReader): "unread" | "read" | "confirmed" {
  if (reader.confirmed_at) return "confirmed";
  return reader.read_at ? "read" : "unread";
}
