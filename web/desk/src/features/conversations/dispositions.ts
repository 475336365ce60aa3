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
