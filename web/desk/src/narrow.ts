/** Whether the screen is a telephone's: where a wide table would scroll sideways, a page lists cards. */
import { onScopeDispose, readonly, ref, type Ref } from "vue";

const NARROW = "(max-width: 720px)"; // as in tokens.css

export function useNarrow(): Readonly<Ref<boolean>> {
  const screen = matchMedia(NARROW);
  const isNarrow = ref(screen.matches);
  const follow = ({ matches }: MediaQueryListEvent) => (isNarrow.value = matches);
  screen.addEventListener("change", follow);
  onScopeDispose(() => screen.removeEventListener("change", follow));
  return readonly(isNarrow);
}
