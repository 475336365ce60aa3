/** What is open and meant for the reader, the latest first. */
import { answer, type Announcement } from "@kefu/api";
import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";
import { api } from "../../api";

/** Whether nothing more is asked of the reader. */
export function isDone(one: Announcement): boolean {
  return (one.must_confirm ? one.confirmed_at : one.read_at) !== null;
}

export const useAnnouncements = defineStore("announcements", () => {
  const items = shallowRef<Announcement[]>([]);
  /** Put aside with 稍后: shown again by a reminder, and always under the bell. */
  const later = ref(new Set<string>());

  const undone = computed(() => items.value.filter((one) => !isDone(one)));
  const shown = computed(() => undone.value.filter((one) => !later.value.has(one.id)));

  async function load(): Promise<void> {
    items.value = (await answer(api.GET("/api/v1/announcements/mine"))).items;
  }

  /** A new one, or a reminder of one that is here already. */
  function made(announcement: Announcement): void {
    later.value.delete(announcement.id);
    const known = items.value.find((one) => one.id === announcement.id);
    items.value = [known ?? announcement, ...items.value.filter((one) => one.id !== announcement.id)];
  }

  /** Read or confirmed, here or on another screen of the same person. */
  function wasRead(id: string, isConfirmed: boolean): void {
    const at = new Date().toISOString();
    items.value = items.value.map((one) =>
      one.id === id
        ? { ...one, read_at: one.read_at ?? at, confirmed_at: one.confirmed_at ?? (isConfirmed ? at : null) }
        : one,
    );
  }

  function withdrawn(id: string): void {
    items.value = items.value.filter((one) => one.id !== id);
  }

  function dropExpired(now: number): void {
    const open = items.value.filter((one) => !one.expires_at || Date.parse(one.expires_at) > now);
    if (open.length < items.value.length) items.value = open;
  }

  function putAside(id: string): void {
    later.value.add(id);
  }

  /** Says that it was read, and where that is asked for, confirms it. */
  async function finish(one: Announcement): Promise<void> {
    const params = { path: { id: one.id } };
    if (one.must_confirm) await api.POST("/api/v1/announcements/{id}/confirm", { params });
    else await api.POST("/api/v1/announcements/{id}/read", { params });
    wasRead(one.id, one.must_confirm);
  }

  /** Opened under the bell: read, though not yet confirmed. */
  async function read(one: Announcement): Promise<void> {
    if (one.read_at) return;
    await api.POST("/api/v1/announcements/{id}/read", { params: { path: { id: one.id } } });
    wasRead(one.id, false);
  }

  return { items, undone, shown, load, made, wasRead, withdrawn, dropExpired, putAside, finish, read };
});
