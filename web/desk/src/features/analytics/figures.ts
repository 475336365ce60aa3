/** Figures as people read them, the same on every screen. */
import { answer, type Figure, type FigureFilters, type FigureUnit, type Standing } from "@kefu/api";
import type { Tone } from "@kefu/ui";
import { useQuery } from "@tanstack/vue-query";
import { api } from "../../api";
import { duration } from "../../format";

export const STANDING_TONES: Record<Standing, Tone> = { good: "success", near: "warning", bad: "danger", none: "neutral" };

/** 85.3%, 4.62, 0:42, 1.8, 12; a dash where there is no value. */
export function figureText(value: number | null | undefined, unit: FigureUnit): string {
  if (value === null || value === undefined) return "–";
  switch (unit) {
    case "share":
      return `${(value * 100).toFixed(1)}%`;
    case "score":
      return value.toFixed(2);
    case "ratio":
      return value.toFixed(1);
    case "seconds":
      return duration(Math.round(value));
    default:
      return String(value);
  }
}

/** "≥ 80.0%": what the target asks. */
export function targetText(figure: Figure): string {
  if (figure.target === null || figure.better === "none") return "";
  return `${figure.better === "higher" ? "≥" : "≤"} ${figureText(figure.target, figure.unit)}`;
}

const DICTIONARY_MS = 60_000;

/** The dictionary with the targets that hold; a manager may change them while a page is open. */
export function useDictionary() {
  return useQuery({
    queryKey: ["figure-dictionary"],
    queryFn: () => answer(api.GET("/api/v1/analytics/dictionary")),
    staleTime: DICTIONARY_MS,
    refetchInterval: DICTIONARY_MS,
  });
}

/** A link to the contacts behind a figure. */
export function rowsLink(selection: string, filters: FigureFilters = {}) {
  const query: Record<string, string | string[]> = { only: selection };
  for (const [key, value] of Object.entries(filters)) {
    if (Array.isArray(value) ? value.length : value) query[key] = Array.isArray(value) ? value.map(String) : String(value);
  }
  return { name: "contacts", query };
}
