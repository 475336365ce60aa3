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

/** The number that somebody has typed where anything can be typed; null for what is none. */
export function numberIn(typed: string): string | null {
  const plain = typed.trim();
  return /^\+?\d[\d\s-]{3,30}$/.test(plain) && plain.replace(/\D/g, "").length >= 4 ? plain : null;
}

export function remember(number: string): void {
  dialled.value = [number, ...dialled.value.filter((other) => other !== number)].slice(0, MOST);
  localStorage.setItem(KEY, JSON.stringify(dialled.value));
}
