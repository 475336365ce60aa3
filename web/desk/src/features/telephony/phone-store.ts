/** The agent's telephone: whether it is signed in, the call in hand, and what can be done with it. */
import { answer, type CallTarget, type LiveCall, type MonitorMode, type OwnExtension } from "@kefu/api";
import { defineStore } from "pinia";
import { computed, ref, shallowRef, watch } from "vue";
import { api } from "../../api";
import { serverNow } from "../../clock";
import { interrupt, stopRinging } from "../../shell/attention";
import { play } from "../../shell/sounds";
import { useSession } from "../accounts/session";
import { answersItself, changed, foremost, type Heard, isMine, type Quality, qualityOf } from "./calls";
import { remember } from "./dialled";
import { microphone, NoMicrophone, route } from "./devices";
import type { Leg, SipPhone, SipState } from "./sip";
import type { Deed } from "./talking";

/** `elsewhere`: another window of this browser has the phone; `telephone`, `mobile`: the agent is reached there. */
export type LineState = "off" | SipState | NoMicrophone["why"] | "elsewhere" | "telephone" | "telephone_away" | "mobile";

const LOCK = "kefu.phone";
const BEEP_MS = 600; // so that one hears the beep before the customer
const LOOK_MS = 2000;
const DEEDS = {
  hold: "/api/v1/calls/{id}/hold",
  resume: "/api/v1/calls/{id}/resume",
  conference: "/api/v1/calls/{id}/conference",
  pause: "/api/v1/calls/{id}/recording/pause",
  unpause: "/api/v1/calls/{id}/recording/resume",
} as const;

