/** Scripts as they are walked: what a step offers, and the walk of one conversation, shared by its tab and its record. */
import { answer, type CurrentStep, type ScriptView } from "@kefu/api";
import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";
import { api } from "../../api";

/** The answers that are chosen, not written, as they are kept. */
export function choicesOf({ answer: kind, options }: CurrentStep): string[] {
  if (kind === "yes_no") return ["yes", "no"];
  return kind === "choice" ? options : [];
}

export function useScriptView(conversationId: Ref<string>) {
  const client = useQueryClient();
  const queryKey = computed(() => ["script", conversationId.value]);
  const path = computed(() => ({ id: conversationId.value }));
  const view = useQuery({
    queryKey,
    queryFn: () => answer(api.GET("/api/v1/conversations/{id}/script", { params: { path: path.value } })),
  });
  const take = (fresh: ScriptView) => client.setQueryData(queryKey.value, fresh);
  return {
    view,
    begin: async (script_id: string) =>
      take(await answer(api.POST("/api/v1/conversations/{id}/script", { params: { path: path.value }, body: { script_id } }))),
    leave: async (step: string, said: string | null) =>
      take(
        await answer(
          api.POST("/api/v1/conversations/{id}/script/steps", { params: { path: path.value }, body: { step, answer: said } }),
        ),
      ),
    back: async () => take(await answer(api.POST("/api/v1/conversations/{id}/script/back", { params: { path: path.value } }))),
  };
}
