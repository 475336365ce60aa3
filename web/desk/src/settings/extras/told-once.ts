import { ref } from "vue";

/** A link that the server tells only in the answer that makes it, and whose screen it belongs to. */
export const toldOnce = ref<{ of: "invitations" | "wallboards"; url: string; qr?: string } | null>(null);

/** What a SIP telephone signs in with, while it can still be read. */
export const extensionToldOnce = ref<{ account: string; secret: string } | null>(null);
