/** Short messages: the line of each brand, and who wants none. */
import { answer, type SmsLine, type SmsRefusal } from "@kefu/api";
import type { Resource, Values } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import { dayAndTime } from "../../format";
import SmsMessages from "../extras/SmsMessages.vue";
import { brandOptions } from "../options";

const PROVIDERS = ["sandbox", "http"] as const;
const FORMATS = ["json", "form"] as const;
const BODY = '{"mobile": "{to}", "content": "{text}"}';

/** A sandbox asks nobody. */
const isShown = ({ provider }: Values) => provider !== "sandbox";

/** "Name: value" lines, as one writes headers. */
function headersOf(written: string): Record<string, string> {
  const lines = written.split("\n").filter((line) => line.trim());
  return Object.fromEntries(lines.map((line) => [line.split(":")[0]!.trim(), line.slice(line.indexOf(":") + 1).trim()]));
}

export async function smsLines(t: ComposerTranslation): Promise<Resource<SmsLine>> {
  const brands = await brandOptions();
  const own = (key: string) => t(`settings.sms_lines.${key}`);
  const lines = (headers: Record<string, string>) => Object.entries(headers).map(([name, value]) => `${name}: ${value}`).join("\n");
  return {
    name: "sms_lines",
    nameOf: ({ sign }) => `【${sign}】`,
    columns: [
      { key: "brand_id", value: (row) => brands.find(({ value }) => value === row.brand_id)?.label ?? null, isData: true },
      { key: "sign", value: ({ sign }) => `【${sign}】`, isData: true },
      { key: "provider", value: ({ provider }) => own(`provider_${provider}`), width: "160px" },
      { key: "quiet", value: (row) => `${row.quiet_from}–${row.quiet_until}`, width: "140px" },
      {
        key: "is_active",
        value: ({ is_active }) => own(is_active ? "on" : "off"),
        tone: ({ is_active }) => (is_active ? "success" : "neutral"),
        width: "90px",
      },
    ],
    fields: [
      { key: "brand_id", kind: "select", options: () => brands, isRequired: true, only: "create" },
      { key: "sign", isRequired: true, hasHint: true },
      { key: "provider", kind: "select", options: () => PROVIDERS.map((value) => ({ value, label: own(`provider_${value}`) })), initial: "sandbox", isRequired: true, hasHint: true },
      { key: "url", hasHint: true, keepsEmptyText: true, isShown },
      { key: "format", kind: "select", options: () => FORMATS.map((value) => ({ value, label: own(`format_${value}`) })), initial: "json", isRequired: true, isShown },
      { key: "headers", kind: "textarea", hasHint: true, isShown },
      { key: "body", kind: "textarea", initial: BODY, hasHint: true, isShown },
      { key: "expects", hasHint: true, keepsEmptyText: true, isShown },
      { key: "secret", hasHint: true, isShown },
      { key: "quiet_from", initial: "20:00", isRequired: true, hasHint: true },
      { key: "quiet_until", initial: "09:00", isRequired: true },
      { key: "is_active", kind: "switch", initial: true },
    ],
    list: (query) => answer(api.GET("/api/v1/sms-lines", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/sms-lines", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/sms-lines/{id}", { params: { path: { id } }, body })),
    remove: (id) => answer(api.DELETE("/api/v1/sms-lines/{id}", { params: { path: { id } } })),
    valuesOf: (row) => ({
      ...row, secret: "", headers: lines(row.headers), body: row.body || BODY,
    }),
    // The secret is told to nobody again: an empty field keeps it.
    bodyOf: ({ secret, headers, ...rest }) => ({ ...rest, headers: headersOf(String(headers ?? "")), ...(secret ? { secret } : {}) }),
    extra: SmsMessages,
  };
}

export function smsRefusals(t: ComposerTranslation): Resource<SmsRefusal> {
  const own = (key: string) => t(`settings.sms_refusals.${key}`);
  return {
    name: "sms_refusals",
    nameOf: ({ number }) => number,
    columns: [
      { key: "number", value: ({ number }) => number, isData: true },
      { key: "origin", value: ({ origin, words }) => (words ? t("settings.sms_refusals.replied", { words }) : own(`origin_${origin}`)) },
      { key: "created_at", value: ({ created_at }) => dayAndTime(created_at, t), width: "150px" },
    ],
    fields: [{ key: "number", isRequired: true, hasHint: true }],
    list: (query) => answer(api.GET("/api/v1/sms-refusals", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/sms-refusals", { body })),
    remove: (id) => answer(api.DELETE("/api/v1/sms-refusals/{id}", { params: { path: { id } } })),
  };
}
