import type { Entry } from "../../protocol";

/** As much of each value as the server takes: a long address must not keep a visitor out. */
export function shortened(entry: Entry): Entry {
  const { page, title, referrer, product_id, category, trail } = entry;
  const cut = (value: string | undefined, length: number) => value?.slice(0, length);
  return {
    page: cut(page, 2000),
    title: cut(title, 200),
    referrer: cut(referrer, 2000),
    product_id: cut(product_id, 120),
    category: cut(category, 120),
    trail: trail?.map((past) => ({ page: past.page.slice(0, 2000), title: past.title.slice(0, 200) })),
  };
}
