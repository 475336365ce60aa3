/** One clock for everything that ticks, so that all seconds change together, and the server's time for what it counts. */
import { onScopeDispose, ref, type Ref } from "vue";

const NOTICEABLE_MS = 2000;
let ahead: number | undefined;

/** Milliseconds by the server's clock: waiting times are counted from its stamps, and computers go wrong by minutes. */
export function serverNow(): number {
  return Date.now() + (ahead ?? 0);
}

/** Learn from the `Date` of the page's first answer, which is in whole seconds; what is right within two is left alone. */
export function learnServerTime(date: string | null): void {
  if (ahead !== undefined) return;
  const difference = Date.parse(date ?? "") + 500 - Date.now();
  if (Number.isNaN(difference)) return;
  ahead = Math.abs(difference) < NOTICEABLE_MS ? 0 : difference;
}

const now = ref(serverNow());
let users = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** Milliseconds by the server's clock, renewed every second while somebody uses it. */
export function useNow(): Ref<number> {
  users += 1;
  if (users === 1) {
    now.value = serverNow();
    timer = setInterval(() => (now.value = serverNow()), 1000);
  }
  onScopeDispose(() => {
    users -= 1;
    if (!users) clearInterval(timer);
  });
  return now;
}
