/** What the selects of the settings offer. */
import { answer } from "@kefu/api";
import type { Option, Values } from "@kefu/ui";
import { api, whole } from "../api";

export const LOCALE_NAMES: Option[] = [
  { value: "zh-CN", label: "中文" },
  { value: "en", label: "English" },
];

const named = ({ id, name }: { id: string; name: string }): Option => ({ value: id, label: name });

export const roleOptions = async () =>
  (await whole((after) => answer(api.GET("/api/v1/roles", { params: { query: { after } } })))).map(named);
export const teamOptions = async () =>
  (await whole((after) => answer(api.GET("/api/v1/teams", { params: { query: { after } } })))).map(named);
export const brandOptions = async () =>
  (await whole((after) => answer(api.GET("/api/v1/brands", { params: { query: { after } } })))).map(named);
export const queueOptions = async () =>
  (await whole((after) => answer(api.GET("/api/v1/queues", { params: { query: { after } } })))).map(named);
export const calendarOptions = async () =>
  (await whole((after) => answer(api.GET("/api/v1/calendars", { params: { query: { after } } })))).map(named);
export const skillOptions = async () =>
  (await whole((after) => answer(api.GET("/api/v1/skills", { params: { query: { after } } })))).map(named);
export const categoryOptions = async () =>
  (await whole((after) => answer(api.GET("/api/v1/knowledge/categories", { params: { query: { after } } })))).map(named);
export const userOptions = async () =>
  (await whole((after) => answer(api.GET("/api/v1/users", { params: { query: { after, limit: 200 } } })))).map(
    ({ id, name, nickname, employee_number }): Option => ({
      value: id,
      label: [employee_number, nickname && nickname !== name ? `${name} (${nickname})` : name].filter(Boolean).join(" "),
    }),
  );
export const promptOptions = async () =>
  (await whole((after) => answer(api.GET("/api/v1/prompts", { params: { query: { after } } })))).map(named);
export const numberOptions = async () =>
  (await whole((after) => answer(api.GET("/api/v1/phone-numbers", { params: { query: { after } } })))).map(
    ({ id, digits, name }): Option => ({ value: id, label: [digits, name].filter(Boolean).join(" ") }),
  );
export const leafOptions = async () => {
  const { items } = await answer(api.GET("/api/v1/dispositions"));
  return items
    .filter(({ is_leaf, is_active }) => is_leaf && is_active)
    .map(({ id, path }): Option => ({ value: id, label: path.join(" / ") }));
};
export const dispositionGroupOptions = async () => {
  const { items } = await answer(api.GET("/api/v1/dispositions"));
  return items.map(({ id, path }): Option => ({ value: id, label: path.join(" / ") }));
};

/** A form's values with the day `until` as the moment at which it ends. */
export const untilItsEnd = ({ until, ...rest }: Values): Values =>
  until ? { ...rest, until: new Date(`${String(until)}T23:59:59`).toISOString() } : rest;
