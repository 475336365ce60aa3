/** Names in braces inside quick replies, filled with what is known of the conversation. */
import type { Conversation, Me, QuickReply } from "@kefu/api";

export type Known = Partial<Record<Meaning, string>>;
type Meaning = "customer" | "agent" | "number" | "order" | "brand" | "conversation" | "queue" | "greeting";

const NAMES: Record<string, Meaning> = {
  客户姓名: "customer", 姓名: "customer", customer_name: "customer",
  昵称: "agent", 客服昵称: "agent", agent_name: "agent",
  工号: "number", employee_number: "number",
  订单号: "order", order_number: "order",
  品牌: "brand", brand_name: "brand",
  会话编号: "conversation", conversation_number: "conversation",
  技能组: "queue", queue_name: "queue",
  问候: "greeting", greeting: "greeting",
};
const VARIABLE = /\{([^{}\n]{1,40})\}/g;

/** The text with everything filled in that is known; the rest stays as it is written. */
export function filled(text: string, known: Known): string {
  return text.replace(VARIABLE, (written, name: string) => {
    const meaning = NAMES[name.trim()];
    return (meaning && known[meaning]) || written;
  });
}

/** Where the first name in braces stands that nothing was put in for; null when there is none. */
export function unfilledAt(text: string): { from: number; to: number; name: string } | null {
  VARIABLE.lastIndex = 0;
  const found = VARIABLE.exec(text);
  return found ? { from: found.index, to: found.index + found[0].length, name: found[0] } : null;
}

/** What the desk knows of a conversation. An order's number comes from the last order card. */
export function knownOf(conversation: Conversation, me: Me | null, now: Date, english: boolean): Known {
  const order = [...conversation.messages].reverse().find(({ kind, payload }) => kind === "card" && payload.type === "order");
  const hour = now.getHours();
  const [zh, en] = hour < 12 ? ["上午好", "Good morning"] : hour < 18 ? ["下午好", "Good afternoon"] : ["晚上好", "Good evening"];
  const known = {
    customer: conversation.customer?.name ?? conversation.claims.name,
    agent: me?.user.nickname || conversation.assignee?.name,
    number: me?.user.employee_number,
    order: order?.payload.external_id as string | undefined,
    brand: me?.brands.find(({ id }) => id === conversation.brand_id)?.name,
    conversation: conversation.number,
    queue: conversation.queue?.name,
    greeting: english ? en : zh,
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value)) as Known;
}

/** What a message made of these replies brings along; a file that two of them bring goes once. */
export function broughtBy(replies: QuickReply[]): { reply_ids: string[]; attachment_ids: string[] } {
  return {
    reply_ids: [...new Set(replies.map(({ id }) => id))],
    attachment_ids: [...new Set(replies.flatMap(({ attachments }) => attachments.map(({ id }) => id)))],
  };
}
