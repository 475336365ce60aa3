/** Who is signed in, and what that person may do. */
import { answer, type Me, type Organization, type Presence, type PresenceStatus, Problem, type Profile } from "@kefu/api";
import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { api } from "../../api";
import { queryClient } from "../../queries";

/** From small to large. */
export const PROFILES: Profile[] = ["shop", "centre", "group"];

export const useSession = defineStore("session", () => {
  const me = ref<Me | null>(null);
  /** Why the server ended the session, told on the sign-in page; empty where there is nothing to tell. */
  const farewell = ref("");
  let wasAsked = false;

  const permissions = computed(() => new Set(me.value?.permissions));

  function may(permission: string): boolean {
    return permissions.value.has(permission);
  }

  /** Whether the house is large enough for what only larger ones use. */
  function isAtLeast(profile: Profile): boolean {
    return PROFILES.indexOf(me.value?.profile ?? "group") >= PROFILES.indexOf(profile);
  }

  /** Asks the server once whether this browser is signed in. */
  async function restore(): Promise<void> {
    if (wasAsked) return;
    try {
      me.value = await answer(api.GET("/api/v1/auth/me"));
    } catch (error) {
      if (!(error instanceof Problem) || !error.endsSession) throw error;
    }
    wasAsked = true;
  }

  async function signIn(login: string, password: string, organization?: string): Promise<void> {
    await api.GET("/api/v1/auth/csrf");
    const body = { login, password, ...(organization ? { organization } : {}) };
    become(await answer(api.POST("/api/v1/auth/login", { body })));
  }

  function become(somebody: Me): void {
    me.value = somebody;
    farewell.value = "";
    wasAsked = true;
  }

  /** Ends the session on the server; `forget` follows once no page shows the person any more. */
  async function signOut(): Promise<void> {
    await api.POST("/api/v1/auth/logout");
  }

  function forget(): void {
    me.value = null;
    wasAsked = true;
    queryClient.clear();
  }

  async function changePassword(old_password: string, new_password: string): Promise<void> {
    await api.POST("/api/v1/auth/password", { body: { old_password, new_password } });
    // Whoever had to change an initial password held no permission until now.
    me.value = await answer(api.GET("/api/v1/auth/me"));
  }

  async function setPresence(status: PresenceStatus, reasonId: string | null = null): Promise<void> {
    const body = { status, reason_id: reasonId };
    presenceIs(await answer(api.PUT("/api/v1/agents/me/presence", { body })));
  }

  /** Which sorts of work one takes now; the state stays as it is. */
  async function setChannels(channels: string[]): Promise<void> {
    presenceIs(await answer(api.PUT("/api/v1/agents/me/presence", { body: { channels } })));
  }

  /** The organization was changed here. */
  function settle(organization: Organization): void {
    const { profile, watermark, ...rest } = organization;
    if (me.value) me.value = { ...me.value, organization: rest, profile, watermark };
  }

  /** The presence as the server has it now, told by an answer or by an event. */
  function presenceIs(presence: Presence): void {
    if (me.value) me.value = { ...me.value, presence };
  }

  return { me, farewell, may, isAtLeast, restore, signIn, become, signOut, forget, changePassword, setPresence, setChannels, presenceIs, settle };
});
