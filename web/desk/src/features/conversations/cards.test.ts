import type { Message, Order, PageView } from "@kefu/api";
import { describe, expect, it } from "vitest";
import { fitting, lastQuestion, orderChoices, pageChoices, productChoices } from "./cards";

function said(change: Partial<Message>): Message {
  const sender = { kind: "visitor" as const, id: null, name: "王芳" };
  const nothing = { attachments: [], quote_id: null, recalled_at: null, client_id: null, created_at: "2026-11-23T09:00:00Z" };
  return { id: "m", conversation_id: "c", seq: 1, sender, kind: "text", text: "", payload: {}, ...nothing, ...change };
}

const product = (id: string, more = {}) =>
  said({ kind: "card", payload: { type: "product", external_id: id, title: `冰箱 ${id}`, price: "¥1,899.00", ...more } });
const page = (address: string, title = ""): PageView => ({ address, title, at: "2026-11-23T09:00:00Z" });

describe("products", () => {
  it("are those of the conversation's cards, the last first and each once", () => {
    const sent = [product("p1"), said({ text: "这个" }), product("p2"), product("p1", { title: "冰箱新款" })];
    expect(productChoices(sent).map(({ title }) => title)).toEqual(["冰箱新款", "冰箱 p2"]);
  });

  it("are neither what was recalled nor orders, and carry nothing but a card", () => {
    const recalled = { ...product("p1"), recalled_at: "2026-11-23T09:01:00Z" };
    const order = said({ kind: "card", payload: { type: "order", title: "订单" } });
    const [only, ...others] = productChoices([recalled, order, product("p3", { stock: 7 })]);
    expect(others).toEqual([]);
    expect(only?.content.payload).toMatchObject({ type: "product", title: "冰箱 p3", external_id: "p3" });
    expect(only?.content.payload).not.toHaveProperty("stock");
  });
});

describe("pages", () => {
  it("are each there once, without those of a product that is there", () => {
    const products = productChoices([product("p1", { url: "https://shop.test/p/1?from=mail" })]);
    const pages = [page("https://shop.test/p/2", "洗衣机"), page("https://shop.test/p/1"), page("https://shop.test/p/2")];
    expect(pageChoices(pages, products).map(({ title }) => title)).toEqual(["洗衣机"]);
  });

  it("go by their address without a title; a long title is cut to what a card holds", () => {
    const [plain, long] = pageChoices([page("https://shop.test/a"), page("https://shop.test/b", "长".repeat(300))], []);
    expect(plain?.title).toBe("https://shop.test/a");
    expect(long?.content.payload?.title).toHaveLength(200);
  });
});

it("finds an order by its number and by what is in it", () => {
  const order = { number: "QH2026", card: { type: "order", title: "电热水壶" } } as Order;
  expect(fitting(orderChoices([order]), "qh20")).toHaveLength(1);
  expect(fitting(orderChoices([order]), "水壶")).toHaveLength(1);
  expect(fitting(orderChoices([order]), "冰箱")).toHaveLength(0);
});

it("takes the customer's last short text for the question", () => {
  expect(lastQuestion([said({ text: "怎么开发票" }), said({ text: "好".repeat(80) })])).toBe("怎么开发票");
  expect(lastQuestion([])).toBe("");
});
