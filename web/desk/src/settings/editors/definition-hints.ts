/** What a type's definition asks twice, as the server says while it is being written; this hinders nothing. */
import { answer, type DefinitionHint, type TicketDefinition } from "@kefu/api";
import { onScopeDispose, ref, type Ref, watch } from "vue";
import { api } from "../../api";

const PAUSE_MS = 600;

export function useDefinitionHints(definition: Ref<TicketDefinition>) {
  const hints = ref<DefinitionHint[]>([]);
  let pause: ReturnType<typeof setTimeout> | undefined;
  async function ask() {
    try {
      hints.value = (await answer(api.POST("/api/v1/ticket-types/check", { body: { definition: definition.value } }))).hints;
    } catch {
      hints.value = []; // they are a help; what must be right is said when it is saved
    }
  }
  watch(definition, () => {
    clearTimeout(pause);
    pause = setTimeout(ask, PAUSE_MS);
  }, { immediate: true });
  onScopeDispose(() => clearTimeout(pause));
  return { hintOf: (place: string) => hints.value.find((one) => one.place === place)?.text };
}
