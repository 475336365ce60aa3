/** Numbers that the agent has had shown: by conversation, each with the form in which it was hidden. Gone with the page. */
import { answer } from "@kefu/api";
import { reactive } from "vue";
import { api } from "../../api";

type Numbers = { hidden: string; number_shown: string }[];
const revealed = reactive(new Map<string, Numbers>());

export async function reveal(conversationId: string): Promise<void> {
  const params = { path: { id: conversationId } };
  const { numbers } = await answer(api.POST("/api/v1/conversations/{id}/numbers", { params }));
  revealed.set(conversationId, numbers);
}

export async function revealCustomer(customerId: string): Promise<void> {
  const params = { path: { id: customerId } };
  const { numbers } = await answer(api.POST("/api/v1/customers/{id}/numbers", { params }));
  revealed.set(customerId, numbers);
}

export function isRevealed(id: string): boolean {
  return revealed.has(id);
}

/** The text with the numbers that were asked for. */
export function shown(id: string, text: string): string {
  return (revealed.get(id) ?? []).reduce((words, { hidden, number_shown: number }) => words.split(hidden).join(number), text);
}
