/** Words in the visitor's language. */

import type { Failure } from "../core/http";
import type { Locale } from "../core/types";
import { en } from "./en";
import { zhCN } from "./zh-CN";

export type Key = keyof typeof zhCN;
export type Translate = (key: Key, values?: Record<string, string | number>) => string;

const DICTIONARIES: Record<Locale, Record<Key, string>> = { "zh-CN": zhCN, en };

export function translator(locale: Locale): Translate {
  const dictionary = DICTIONARIES[locale];
  return (key, values = {}) => dictionary[key].replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/** What went wrong, whether anything is lost and what to do: the server's own sentence where it has one. */
export function inWords(t: Translate, { status, detail }: Failure): string {
  if (status === 0) return t("error.offline");
  if (status === 413) return t("error.too_large");
  if (status >= 500) return t("error.server");
  if (detail) return detail;
  if (status === 429) return t("error.too_many");
  return t(status === 401 || status === 404 || status === 410 ? "error.gone" : "error.other");
}

/** The language to begin with: what the host page asks for, else what the browser prefers. */
export function chooseLocale(wanted: string | null): Locale {
  return /^zh/i.test(wanted || navigator.language) ? "zh-CN" : "en";
}
