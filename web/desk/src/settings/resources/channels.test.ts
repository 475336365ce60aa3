import type { Site } from "@kefu/api";
import { expect, it } from "vitest";
import { siteBody, siteValues } from "./channels";
import { inTreeOrder } from "./work";

const site = {
  id: "s",
  name: "Shop",
  settings: {
    color: "#112233",
    title: { "zh-CN": "客服", en: "Support" },
    greeting: { "zh-CN": "您好", en: "Hello" },
    chips: { "zh-CN": ["退货"], en: ["Returns"] },
  },
} as unknown as Site;

it("asks for both languages side by side and puts them back without losing the other", () => {
  expect(siteValues(site)).toMatchObject({ color: "#112233", title_zh: "客服", greeting_en: "Hello", chips_zh: ["退货"] });
  expect(siteBody({ name: "New", greeting_en: "Hi" }, site)).toEqual({
    name: "New",
    settings: { ...site.settings, greeting: { "zh-CN": "您好", en: "Hi" } },
  });
  expect(siteBody({ name: "New" }, site)).toEqual({ name: "New" });
  const greetings = { closed: { en: { text: "Back {back}", chips: [] } } };
  expect(siteBody({ greetings }, site)).toEqual({ settings: { ...site.settings, greetings } });
  expect(siteBody({ logo: { id: "f", url: "blob:x" } }, site)).toEqual({ logo_id: "f" });
  expect(siteBody({ logo: null }, site)).toEqual({ logo_id: null });
});

it("puts each node of a tree before what is below it", () => {
  const node = (id: string, parent_id: string | null, position: number) => ({ id, parent_id, position });
  const nodes = [node("b1", "b", 0), node("b", null, 2), node("a", null, 1), node("a2", "a", 2), node("a1", "a", 1)];
  expect(inTreeOrder(nodes).map(({ id }) => id)).toEqual(["a", "a1", "a2", "b", "b1"]);
});
