/** What is common to whatever shows orders and coupons. */
import { answer, type Card, type OrderState } from "@kefu/api";
import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { api } from "../../api";
import { sendContent } from "../conversations/cards";
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

/** The customer's orders from the company's own system; nothing is asked while it is not known who it is. */
export function useOrders(customerId: () => string | undefined) {
  return useQuery({
    queryKey: computed(() => ["orders", customerId()]),
    queryFn: () => {
      const params = { path: { id: customerId()! } };
      return answer(api.GET("/api/v1/customers/{id}/orders", { params }));
    },
    enabled: computed(() => Boolean(customerId())),
  });
}

/** Shows a card to the customer; the same `clientId` again is the same message. */
export function sendCard(
  threads: ReturnType<typeof useThreads>,
  conversationId: string,
  card: Card,
  clientId?: string,
): Promise<void> {
  return sendContent(threads, conversationId, { kind: "card", payload: { ...card } }, clientId);
}
