/** Which dispositions are offered while one types: suggested ones first, found by name, path, code or pinyin. */
import type { Disposition } from "@kefu/api";

export function matchingDispositions(all: Disposition[], suggested: Disposition[], query: string): Disposition[] {
  const leaves = all.filter((disposition) => disposition.is_leaf && disposition.is_active);
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) {
    const first = new Set(suggested.map((disposition) => disposition.id));
    return [...suggested, ...leaves.filter((disposition) => !first.has(disposition.id))];
  }
  const haystack = (one: Disposition) => [...one.path, one.code, one.pinyin].join(" ").toLowerCase();
  return leaves.filter((disposition) => words.every((word) => haystack(disposition).includes(word)));
}

const RECENT = "kefu.recent_dispositions";
const RECENT_COUNT = 5;

/** The reasons used last in this browser, the latest first. */
export function recentDispositions(all: Disposition[]): Disposition[] {
  const known = new Map(all.filter((one) => one.is_leaf && one.is_active).map((one) => [one.id, one]));
  return recentIds().flatMap((id) => known.get(id) ?? []);
}

export function remember(id: string): void {
  localStorage.setItem(RECENT, JSON.stringify([id, ...recentIds().filter((other) => other !== id)].slice(0, RECENT_COUNT)));
}

function recentIds(): string[] {
  return kept(RECENT);
}

const FAVOURITES = "kefu.favourite_dispositions";

/** The reasons that were starred in this browser, in the order in which they were. */
export function favouriteDispositions(all: Disposition[]): Disposition[] {
  const known = new Map(all.filter((one) => one.is_leaf && one.is_active).map((one) => [one.id, one]));
  return kept(FAVOURITES).flatMap((id) => known.get(id) ?? []);
}

export function toggleFavourite(id: string): void {
  const ids = kept(FAVOURITES);
  localStorage.setItem(FAVOURITES, JSON.stringify(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]));
}

function kept(key: string): string[] {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "[]") as string[];
  } catch {
    return [];
  }
}

/** The first reason of the branch whose code is `invalid`. */
export function firstInvalid(all: Disposition[]): Disposition | undefined {
  return all.find((one) => one.is_leaf && one.is_active && /^invalid\b/.test(one.code));
}
