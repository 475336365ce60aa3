/** What somebody has read and put away, remembered by this browser. */
import { ref } from "vue";

export function usePutAway(key: string) {
  const known = ref(localStorage.getItem(key) ?? "");
  return {
    known,
    putAway: (what = "yes") => {
      known.value = what;
      localStorage.setItem(key, what);
    },
  };
}
