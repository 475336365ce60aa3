import { ref } from "vue";

/** The address of the wallboard made last: the server tells it only once. */
export const lastWallboardUrl = ref("");
