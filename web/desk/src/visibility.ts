import { onScopeDispose, type Ref, ref } from "vue";

/** Whether somebody can see the page. */
export function useDocumentVisibility(): Ref<boolean> {
  const isVisible = ref(!document.hidden);
  const look = () => (isVisible.value = !document.hidden);
  document.addEventListener("visibilitychange", look);
  onScopeDispose(() => document.removeEventListener("visibilitychange", look));
  return isVisible;
}
