/** What the pages of imports share: the kinds, one run that is looked at, and how its state is shown. */
import { answer, type ImportChanges, type ImportRun, type ImportState } from "@kefu/api";
import { showProblem } from "@kefu/ui";
import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, type Ref, ref } from "vue";
import { useI18n } from "vue-i18n";
import { api } from "../../api";

const OFTEN_MS = 700;
export const KEPT = "kept";
/** What selects hold in place of "", which they take for nothing chosen. */
export const NONE = "-";

export const TONES: Record<ImportState, "neutral" | "accent" | "success" | "warning" | "danger"> = {
  draft: "neutral",
  trying: "accent",
  waiting: "accent",
  running: "accent",
  done: "success",
  cancelled: "warning",
  failed: "danger",
  undone: "neutral",
};

export const isAtWork = (state: ImportState) => state === "trying" || state === "waiting" || state === "running";

export function useKinds() {
  return useQuery({ queryKey: ["import-kinds"], queryFn: () => answer(api.GET("/api/v1/imports/kinds")), staleTime: 60_000 });
}

/** The run that is looked at, read often while the worker is at it, with what may be done to it. */
export function useRun(id: Ref<string>) {
  const { t } = useI18n();
  const client = useQueryClient();
  const isBusy = ref(false);
  const key = computed(() => ["import", id.value]);
  const query = useQuery({
    queryKey: key,
    queryFn: () => answer(api.GET("/api/v1/imports/{id}", { params: { path: { id: id.value } } })),
    refetchInterval: (found) => (found.state.data && isAtWork(found.state.data.state) ? OFTEN_MS : false),
  });

  async function carry(act: () => Promise<ImportRun>): Promise<boolean> {
    isBusy.value = true;
    try {
      client.setQueryData(key.value, await act());
      void client.invalidateQueries({ queryKey: ["imports"] });
      return true;
    } catch (error) {
      showProblem(error, t);
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  const params = () => ({ params: { path: { id: id.value } } });
  return {
    query,
    isBusy,
    change: (body: ImportChanges) => carry(() => answer(api.PATCH("/api/v1/imports/{id}", { ...params(), body }))),
    tryOut: () => carry(() => answer(api.POST("/api/v1/imports/{id}/try", params()))),
    start: () => carry(() => answer(api.POST("/api/v1/imports/{id}/start", params()))),
    cancel: () => carry(() => answer(api.POST("/api/v1/imports/{id}/cancel", params()))),
    undo: () => carry(() => answer(api.POST("/api/v1/imports/{id}/undo", params()))),
  };
}
