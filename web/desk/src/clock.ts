/** One clock for everything that ticks, so that all seconds change together. */
import { onScopeDispose, ref, type Ref } from "vue";

const now = ref(Date.now());
let users = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** Milliseconds, renewed every second while somebody uses it. */
export function useNow(): Ref<number> {
  users += 1;
  if (users === 1) {
    now.value = Date.now();
    timer = setInterval(() => (now.value = Date.now()), 1000);
  }
  onScopeDispose(() => {
    users -= 1;
    if (!users) clearInterval(timer);
  });
  return now;
}
