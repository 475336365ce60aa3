/** Replies that wait for their time. What the customer writes may have called one off, so each message asks anew. */
import { answer } from "@kefu/api";
import { useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";
import { api } from "../../api";
import { useThreads } from "./thread-store";

export function useScheduled(id: Ref<string>, isMine: Ref<boolean>) {
  const threads = useThreads();
  const lastSeq = computed(() => threads.open.get(id.value)?.thread.messages.at(-1)?.seq ?? 0);
  const list = useQuery({
    queryKey: computed(() => ["scheduled", id.value, lastSeq.value]),
    queryFn: () => answer(api.GET("/api/v1/conversations/{id}/scheduled-messages", { params: { path: { id: id.value } } })),
    enabled: isMine,
    placeholderData: (before) => before,
  });
  return { planned: computed(() => (isMine.value ? (list.data.value?.items ?? []) : [])), refetch: list.refetch };
}

/** The times that are offered, from `now`. */
export function offeredTimes(now: Date): { key: "in_10" | "in_60" | "tomorrow"; at: Date }[] {
  const tomorrow = new Date(now);
  tomorrow.setDate(now.getDate() + 1);
  tomorrow.setHours(9, 0, 0, 0);
  return [
    { key: "in_10", at: new Date(now.getTime() + 10 * 60_000) },
    { key: "in_60", at: new Date(now.getTime() + 60 * 60_000) },
    { key: "tomorrow", at: tomorrow },
  ];
}
