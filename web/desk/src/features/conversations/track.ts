/** Where the visitor of a conversation has been, the present page first; read again when they move. */
import { answer } from "@kefu/api";
import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { api } from "../../api";
import { useThreads } from "./thread-store";

export function useTrack(id: () => string) {
  const threads = useThreads();
  return useQuery({
    queryKey: computed(() => ["track", id(), threads.moves.get(id()) ?? 0]),
    queryFn: () => answer(api.GET("/api/v1/conversations/{id}/track", { params: { path: { id: id() } } })),
    placeholderData: (before) => before,
  });
}
