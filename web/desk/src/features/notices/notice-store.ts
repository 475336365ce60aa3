/** The reader's own notices: the latest, and how many are unread. */
import { answer, type Notice } from "@kefu/api";
import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";
import { api } from "../../api";

const SHOWN = 30;

export const useNotices = defineStore("notices", () => {
  const items = shallowRef<Notice[]>([]);
  const unread = ref(0);
  const failure = shallowRef<unknown>(null);
  const isLoaded = ref(false);

  async function load(): Promise<void> {
    failure.value = null;
    try {
      const page = await answer(api.GET("/api/v1/notices", { params: { query: { limit: SHOWN } } }));
      items.value = page.items;
      unread.value = page.unread;
      isLoaded.value = true;
    } catch (error) {
      failure.value = error;
    }
  }

  function given(notice: Notice): void {
    const known = items.value.find((other) => other.id === notice.id);
    if (!known || known.read_at) unread.value += 1;
    items.value = [notice, ...items.value.filter((other) => other.id !== notice.id)].slice(0, SHOWN);
  }

  /** Read here or on another screen of the same person. */
  function wereRead(ids: string[], remaining: number): void {
    const at = new Date().toISOString();
    items.value = items.value.map((each) => (ids.includes(each.id) ? { ...each, read_at: each.read_at ?? at } : each));
    unread.value = remaining;
  }

  async function read(ids?: string[]): Promise<void> {
    const { unread: remaining } = await answer(api.POST("/api/v1/notices/read", { body: ids ? { notice_ids: ids } : {} }));
    wereRead(ids ?? items.value.map((each) => each.id), remaining);
  }

  return { items, unread, failure, isLoaded, load, given, wereRead, read };
});
