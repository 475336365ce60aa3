/** Who else has the ticket open, and who writes. */
import { computed, type ComputedRef, onScopeDispose, type Ref, watch } from "vue";
import { useNow } from "../../clock";
import { useDocumentVisibility } from "../../visibility";
import { useDesk } from "../conversations/desk-store";
import { type Colleague, useTickets } from "./ticket-store";

const BEAT_MS = 10_000;
/** Somebody not heard of for so long is gone: their computer may have been shut. */
const GONE_MS = 25_000;

export function useTicketPresence(id: Ref<string>): ComputedRef<Colleague[]> {
  const desk = useDesk();
  const tickets = useTickets();
  const isVisible = useDocumentVisibility();
  const now = useNow();
  const doing = computed(() => {
    if (!isVisible.value) return "leaves";
    return tickets.isWriting(id.value) ? "writes" : "looks";
  });
  const tell = () => desk.tellOfTicket(id.value, doing.value);

  watch([id, doing], (_, [before]) => {
    if (before && before !== id.value) desk.tellOfTicket(before, "leaves");
    tell();
  }, { immediate: true });
  watch(() => [tickets.arrivals, desk.connection], tell);
  const beat = setInterval(tell, BEAT_MS);
  onScopeDispose(() => {
    clearInterval(beat);
    desk.tellOfTicket(id.value, "leaves");
  });
  return computed(() => [...(tickets.present.get(id.value)?.values() ?? [])].filter((one) => now.value - one.seenAt < GONE_MS));
}
