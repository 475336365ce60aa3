import { answer } from "@kefu/api";
import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import { computed, type Ref, ref, watch } from "vue";
import { api } from "../../api";

const PAUSE_MS = 200;

/** Published articles for what is being typed, asked after a short pause; the last answer stays until the next. */
export function useKnowledgeSearch(query: Ref<string>, brandId: Ref<string | undefined>) {
  const asked = ref(query.value.trim());
  let pause: ReturnType<typeof setTimeout> | undefined;
  watch(query, (text) => {
    clearTimeout(pause);
    pause = setTimeout(() => (asked.value = text.trim()), PAUSE_MS);
  });
  const search = useQuery({
    queryKey: computed(() => ["knowledge-search", asked.value, brandId.value]),
    queryFn: () =>
      answer(api.GET("/api/v1/knowledge/search", { params: { query: { q: asked.value, brand: brandId.value } } })),
    enabled: computed(() => asked.value !== ""),
    placeholderData: keepPreviousData,
  });
  const hits = computed(() => (asked.value ? (search.data.value?.items ?? []) : []));
  /** What is shown belongs to earlier words. */
  const isStale = computed(() => query.value.trim() !== asked.value || (asked.value !== "" && search.isPlaceholderData.value));
  return { hits, isLoading: search.isFetching, isStale, error: search.error, refetch: search.refetch };
}
