/** What is common to whatever shows orders and coupons. */
import { answer, type Card, newId, type OrderState } from "@kefu/api";
import { api } from "../../api";
import type { useThreads } from "../conversations/thread-store";

type Tone = "success" | "warning" | "danger" | "accent" | "neutral";
export const STATE_TONES: Record<OrderState, Tone> = {
  unpaid: "warning",
  paid: "accent",
  shipped: "accent",
  delivered: "success",
  refunding: "warning",
  refunded: "neutral",
  cancelled: "neutral",
};

const SIGNS: Record<string, string> = { CNY: "¥", USD: "$", EUR: "€", GBP: "£", HKD: "HK$" };

/** "¥1,599.00"; whole amounts of coupons without their cents: "¥20". */
export function money(amount: string, currency: string, isShort = false): string {
  const value = Number(amount);
  const digits = isShort && Number.isInteger(value) ? 0 : 2;
  const written = value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${SIGNS[currency] ?? `${currency} `}${written}`;
}

/** Shows a card to the customer; the same `clientId` again is the same message. */
export async function sendCard(
  threads: ReturnType<typeof useThreads>,
  conversationId: string,
  card: Card,
  clientId = newId(),
): Promise<void> {
  const body = { client_id: clientId, kind: "card" as const, payload: { ...card } };
  const params = { path: { id: conversationId } };
  threads.receive(await answer(api.POST("/api/v1/conversations/{id}/messages", { params, body })));
}
