import { ref } from "vue";

/** A link that the server tells only in the answer that makes it, and whose screen it belongs to. */
export const toldOnce = ref<{ of: "invitations" | "wallboards"; url: string } | null>(null);
