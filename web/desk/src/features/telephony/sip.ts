/** SIP in the browser: signs in over our own socket, and hands every call that comes to whoever asked. Loaded only where somebody takes calls. */
import { UA } from "jssip";
import type { RTCSession } from "jssip/lib/RTCSession";

const ICE_MS = 200; // the machine's own addresses are there by then; waiting for all of them takes seconds
const RELAY_MS = 1500; // an address at a relay comes after two round trips
const ENGINE_AWAY = 4503;
const RETRY_MS = [500, 1000, 2000, 5000];

export type SipState = "connecting" | "ready" | "engine_off";

export interface SipListener {
  onState(state: SipState): void;
  onLeg(leg: Leg): void;
}

/** One call's way into this browser. */
export class Leg {
  onUp: () => void = () => undefined;
  onGone: () => void = () => undefined;
  readonly audio = new Audio();
  private stream: MediaStream | null = null;
  private awaitsRelay = false;

  constructor(private readonly session: RTCSession) {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    session.on("icecandidate", ({ candidate, ready }) => {
      if (candidate.type === "relay") this.awaitsRelay = false;
      clearTimeout(waiting);
      waiting = setTimeout(ready, this.awaitsRelay ? RELAY_MS : ICE_MS);
    });
    session.on("peerconnection", ({ peerconnection }) => {
      peerconnection.addEventListener("track", (event) => {
        this.audio.srcObject = event.streams[0] ?? new MediaStream([event.track]);
        void this.audio.play().catch(() => undefined);
      });
    });
    session.on("confirmed", () => this.onUp());
    session.on("ended", () => this.gone());
    session.on("failed", () => this.gone());
  }

  get isUp(): boolean {
    return this.session.isEstablished();
  }

  /** Answers with this microphone; it is the leg's from now on. */
  answer(microphone: MediaStream, relays: RTCIceServer[]): void {
    this.stream = microphone;
    this.awaitsRelay = relays.length > 0;
    const pcConfig: RTCConfiguration = { iceServers: relays, rtcpMuxPolicy: "require" };
    this.session.answer({ mediaStream: microphone, mediaConstraints: { audio: true, video: false }, pcConfig });
  }

  mute(isMuted: boolean): void {
    if (isMuted) this.session.mute({ audio: true });
    else this.session.unmute({ audio: true });
  }

  press(key: string): void {
    // JsSIP's type names the value, and exports it nowhere.
    this.session.sendDTMF(key, { transportType: "RFC2833" as never });
  }

  /** Hangs up, or refuses what rings. */
  end(): void {
    if (!this.session.isEnded()) this.session.terminate(this.isUp ? undefined : { status_code: 486 });
  }

  async stats(): Promise<RTCStatsReport | null> {
    const connection = this.session.connection as RTCPeerConnection | null;
    return connection ? connection.getStats() : null;
  }

  private gone(): void {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.audio.srcObject = null;
    this.onGone();
  }
}

/** JsSIP's socket, with a new ticket for each connection: no lasting token stands in an address. */
class TicketSocket {
  via_transport = location.protocol === "https:" ? "WSS" : "WS";
  readonly url = `${this.via_transport.toLowerCase()}://${location.host}/ws/sip`;
  readonly sip_uri = `sip:${location.host};transport=ws`;
  onconnect: () => void = () => undefined;
  ondisconnect: (error: boolean, code?: number, reason?: string) => void = () => undefined;
  ondata: (data: string) => void = () => undefined;
  private socket: WebSocket | null = null;
  private isOpening = false;

  constructor(
    private readonly ticket: () => Promise<string>,
    private readonly onCode: (code: number) => void,
  ) {}

  connect(): void {
    if (this.socket || this.isOpening) return;
    this.isOpening = true;
    this.ticket().then(
      (ticket) => this.open(ticket),
      () => this.lost(0),
    );
  }

  disconnect(): void {
    this.isOpening = false;
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onclose = null;
    socket.close();
  }

  send(message: string): boolean {
    if (!this.isConnected()) return false;
    this.socket!.send(message);
    return true;
  }

  isConnected(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  isConnecting(): boolean {
    return this.isOpening;
  }

  private open(ticket: string): void {
    if (!this.isOpening) return; // it was let go meanwhile
    const socket = new WebSocket(`${this.url}?token=${encodeURIComponent(ticket)}`, "sip");
    this.socket = socket;
    socket.onopen = () => {
      this.isOpening = false;
      this.onconnect();
    };
    socket.onmessage = ({ data }) => this.ondata(String(data));
    socket.onclose = ({ code }) => this.lost(code);
  }

  private lost(code: number): void {
    this.isOpening = false;
    this.socket = null;
    this.onCode(code);
    this.ondisconnect(true, code, "");
  }
}

/** One account, signed in until `stop`. */
export class SipPhone {
  private readonly ua: UA;
  private failures = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(account: string, secret: string, ticket: () => Promise<string>, listener: SipListener) {
    let engineIsAway = false;
    const socket = new TicketSocket(ticket, (code) => (engineIsAway = code === ENGINE_AWAY));
    this.ua = new UA({
      sockets: socket as never, // of the shape that JsSIP asks for; its type is a class
      uri: `sip:${account}@kefu.invalid`,
      password: secret,
      register_expires: 60,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 8,
      user_agent: "Kefu",
    });
    this.ua.on("connecting", () => listener.onState(engineIsAway ? "engine_off" : "connecting"));
    this.ua.on("disconnected", () => listener.onState(engineIsAway ? "engine_off" : "connecting"));
    this.ua.on("registered", () => {
      this.failures = 0;
      listener.onState("ready");
    });
    this.ua.on("registrationFailed", () => {
      listener.onState(engineIsAway ? "engine_off" : "connecting");
      // An account that was made a moment ago is not known to the engine yet.
      const pause = RETRY_MS[Math.min(this.failures++, RETRY_MS.length - 1)];
      clearTimeout(this.retry);
      this.retry = setTimeout(() => this.ua.isConnected() && this.ua.register(), pause);
    });
    this.ua.on("newRTCSession", (event: { originator: string; session: RTCSession }) => {
      if (event.originator === "remote") listener.onLeg(new Leg(event.session));
    });
  }

  start(): void {
    this.ua.start();
  }

  /** Signs out; a call that is going on ends here. */
  stop(): void {
    clearTimeout(this.retry);
    this.ua.stop();
  }
}
