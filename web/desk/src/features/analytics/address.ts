/** Filters stand in the page's address, so that a link or a reload shows the same. */
import type { FigureFilters } from "@kefu/api";
import { computed } from "vue";
import { useRoute, useRouter } from "vue-router";

const LISTS = ["queue", "agent", "team", "brand", "disposition", "channel"] as const;

export function useAddressFilters() {
  const route = useRoute();
  const router = useRouter();

  const filters = computed<FigureFilters>({
    get() {
      const found: FigureFilters = {};
      const { first_day, last_day } = route.query;
      if (first_day) found.first_day = String(first_day);
      if (last_day) found.last_day = String(last_day);
      for (const key of LISTS) {
        const values = [route.query[key] ?? []].flat().filter((one): one is string => Boolean(one));
        if (values.length) found[key] = values;
      }
      return found;
    },
    set(next) {
      const kept = Object.entries(route.query).filter(
        ([key]) => !["first_day", "last_day"].includes(key) && !(LISTS as readonly string[]).includes(key),
      );
      void router.replace({ query: { ...Object.fromEntries(kept), ...(next as Record<string, string | string[]>) } });
    },
  });

  function choice(key: string, initial: string) {
    return computed({
      get: () => String(route.query[key] ?? initial),
      set: (value: string) => void router.replace({ query: { ...route.query, [key]: value } }),
    });
  }

  return { filters, choice };
}
