import type { Locale } from "@kefu/api";
import { uiChinese, uiEnglish } from "@kefu/ui";
import { createI18n } from "vue-i18n";

const KEY = "kefu.locale";
const LOADERS = {
  "zh-CN": () => import("./locales/zh-CN.json"),
  en: () => import("./locales/en.json"),
};
const UI = { "zh-CN": uiChinese, en: uiEnglish };

export const i18n = createI18n({
  legacy: false,
  locale: "zh-CN",
  fallbackWarn: false,
  missingWarn: import.meta.env.DEV,
  messages: {},
  // A day within a sentence: by today 14:05.
  postTranslation: (text) => (typeof text === "string" ? text.replace(/(?<=[a-z,:;“(] ?)(To|Yester|Tomor)(day|row)(?= \d\d:)/g, (day) => day.toLowerCase()) : text),
});

/** Texts that come with the pages that need them, beside those of the first load. */
const parts = new Set<Record<Locale, object>>();
export function addTexts(part: Record<Locale, object>): void {
  parts.add(part);
  const locale = currentLocale();
  i18n.global.mergeLocaleMessage(locale, part[locale]);
}

export function currentLocale(): Locale {
  return i18n.global.locale.value as Locale;
}

/** The language chosen before, else the browser's. */
export function initialLocale(): Locale {
  const chosen = localStorage.getItem(KEY);
  if (chosen === "zh-CN" || chosen === "en") return chosen;
  return navigator.language.startsWith("zh") ? "zh-CN" : "en";
}

export async function setLocale(locale: Locale): Promise<void> {
  const { default: messages } = await LOADERS[locale]();
  i18n.global.setLocaleMessage(locale, { ...UI[locale], ...messages });
  for (const part of parts) i18n.global.mergeLocaleMessage(locale, part[locale]);
  i18n.global.locale.value = locale;
  document.documentElement.lang = locale;
}

export async function chooseLocale(locale: Locale): Promise<void> {
  localStorage.setItem(KEY, locale);
  await setLocale(locale);
}
