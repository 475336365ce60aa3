/** What Enter does in the composer, as each person likes it; kept in the browser. */
import { ref, watch } from "vue";
import { useSession } from "../accounts/session";

export function useEnterKey() {
  const session = useSession();
  const key = `kefu.enter.${session.me?.user.id ?? ""}`;
  const enterSends = ref(localStorage.getItem(key) !== "newline");
  watch(enterSends, (sends) => localStorage.setItem(key, sends ? "send" : "newline"));
  return enterSends;
}
