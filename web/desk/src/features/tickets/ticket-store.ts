/** Grows with every ticket that changed: lists and pages that are open ask anew. Keeps what is half written. */
import { defineStore } from "pinia";
import { reactive, ref } from "vue";

export interface TicketDraft {
  text: string;
  isNote: boolean;
}

export const useTickets = defineStore("tickets", () => {
  const changes = ref(0);
  const changedId = ref("");
  const drafts = reactive(new Map<string, TicketDraft>());

  function changed(ticketId: string): void {
    changedId.value = ticketId;
    changes.value += 1;
  }
  /** What is written about a ticket and not sent yet: it waits where it was left. */
  function draftOf(ticketId: string): TicketDraft {
    if (!drafts.has(ticketId)) drafts.set(ticketId, { text: "", isNote: false });
    return drafts.get(ticketId)!;
  }
  return { changes, changedId, changed, draftOf };
});
