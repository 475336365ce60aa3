/** The state of the installation, as its worker saw it: read now and then, and often while something is going on. */
import { answer } from "@kefu/api";
import { useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";
import { api } from "../../api";

const NOW_AND_THEN_MS = 5 * 60_000;
const OFTEN_MS = 2_000;

export function useSystem(isBusy?: Ref<boolean>) {
  return useQuery({
    queryKey: ["system"],
    queryFn: () => answer(api.GET("/api/v1/system")),
    refetchInterval: computed(() => (isBusy?.value ? OFTEN_MS : NOW_AND_THEN_MS)),
  });
}
