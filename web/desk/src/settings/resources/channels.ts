/** Where customers come in, under which brand, and who is kept out. */
import { answer, type Block, type BotSettings, type Brand, type Locale, type Site } from "@kefu/api";
import type { Resource, Values } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api, whole } from "../../api";
import { dayAndTime } from "../../format";
import SiteGreetings from "../editors/SiteGreetings.vue";
import SiteLogo from "../editors/SiteLogo.vue";
import SiteLinks from "../extras/SiteLinks.vue";
import { type Logo, logoOf } from "../logo";
import { brandOptions, calendarOptions, LOCALE_NAMES, queueOptions, untilItsEnd } from "../options";

const allSites = () => whole((after) => answer(api.GET("/api/v1/sites", { params: { query: { after } } })));
/** Settings that are the same in both languages. */
const PLAIN = ["color", "tone", "typing_preview", "greetings"];
const DEFAULT_COLOR = "#2f6bff";
const TEXTS = ["title", "greeting", "chips", "blocked"] as const;
const LOCALES: { locale: Locale; suffix: "zh" | "en" }[] = [
  { locale: "zh-CN", suffix: "zh" },
  { locale: "en", suffix: "en" },
];

export function sites(t: ComposerTranslation, mayManage: boolean): Resource<Site> {
  const tones = () => (["polite", "qin"] as const).map((value) => ({ value, label: t(`settings.sites.tone_${value}`) }));
  return {
    name: "sites",
    nameOf: (site) => site.name,
    columns: [
      { key: "name", value: (site) => site.name },
      { key: "key", value: (site) => site.key, isData: true },
      { key: "locale", value: (site) => LOCALE_NAMES.find(({ value }) => value === site.locale)?.label ?? site.locale },
      { key: "origins", value: (site) => site.origins.join(", ") || null, isData: true },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "key", isRequired: true, only: "create", hasHint: true },
      { key: "brand_id", kind: "select", options: brandOptions, isRequired: true, only: "create" },
      { key: "queue_id", kind: "select", options: queueOptions, isRequired: true },
      { key: "calendar_id", kind: "select", options: calendarOptions, hasHint: true },
      { key: "locale", kind: "select", options: () => LOCALE_NAMES, initial: "zh-CN", isRequired: true },
      { key: "origins", kind: "tags", hasHint: true },
      { key: "color", kind: "color", initial: DEFAULT_COLOR },
      { key: "logo", component: SiteLogo, initial: null, hasHint: true },
      { key: "title_zh" },
      { key: "title_en" },
      { key: "tone", kind: "select", options: tones, initial: "polite", isRequired: true, hasHint: true },
      { key: "typing_preview", kind: "switch", hasHint: true },
      { key: "greeting_zh", kind: "textarea", hasHint: true },
      { key: "greeting_en", kind: "textarea" },
      { key: "chips_zh", kind: "tags", hasHint: true },
      { key: "chips_en", kind: "tags" },
      { key: "greetings", component: SiteGreetings, initial: {}, hasHint: true },
      { key: "blocked_zh", kind: "textarea", hasHint: true },
      { key: "blocked_en", kind: "textarea" },
    ],
    list: (query) => answer(api.GET("/api/v1/sites", { params: { query } })),
    ...(mayManage
      ? {
          create: (body) => answer(api.POST("/api/v1/sites", { body })),
          update: (id, body) => answer(api.PATCH("/api/v1/sites/{id}", { params: { path: { id } }, body })),
        }
      : {}),
    valuesOf: siteValues,
    bodyOf: siteBody,
    extra: SiteLinks,
  };
}

/** The texts of both languages side by side, as the form asks for them. */
export function siteValues(site: Site): Values {
  const { title, greeting, chips, blocked, color = "", tone = "polite", typing_preview = false, greetings = {} } = site.settings;
  const values: Values = { ...site, color: color || DEFAULT_COLOR, tone, typing_preview, greetings, logo: logoOf(site) };
  for (const { locale, suffix } of LOCALES) {
    values[`title_${suffix}`] = title?.[locale];
    values[`greeting_${suffix}`] = greeting?.[locale];
    values[`chips_${suffix}`] = chips?.[locale];
    values[`blocked_${suffix}`] = blocked?.[locale];
  }
  return values;
}

