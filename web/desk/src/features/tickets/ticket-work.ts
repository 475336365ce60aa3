/** What waits, is ticked, was spent and is linked on a ticket's page: asked for once, by whoever shows a part of it. */
import { answer, type TicketWork } from "@kefu/api";
import { showProblem } from "@kefu/ui";
import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, ref, type Ref } from "vue";
import { useI18n } from "vue-i18n";
import { api } from "../../api";

export function useTicketWork(id: Ref<string>) {
  const { t } = useI18n();
  const client = useQueryClient();
  const key = computed(() => ["ticket-work", id.value]);
  const asked = useQuery({
    queryKey: key,
    staleTime: 0,
    queryFn: () => answer(api.GET("/api/v1/tickets/{id}/work", { params: { path: { id: id.value } } })),
  });
  const isBusy = ref(false);
  /** Do it; what the server answers is what stands here now. False when it was refused, which is told. */
  async function act(what: () => Promise<TicketWork | void>): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    try {
      const work = await what();
      if (work) client.setQueryData(key.value, work);
      else await asked.refetch();
      return true;
    } catch (error) {
      showProblem(error, t);
      void asked.refetch();
      return false;
    } finally {
      isBusy.value = false;
    }
  }
  return { work: asked.data, isPending: asked.isPending, error: asked.error, refetch: asked.refetch, act, isBusy };
}

