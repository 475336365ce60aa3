/** Where a contact is read: a call in the list of calls, all else in the desk. */
import type { RouteLocationRaw } from "vue-router";

export function pageOf({ conversation_id: id, channel }: { conversation_id: string; channel: string }): RouteLocationRaw {
  return channel === "phone" ? { name: "calls", params: { id } } : { name: "desk", params: { conversationId: id } };
}
