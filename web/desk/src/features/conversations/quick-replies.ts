/** Quick replies for what is being typed. Each keystroke asks; the last answer stays until the next is there. */
import { answer } from "@kefu/api";
import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";
import { api } from "../../api";

const SHOWN = 8;
const IN_FOLDER = 50;
const FRESH_MS = 30_000;

export function useQuickReplies(query: Ref<string>, place: Ref<{ brand: string; queue: string | undefined; folder: string | undefined }>) {
  const search = useQuery({
    queryKey: computed(() => ["quick-replies", query.value, place.value.brand, place.value.queue, place.value.folder]),
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/quick-replies/search", {
          params: { query: { q: query.value, ...place.value, limit: place.value.folder ? IN_FOLDER : SHOWN } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  });
  return {
    replies: computed(() => search.data.value?.items ?? []),
    isLoading: search.isFetching,
    /** What is shown belongs to an earlier word: nothing must be chosen from it. */
    isStale: search.isPlaceholderData,
    error: search.error,
    refetch: search.refetch,
  };
}

/** The outermost folders, for those who browse. */
export function useReplyFolders(brand: Ref<string>) {
  const list = useQuery({
    queryKey: computed(() => ["quick-reply-folders", brand.value]),
    queryFn: () => answer(api.GET("/api/v1/quick-replies/folders", { params: { query: { brand: brand.value } } })),
    staleTime: 0,
  });
  return computed(() => [...new Set((list.data.value?.items ?? []).map(({ folder }) => folder.split("/")[0]!).filter(Boolean))]);
}
