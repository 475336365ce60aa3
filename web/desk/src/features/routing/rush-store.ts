/** Rush mode (高峰模式) as everybody on the floor sees it: what is on for their brands, until when. */
import { answer, type NewRush, type Rush } from "@kefu/api";
import { defineStore } from "pinia";
import { shallowRef } from "vue";
import { api } from "../../api";

export const useRush = defineStore("rush", () => {
  const items = shallowRef<Rush[]>([]);

  async function load(): Promise<void> {
    items.value = (await answer(api.GET("/api/v1/rushes"))).items;
  }

  /** What the server is about to end is not shown a moment longer. */
  function dropOver(now: number): void {
    const on = items.value.filter((rush) => !rush.ends_at || Date.parse(rush.ends_at) > now);
    if (on.length < items.value.length) items.value = on;
  }

  async function begin(body: Partial<NewRush>): Promise<void> {
    const begun = await answer(api.POST("/api/v1/rushes", { body }));
    items.value = [...items.value.filter((rush) => rush.id !== begun.id), begun];
  }

  /** Somebody else may have ended it already: then the list says so. */
  async function end(rush: Rush): Promise<void> {
    try {
      await api.POST("/api/v1/rushes/{id}/end", { params: { path: { id: rush.id } } });
      items.value = items.value.filter((one) => one.id !== rush.id);
    } catch (error) {
      await load();
      throw error;
    }
  }

  async function extend(rush: Rush, minutes: number): Promise<void> {
    const later = await answer(api.POST("/api/v1/rushes/{id}/extend", { params: { path: { id: rush.id } }, body: { minutes } }));
    items.value = items.value.map((one) => (one.id === later.id ? later : one));
  }

  return { items, load, dropOver, begin, extend, end };
});
