/**
 * A socket that stays connected: a fresh ticket for each attempt, resume from the last cursor, jittered backoff.
 * It knows nothing of what the events mean and nothing of any framework.
 */

export interface SocketEvent {
  type: string;
  cursor?: number;
}

export type ConnectionState = "connecting" | "open" | "waiting" | "stopped";

export interface LiveSocketOptions<Event extends SocketEvent> {
  /** The socket's address without its query, e.g. "wss://host/ws/desk". */
  url: string;
  /** Fetches a ticket good for one connection. */
  ticket: () => Promise<string>;
  /** The cursor to resume after; null when there is no state yet. */
  cursor: () => number | null;
  onEvent: (event: Event) => void;
  /** The state held is too old or unusable: take a new snapshot. The socket connects again once this settles. */
  resync: () => Promise<void>;
  onState?: (state: ConnectionState) => void;
  connect?: (url: string) => WebSocketLike;
  random?: () => number;
}

/** The part of the browser's WebSocket that is used here. */
export interface WebSocketLike {
  readyState: number;
  onmessage: ((event: { data: string }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(data: string): void;
  close(): void;
}

const CURSOR_EXPIRED = 4410;
const OPEN = 1;
const PING_MS = 25_000;
const SILENCE_MS = 60_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
const CONNECTING_MS = 20_000;

/** Milliseconds to wait before attempt number `attempt` (from 0): half fixed, half random, never above 15 s. */
export function backoff(attempt: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
  return ceiling / 2 + (ceiling / 2) * random();
}

export class LiveSocket<Event extends SocketEvent> {
  private readonly options: LiveSocketOptions<Event>;
  private socket: WebSocketLike | null = null;
  private attempt = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private pingTimer: ReturnType<typeof setInterval> | undefined;
  private limitTimer: ReturnType<typeof setTimeout> | undefined;
  private round = 0;
  private heardAt = 0;
  private state: ConnectionState = "stopped";

  constructor(options: LiveSocketOptions<Event>) {
    this.options = options;
  }

  start(): void {
    if (this.state !== "stopped") return;
    void this.open();
  }

  stop(): void {
    this.setState("stopped");
    this.letGo();
  }

  /** Sends if connected; what goes up a socket is never worth keeping (typing, ping). */
  send(message: object): void {
    if (this.socket?.readyState === OPEN) this.socket.send(JSON.stringify(message));
  }

  /** Tries at once, e.g. because the browser says it is online again. */
  hurry(): void {
    if (this.state !== "waiting") return;
    clearTimeout(this.retryTimer);
    void this.open();
  }

  private async open(): Promise<void> {
    const round = this.begin();
    let ticket: string;
    try {
      ticket = await this.options.ticket();
    } catch {
      if (round === this.round) this.retry();
      return;
    }
    if (round !== this.round || this.isStopped()) return;
    const query = new URLSearchParams({ token: ticket });
    const cursor = this.options.cursor();
    if (cursor !== null) query.set("cursor", String(cursor));
    const connect = this.options.connect ?? ((url: string) => new WebSocket(url) as WebSocketLike);
    const socket = connect(`${this.options.url}?${query}`);
    this.socket = socket;
    this.heardAt = Date.now();
    this.pingTimer = setInterval(() => this.ping(socket), PING_MS);
    socket.onmessage = (message) => this.hear(socket, message.data);
    socket.onclose = (close) => void this.closed(socket, close.code);
  }

  private hear(socket: WebSocketLike, data: string): void {
    if (socket !== this.socket) return;
    this.heardAt = Date.now();
    const event = JSON.parse(data) as Event;
    if (event.type === "pong") return;
    if (event.type === "hello") {
      this.attempt = 0;
      clearTimeout(this.limitTimer);
      this.setState("open");
      return;
    }
    if (event.type === "resync") {
      void this.resyncAndReopen();
      return;
    }
    this.options.onEvent(event);
  }

  private async closed(socket: WebSocketLike, code: number): Promise<void> {
    if (socket !== this.socket || this.isStopped()) return;
    this.letGo();
    if (code === CURSOR_EXPIRED) await this.resyncAndReopen();
    else this.retry();
  }

  private async resyncAndReopen(): Promise<void> {
    this.letGo();
    const round = this.begin();
    try {
      await this.options.resync();
    } catch {
      if (round === this.round) this.retry();
      return;
    }
    if (round === this.round && !this.isStopped()) await this.open();
  }

  /** An attempt, by its number: one that hangs, as requests do on a line that a sleep has cut, makes way for the next. */
  private begin(): number {
    this.setState("connecting");
    clearTimeout(this.limitTimer);
    const round = ++this.round;
    this.limitTimer = setTimeout(() => {
      this.letGo();
      this.retry();
    }, CONNECTING_MS);
    return round;
  }

  private retry(): void {
    if (this.isStopped()) return;
    this.round += 1;
    this.setState("waiting");
    const delay = backoff(this.attempt, this.options.random ?? Math.random);
    this.attempt += 1;
    this.retryTimer = setTimeout(() => void this.open(), delay);
  }

  /** A half-open connection gives no close event: silence for a minute counts as one. */
  private ping(socket: WebSocketLike): void {
    if (Date.now() - this.heardAt > SILENCE_MS) void this.closed(socket, 1006);
    else this.send({ type: "ping" });
  }

  private letGo(): void {
    clearTimeout(this.retryTimer);
    clearTimeout(this.limitTimer);
    clearInterval(this.pingTimer);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private isStopped(): boolean {
    return this.state === "stopped";
  }

  private setState(state: ConnectionState): void {
    if (this.state === state) return;
    this.state = state;
    this.options.onState?.(state);
  }
}