export const usePhone = defineStore("phone", () => {
  const session = useSession();
  const own = shallowRef<OwnExtension | null>(null);
  const calls = shallowRef<LiveCall[]>([]);
  const line = ref<LineState>("off");
  const leg = shallowRef<Leg | null>(null);
  const isUp = ref(false);
  const isMuted = ref(false);
  const callbackChanges = ref(0);
  const quality = ref<Quality | null>(null);
  let phone: SipPhone | null = null;
  let letGo: (() => void) | null = null; // of the lock that keeps other windows from signing in
  let stopLooking: (() => void) | null = null;
  let heardCount = 0;

  const me = computed(() => session.me?.user.id ?? "");
  const isOn = computed(() => session.may("calls.serve") && own.value?.is_on === true);
  /** Their own telephone can ring, and then a customer's. */
  const canDial = computed(() => isOn.value && !current.value && session.may("calls.dial") && ["ready", "telephone", "mobile"].includes(line.value));
  const takes = computed(() => isOn.value && session.me?.presence.status !== "offline" && !!session.me?.presence.channels.includes("phone"));
  const current = computed(() => foremost(calls.value));
  /** The agent talks with another device than this browser. */
  const isApart = computed(() => own.value?.kind === "telephone" || own.value?.uses_mobile === true);
  /** Something can be said into this browser. */
  const canTalk = computed(() => leg.value !== null);

  async function start(): Promise<void> {
    own.value = await answer(api.GET("/api/v1/extensions/mine"));
    await load();
  }

  function stop(): void {
    disconnect();
    own.value = null;
    calls.value = [];
  }

  /** Asked anew where an event came meanwhile: the answer may be older than what it told. */
  async function load(): Promise<void> {
    if (!isOn.value) return;
    const before = heardCount;
    const found = (await answer(api.GET("/api/v1/calls/mine"))).items;
    if (heardCount !== before) return load();
    calls.value = found;
  }

  watch(takes, (does) => (does ? void connect() : disconnect()), { immediate: true });

  async function connect(): Promise<void> {
    disconnect();
    if (isApart.value) return lineIs();
    line.value = "connecting";
    try {
      // Asked for now and not when it rings; whoever cannot speak is not signed in, and gets no calls.
      (await microphone()).getTracks().forEach((track) => track.stop());
    } catch (error) {
      line.value = error instanceof NoMicrophone ? error.why : "no_microphone";
      return;
    }
    if (!takes.value) return;
    void navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
      if (lock) return hold();
      line.value = "elsewhere";
      return undefined;
    });
  }

  /** Signs in, and keeps the lock until it signs out. */
  function hold(): Promise<void> {
    return new Promise((resolve) => {
      letGo = resolve;
      signIn().catch(() => (line.value = "engine_off"));
    });
  }

  async function signIn(): Promise<void> {
    const [{ SipPhone }, extension] = await Promise.all([import("./sip"), answer(api.PUT("/api/v1/extensions/mine"))]);
    own.value = { ...extension, secret: null };
    if (!letGo || !extension.account || !extension.secret) return lineIs();
    const ticket = async () => (await answer(api.POST("/api/v1/sockets/ticket"))).ticket;
    phone = new SipPhone(extension.account, extension.secret, ticket, { onState, onLeg: (came) => void ring(came) });
    phone.start();
  }

  function disconnect(): void {
    phone?.stop();
    phone = null;
    letGo?.();
    letGo = null;
    line.value = "off";
  }

  /** The state of somebody whose telephone stands on the table, or is in the pocket. */
  function lineIs(): void {
    line.value = own.value?.uses_mobile ? "mobile" : own.value?.is_signed_in ? "telephone" : "telephone_away";
  }

  /** From now on calls ring there; one that goes on stays where it is. */
  async function useMobile(uses_mobile: boolean): Promise<void> {
    own.value = await answer(api.PUT("/api/v1/extensions/mine/mobile", { body: { uses_mobile } }));
    if (takes.value && !leg.value) await connect();
  }

  function onState(state: SipState): void {
    line.value = state;
    if (state === "ready") void comeBack();
  }

  /** This window was loaded anew in the middle of a call, or lost its leg: the house rings it again. */
  async function comeBack(): Promise<void> {
    await load().catch(() => undefined);
    const lost = calls.value.find((call) => answersItself(call, me.value) === "back");
    if (!lost || leg.value || line.value !== "ready") return;
    await api.POST("/api/v1/calls/{id}/come-back", { params: { path: { id: lost.id } } }).catch(() => undefined);
  }

  async function ring(came: Leg): Promise<void> {
    leg.value?.end();
    leg.value = came;
    isUp.value = isMuted.value = false;
    came.onUp = () => onUp(came);
    came.onGone = () => onGone(came);
    await load().catch(() => undefined);
    if (leg.value !== came || !current.value) return;
    const itself = answersItself(current.value, me.value);
    if (itself === "queue") {
      play("beep");
      await new Promise((resolve) => setTimeout(resolve, BEEP_MS));
    }
    if (itself && leg.value === came) await accept();
    else if (!itself) announce(current.value);
  }

  function announce(call: LiveCall): void {
    interrupt({ sound: "call", id: call.id, title: call.caller, text: call.queue?.name ?? "", repeats: true }, () => window.focus());
  }

  /** With passwords of now: they end after a day, and a desk stays open for longer. */
  async function relays(): Promise<RTCIceServer[]> {
    if (!own.value?.ice_servers.length) return [];
    const fresh = await answer(api.GET("/api/v1/extensions/mine")).catch(() => own.value);
    return fresh?.ice_servers ?? [];
  }

  async function accept(): Promise<void> {
    const ringing = leg.value;
    if (!ringing) return;
    if (current.value) stopRinging(current.value.id);
    try {
      ringing.answer(...(await Promise.all([microphone(), relays()])));
      await route(ringing.audio, "talk");
    } catch (error) {
      ringing.end();
      if (!(error instanceof NoMicrophone)) throw error;
      disconnect();
      line.value = error.why;
    }
  }

  function refuse(): void {
    leg.value?.end();
  }

  function onUp(came: Leg): void {
    isUp.value = true;
    let before: Heard = { received: 0, lost: 0, jitter: 0 };
    const timer = setInterval(async () => {
      const heard = await heardBy(came);
      if (heard) quality.value = qualityOf(heard, before);
      before = heard ?? before;
    }, LOOK_MS);
    stopLooking = () => clearInterval(timer);
  }

  function onGone(gone: Leg): void {
    if (leg.value !== gone) return;
    stopLooking?.();
    if (current.value) stopRinging(current.value.id);
    leg.value = null;
    isUp.value = isMuted.value = false;
    quality.value = null;
    void comeBack();
  }

  function mute(): void {
    isMuted.value = !isMuted.value;
    leg.value?.mute(isMuted.value);
  }

  function press(key: string): void {
    leg.value?.press(key);
  }

  async function hangUp(): Promise<void> {
    const call = current.value;
    if (!call) return leg.value?.end();
    await api.POST("/api/v1/calls/{id}/hangup", { params: { path: { id: call.id } } }); // the event tells what came of it
  }

  /** One's own leg alone: whoever is left talks on. */
  function leave(): void {
    leg.value?.end();
  }

  /** What needs nobody else to be named; the event tells what came of it. */
  async function deed(call: LiveCall, what: Exclude<Deed, "transfer" | "consult" | "leave">): Promise<void> {
    const at = { params: { path: { id: call.id } } };
    if (what === "complete") await api.POST("/api/v1/calls/{id}/transfer", { ...at, body: {} });
    else await api.POST(DEEDS[what], at);
  }

  async function give(call: LiveCall, how: "transfer" | "consult", to: CallTarget): Promise<void> {
    await api.POST(`/api/v1/calls/{id}/${how}`, { params: { path: { id: call.id } }, body: to });
  }

  /** The own telephone rings, and is answered by itself; in the call the mode changes at once. */
  async function monitor(id: string, mode: MonitorMode): Promise<void> {
    await api.POST("/api/v1/calls/{id}/monitor", { params: { path: { id } }, body: { mode } });
    if (!calls.value.some((call) => call.id === id)) await load();
  }

  async function stopMonitoring(id: string): Promise<void> {
    await api.DELETE("/api/v1/calls/{id}/monitor", { params: { path: { id } } });
  }

  /** The own telephone rings first, and is answered by itself. */
  async function dial(to: string): Promise<void> {
    const { id } = await answer(api.POST("/api/v1/calls", { body: { to } }));
    remember(to);
    if (!calls.value.some((call) => call.id === id)) await load();
  }

  /** A number that the agent may not see is dialled by whose it is. */
  async function dialWhose(whose: { call_id?: string; customer_id?: string; which?: number }): Promise<void> {
    const body = { call_id: whose.call_id ?? null, customer_id: whose.customer_id ?? null, which: whose.which ?? 0 };
    await answer(api.POST("/api/v1/calls", { body }));
    await load();
  }

  async function moreTime(call: LiveCall): Promise<void> {
    heard(await answer(api.POST("/api/v1/calls/{id}/more-time", { params: { path: { id: call.id } } })));
  }

  async function wrapUp(call: LiveCall, dispositionId: string, summary: string): Promise<void> {
    const body = { disposition_id: dispositionId, summary };
    heard(await answer(api.POST("/api/v1/calls/{id}/wrap-up", { params: { path: { id: call.id } }, body })));
  }

  /** A call changed, told by an event or by an answer. */
  function heard(call: LiveCall): void {
    heardCount += 1;
    calls.value = changed(calls.value, call, me.value, serverNow());
    if (!calls.value.some(({ id, phase }) => id === call.id && phase === "ringing")) stopRinging(call.id);
    if (call.phase === "lost" && call.assignee_id === me.value && !leg.value) void comeBack();
  }

  /** The time to wrap up ends by itself. */
  function dropOver(): void {
    const left = calls.value.filter((call) => isMine(call, me.value, serverNow()));
    if (left.length < calls.value.length) calls.value = left;
  }

  /** Callbacks changed: a list that is open asks anew. */
  function callbacksChanged(): void {
    callbackChanges.value += 1;
  }

  /** One's own telephone signed in, or went. */
  function telephoneIs(isSignedIn: boolean): void {
    if (!own.value) return;
    own.value = { ...own.value, is_signed_in: isSignedIn };
    if (takes.value && isApart.value) lineIs();
  }

  return {
    me, own, calls, line, isOn, canDial, takes, current, canTalk, isUp, isMuted, quality, isApart,
    start, stop, connect, accept, refuse, mute, press, hangUp, leave, deed, give, monitor, stopMonitoring, dial, dialWhose, moreTime, wrapUp, heard, telephoneIs, dropOver, load,
    callbackChanges, callbacksChanged, useMobile,
  };
});

async function heardBy(leg: Leg): Promise<Heard | null> {
  let found: Heard | null = null;
  (await leg.stats())?.forEach((report: Record<string, unknown>) => {
    if (report.type !== "inbound-rtp") return;
    found = { received: Number(report.packetsReceived), lost: Number(report.packetsLost), jitter: Number(report.jitter) };
  });
  return found;
}
