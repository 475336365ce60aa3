/** Grows with every ticket that changed: lists and pages that are open ask anew. Keeps what is half written, and who is there. */
import type { DeskSignal } from "@kefu/api";
import { defineStore } from "pinia";
import { reactive, ref } from "vue";
import { serverNow } from "../../clock";

type Seen = Extract<DeskSignal, { type: "ticket_presence" }>;
export type TicketDoing = Seen["doing"];

/** `since` is the newest answer that stood there when the writing began: its id, null without any, undefined until it is known. */
export interface TicketDraft {
  text: string;
  isNote: boolean;
  since?: string | null;
}
export interface Colleague {
  id: string;
  name: string;
  isWriting: boolean;
  seenAt: number;
}

export const useTickets = defineStore("tickets", () => {
  const changes = ref(0);
  const changedId = ref("");
  const drafts = reactive(new Map<string, TicketDraft>());
  /** Colleagues who have a ticket open, by ticket and person. */
  const present = reactive(new Map<string, Map<string, Colleague>>());
  /** Grows when somebody comes to a ticket: whoever is there says so. */
  const arrivals = ref(0);

  function changed(ticketId: string): void {
    changedId.value = ticketId;
    changes.value += 1;
  }
  /** What is written about a ticket and not sent yet: it waits where it was left. */
  function draftOf(ticketId: string): TicketDraft {
    if (!drafts.has(ticketId)) drafts.set(ticketId, { text: "", isNote: false });
    return drafts.get(ticketId)!;
  }
  const isWriting = (ticketId: string) => Boolean(drafts.get(ticketId)?.text.trim());
  function saw({ ticket_id, user, doing }: Seen): void {
    const people = present.get(ticket_id) ?? new Map<string, Colleague>();
    const isNew = !people.has(user.id);
    if (doing === "leaves") people.delete(user.id);
    else people.set(user.id, { ...user, isWriting: doing === "writes", seenAt: serverNow() });
    present.set(ticket_id, people);
    if (isNew && doing !== "leaves") arrivals.value += 1;
  }
  return { changes, changedId, present, arrivals, changed, draftOf, isWriting, saw };
});
