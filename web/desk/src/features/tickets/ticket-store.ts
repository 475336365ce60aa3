/** Grows with every ticket that changed: lists and pages that are open ask anew. Keeps what is half written, and who is there. */
import type { DeskSignal } from "@kefu/api";
import { defineStore } from "pinia";
import { reactive, ref, shallowRef } from "vue";
import { serverNow } from "../../clock";

type Seen = Extract<DeskSignal, { type: "ticket_presence" }>;
export type TicketDoing = Seen["doing"];

/** `since` is the newest answer that stood there when the writing began: its id, null without any, undefined until it is known. */
export interface TicketDraft {
  text: string;
  isNote: boolean;
  since?: string | null;
}
/** What a new ticket begins with, where something is known already. */
export interface TicketBeginning {
  subject?: string;
  description?: string;
  customer?: { id: string; name: string } | null;
  conversation_id?: string;
  call_id?: string;
  parent_id?: string;
  owner_id?: string;
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

  /** What is made into a ticket just now: the form stays though the call's card goes. */
  const making = shallowRef<TicketBeginning | null>(null);
  /** What was made of a conversation or a call while this page is open, by its id. */
  const made = reactive(new Map<string, { id: string; number: string }>());

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
  function begun(ticket: { id: string; number: string }): void {
    const contact = making.value?.conversation_id ?? making.value?.call_id;
    if (contact) made.set(contact, ticket);
    making.value = null;
    changed(ticket.id);
  }
  return { making, made, begun, changes, changedId, present, arrivals, changed, draftOf, isWriting, saw };
});

/** Grows with every incident and plan that changed: what is open asks anew. */
export const incidents = reactive({ changes: 0 });
