/** Putting back what a plan has switched: asks first. */
import { answer, type PlanActivation } from "@kefu/api";
import { confirm } from "@kefu/ui";
import { useQueryClient } from "@tanstack/vue-query";
import { ref } from "vue";
import { useI18n } from "vue-i18n";
import { api } from "../../api";
import { incidents } from "../tickets/ticket-store";

export function useRestore() {
  const { t } = useI18n();
  const client = useQueryClient();
  const restoring = ref("");

  async function restore(one: PlanActivation): Promise<void> {
    if (!(await confirm(t, t("incidents.restore_question", { name: one.name }), { yes: t("incidents.restore") }))) return;
    restoring.value = one.id;
    try {
      await answer(api.POST("/api/v1/plan-activations/{id}/restore", { params: { path: { id: one.id } } }));
    } finally {
      restoring.value = "";
      incidents.changes += 1;
      await client.invalidateQueries({ queryKey: ["plans-on"] });
    }
  }
  return { restore, restoring };
}
