/** The numbers that were dialled last on this computer, newest first. */
import { ref } from "vue";

const KEY = "kefu.dialled";
const MOST = 20;

export const dialled = ref<string[]>(read());

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === "string") : [];
  } catch {
    return [];
  }
}

export function remember(number: string): void {
  dialled.value = [number, ...dialled.value.filter((other) => other !== number)].slice(0, MOST);
  localStorage.setItem(KEY, JSON.stringify(dialled.value));
}
