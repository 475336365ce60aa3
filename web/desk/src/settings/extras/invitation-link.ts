import type { Invitation } from "@kefu/api";
import { ref } from "vue";

/** The address of the invitation made last: the server tells it only once. */
export const lastInvitationUrl = ref("");

export function remember(invitation: Invitation): Invitation {
  lastInvitationUrl.value = invitation.url ?? "";
  return invitation;
}
