/** What an agent can show as a card: what the visitor sent or looked at, orders, articles; and how it is sent. */
import { answer, type Article, type Card, type Message, newId, type NewMessage, type Order, type PageView } from "@kefu/api";
import { api } from "../../api";
import type { useThreads } from "./thread-store";

export type CardContent = Pick<NewMessage, "text" | "payload"> & { kind: "card" | "article" };
export type CardGroup = "products" | "pages" | "orders" | "articles";
export interface CardChoice {
  key: string;
  group: CardGroup;
  title: string;
  detail: string;
  card?: Card;
  content: CardContent;
}

const LONGEST_TITLE = 200;

/** Sends it to the customer; the same `clientId` again is the same message. */
export async function sendContent(
  threads: ReturnType<typeof useThreads>,
  conversationId: string,
  content: CardContent,
  clientId = newId(),
): Promise<void> {
  const params = { path: { id: conversationId } };
  const body = { client_id: clientId, ...content };
  threads.receive(await answer(api.POST("/api/v1/conversations/{id}/messages", { params, body })));
}

/** The customer sees the question and opens the answer. */
export function articleContent({ id, question }: Article): CardContent {
  return { kind: "article", text: question, payload: { article_id: id, question } };
}

export function lastQuestion(messages: Message[]): string {
  const isQuestion = ({ sender, kind, text }: Message) => sender.kind === "visitor" && kind === "text" && text.length <= 60;
  return messages.filter(isQuestion).at(-1)?.text ?? "";
}

/** Products whose cards stand in the conversation, the last first, each once. */
export function productChoices(messages: Message[]): CardChoice[] {
  const sent = messages.filter(({ kind, payload, recalled_at }) => kind === "card" && payload.type === "product" && !recalled_at);
  const found = new Map<string, CardChoice>();
  for (const { payload } of sent.reverse()) {
    // What else the sender put into it stays behind.
    const { title, picture, price, url, external_id } = payload as unknown as Card;
    const card: Card = { type: "product", title, picture, price, url, external_id };
    const key = external_id || url || title;
    if (!found.has(key)) found.set(key, choice("products", key, card, price ?? ""));
  }
  return [...found.values()];
}

/** Pages the visitor was on, the last first, each once; not those whose product is among the cards already. */
export function pageChoices(pages: PageView[], products: CardChoice[]): CardChoice[] {
  const known = new Set(products.map(({ card }) => card?.url?.split(/[?#]/)[0]));
  const found = new Map<string, CardChoice>();
  for (const { address, title } of pages) {
    if (known.has(address) || found.has(address)) continue;
    const card: Card = { type: "product", title: (title || address).slice(0, LONGEST_TITLE), url: address };
    found.set(address, choice("pages", address, card, address));
  }
  return [...found.values()];
}

export function orderChoices(orders: Order[]): CardChoice[] {
  return orders.map(({ number, card }) => choice("orders", number, card, number));
}

export function articleChoices(articles: Article[]): CardChoice[] {
  return articles.map((article) => ({
    key: `articles-${article.id}`,
    group: "articles",
    title: article.question,
    detail: article.answer,
    content: articleContent(article),
  }));
}

/** Those in whose title or detail the typed words stand. */
export function fitting(choices: CardChoice[], typed: string): CardChoice[] {
  const words = typed.trim().toLowerCase();
  return choices.filter(({ title, detail }) => `${title} ${detail}`.toLowerCase().includes(words));
}

function choice(group: CardGroup, key: string, card: Card, detail: string): CardChoice {
  return { key: `${group}-${key}`, group, title: card.title, detail, card, content: { kind: "card", payload: { ...card } } };
}
