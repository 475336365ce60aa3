/** Numbers that the agent has had shown: by conversation, each with the form in which it was hidden. Gone with the page. */
import { answer, type Customer } from "@kefu/api";
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

/** A customer with the numbers that were asked for, by the conversation or by the customer. */
export function shownCustomer(id: string, customer: Customer): Customer {
  const each = (list: string[]) => list.map((text) => shown(id, text));
  const values = Object.entries(customer.values).map(([code, value]) => [code, typeof value === "string" ? shown(id, value) : value]);
  return { ...customer, phones: each(customer.phones), emails: each(customer.emails), note: shown(id, customer.note), values: Object.fromEntries(values) };
}