/** The form's texts put back under `settings`; languages that were not touched keep theirs. */
export function siteBody(values: Values, site: Site | null): Values {
  const body: Values = {};
  const settings: Values = { ...site?.settings };
  let touchesSettings = false;
  for (const [key, value] of Object.entries(values)) {
    if (key === "logo") {
      body.logo_id = (value as Logo | null)?.id ?? null;
      continue;
    }
    const text = TEXTS.find((name) => key === `${name}_zh` || key === `${name}_en`);
    if (!text && !PLAIN.includes(key)) {
      body[key] = value;
      continue;
    }
    touchesSettings = true;
    const locale = LOCALES.find(({ suffix }) => key.endsWith(`_${suffix}`))?.locale;
    if (text && locale) settings[text] = { ...(settings[text] as object), [locale]: value ?? "" };
    else settings[key] = value;
  }
  return touchesSettings ? { ...body, settings } : body;
}

type BotRow = BotSettings & { id: string; name: string };

export function bot(t: ComposerTranslation): Resource<BotRow> {
  return {
    name: "bot",
    nameOf: (row) => row.name,
    columns: [
      { key: "site", value: (row) => row.name },
      {
        key: "state",
        value: (row) => t(`settings.bot.state_${row.state}`),
        tone: (row) => (({ ready: "success", lexical: "warning", off: "neutral" }) as const)[row.state],
      },
      { key: "answer_threshold", value: (row) => row.answer_threshold ?? t("settings.bot.automatic"), align: "right" },
      { key: "offer_threshold", value: (row) => row.offer_threshold ?? t("settings.bot.automatic"), align: "right" },
    ],
    fields: [
      { key: "enabled", kind: "switch", hasHint: true },
      { key: "answer_threshold", kind: "number", min: 0, max: 1, hasHint: true },
      { key: "offer_threshold", kind: "number", min: 0, max: 1, hasHint: true },
    ],
    list: async () => {
      const rows = (await allSites()).map(async ({ id, name }) => {
        return { ...(await answer(api.GET("/api/v1/bot/settings", { params: { query: { site: id } } }))), id, name };
      });
      return { items: await Promise.all(rows), next: null };
    },
    update: (id, body) => answer(api.PATCH("/api/v1/bot/settings", { params: { query: { site: id } }, body })),
  };
}

export function brands(): Resource<Brand> {
  return {
    name: "brands",
    nameOf: (brand) => brand.name,
    columns: [
      { key: "name", value: (brand) => brand.name },
      { key: "code", value: (brand) => brand.code, isData: true },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "code", isRequired: true },
    ],
    list: (query) => answer(api.GET("/api/v1/brands", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/brands", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/brands/{id}", { params: { path: { id } }, body })),
  };
}

export function blocks(t: ComposerTranslation): Resource<Block> {
  const kinds = () => (["phone", "email", "customer", "visitor", "ip"] as const).map((value) => ({ value, label: t(`settings.blocks.kind_${value}`) }));
  return {
    name: "blocks",
    nameOf: (block) => block.value,
    columns: [
      { key: "kind", value: (block) => t(`settings.blocks.kind_${block.kind}`), width: "120px" },
      { key: "value", value: (block) => block.value, isData: true },
      { key: "reason", value: (block) => block.reason },
      { key: "until", value: ({ until }) => (until ? dayAndTime(until, t) : t("settings.blocks.for_ever")) },
      { key: "refusals", value: ({ refusals }) => refusals, align: "right", width: "90px" },
    ],
    fields: [
      { key: "kind", kind: "select", options: kinds, initial: "phone", isRequired: true },
      { key: "value", isRequired: true, hasHint: true },
      { key: "reason", isRequired: true },
      { key: "until", kind: "date", hasHint: true },
    ],
    list: (query) => answer(api.GET("/api/v1/blocks", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/blocks", { body })),
    remove: (id) => api.DELETE("/api/v1/blocks/{id}", { params: { path: { id } } }),
    bodyOf: untilItsEnd,
  };
}
