/**
 * The line to the server while a conversation is open: a socket when there can be one, questions every few seconds when not.
 *
 * The socket only brings news sooner. What makes sure that nothing is missed is `sync`, which runs after each connection,
 * on each poll, and now and then on a quiet socket, whose other end may have died without a word.
 */

import { backoff } from "./backoff";
import { ApiError } from "./http";
import type { LiveEvent } from "./types";

export type LinkMode = "connecting" | "live" | "polling" | "offline";

export interface Socket {
  send(data: string): void;
  close(): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
}

export interface LinkPorts {
  ticket(): Promise<string>;
  openSocket(ticket: string): Socket;
  /** Asks for everything new; true when it brought something that the socket should have brought. */
  sync(): Promise<boolean>;
  onEvent(event: LiveEvent): void;
  onMode(mode: LinkMode): void;
  /** The token opens nothing any more. */
  onGone(): void;
  random(): number;
}

const POLL_MS = 4_000;
const QUIET_CHECK_MS = 45_000;
const HELLO_TIMEOUT_MS = 8_000;

export class Link {
  private socket: Socket | null = null;
  private isRunning = false;
  /** Counts the starts: what was asked before a restart must not speak for the conversation after it. */
  private run = 0;
  private mode: LinkMode = "connecting";
  private socketFailures = 0;
  private pollFailures = 0;
  private connectTimer: ReturnType<typeof setTimeout> | undefined;
  private syncTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ports: LinkPorts) {}

  start(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    this.run += 1;
    this.socketFailures = 0;
    this.pollFailures = 0;
    this.setMode("connecting");
    void this.connect();
    this.scheduleSync(POLL_MS);
  }

  stop(): void {
    this.isRunning = false;
    clearTimeout(this.connectTimer);
    clearTimeout(this.syncTimer);
    this.dropSocket();
  }

  /** The network or the page is back: try at once instead of waiting out the backoff. */
  retryNow(): void {
    if (!this.isRunning) return;
    this.socketFailures = 0;
    this.pollFailures = 0;
    if (!this.socket) {
      clearTimeout(this.connectTimer);
      void this.connect();
    }
    void this.check();
  }

  send(event: { type: "typing"; conversation_id: string; text?: string }): void {
    if (this.mode === "live") this.socket?.send(JSON.stringify(event));
  }

  private isCurrent(run: number): boolean {
    return this.isRunning && run === this.run;
  }

  private async connect(): Promise<void> {
    const { run } = this;
    let opened: Socket | null = null;
    try {
      const ticket = await this.ports.ticket();
      if (!this.isCurrent(run) || this.socket) return;
      opened = this.ports.openSocket(ticket);
    } catch (error) {
      if (!this.isCurrent(run)) return;
      if (error instanceof ApiError && error.isGone) return this.ports.onGone();
    }
    if (!opened) return this.reconnectLater();
    const socket = opened;
    this.socket = socket;
    const impatience = setTimeout(() => socket.close(), HELLO_TIMEOUT_MS);
    socket.onclose = () => {
      clearTimeout(impatience);
      if (this.socket !== socket) return;
      this.socket = null;
      if (this.mode === "live") {
        this.setMode("connecting");
        this.scheduleSync(POLL_MS);
      }
      this.reconnectLater();
    };
    socket.onmessage = ({ data }) => {
      const event = parse(data);
      if (!event || this.socket !== socket) return;
      if (event.type === "hello") {
        clearTimeout(impatience);
        this.socketFailures = 0;
        this.setMode("live");
        void this.check();
      } else {
        this.ports.onEvent(event);
      }
    };
  }

  private reconnectLater(): void {
    if (!this.isRunning) return;
    clearTimeout(this.connectTimer);
    const wait = backoff(this.socketFailures, this.ports.random());
    this.socketFailures += 1;
    this.connectTimer = setTimeout(() => void this.connect(), wait);
  }

  private scheduleSync(wait: number): void {
    clearTimeout(this.syncTimer);
    if (this.isRunning) this.syncTimer = setTimeout(() => void this.check({ isRoutine: true }), wait);
  }

  private async check({ isRoutine = false } = {}): Promise<void> {
    const { run } = this;
    let wait = POLL_MS;
    try {
      const broughtNews = await this.ports.sync();
      if (!this.isCurrent(run)) return;
      this.pollFailures = 0;
      if (this.mode === "live" && isRoutine && broughtNews) this.restartSocket();
      if (this.mode !== "live") this.setMode("polling");
    } catch (error) {
      if (!this.isCurrent(run)) return;
      if (error instanceof ApiError && error.isGone) return this.ports.onGone();
      if (this.mode !== "live") this.setMode("offline");
      const told = error instanceof ApiError ? error.retryAfterMs : null;
      wait = told ?? backoff(this.pollFailures, this.ports.random(), { base: POLL_MS });
      this.pollFailures += 1;
    }
    this.scheduleSync(this.mode === "live" ? QUIET_CHECK_MS : wait);
  }

  /** The server had news that this socket kept to itself: its other end is gone. */
  private restartSocket(): void {
    this.dropSocket();
    this.setMode("connecting");
    void this.connect();
  }

  private dropSocket(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private setMode(mode: LinkMode): void {
    this.mode = mode;
    this.ports.onMode(mode);
  }
}

function parse(data: unknown): LiveEvent | null {
  try {
    return JSON.parse(String(data)) as LiveEvent;
  } catch {
    return null;
  }
}
