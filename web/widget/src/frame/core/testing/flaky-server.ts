/** A server of one site behind a network that loses, repeats, delays and reorders; its dice are seeded. */

import { ApiError, type Http } from "../http";
import type { Socket } from "../link";
import type { Created, LiveEvent, Message, SenderKind, Snapshot, Status } from "../types";

export interface Weather {
  /** Share of requests that never arrive, and of answers that get lost on the way back. */
  loss: number;
  /** Share of requests and socket events that arrive twice. */
  repeat: number;
  /** The longest delay of a request, an answer or an event, ms. */
  delay: number;
  /** Share of socket events that vanish. */
  eventLoss: number;
  /** Whether sockets can be opened at all. */
  sockets: boolean;
}

export const FAIR: Weather = { loss: 0, repeat: 0, delay: 1, eventLoss: 0, sockets: true };

/** A small generator of numbers in [0, 1) (mulberry32), so that a failing run can be repeated. */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** What a closing socket tells; Node has no CloseEvent of its own, and nobody reads it. */
const CLOSED = new Event("close") as CloseEvent;

interface Conversation {
  id: string;
  token: string;
  status: Status;
  messages: Message[];
}

interface Line extends Socket {
  conversation: string;
  isOpen: boolean;
}

export class FlakyServer {
  weather: Weather = FAIR;
  readonly conversations: Conversation[] = [];
  /** Answers the next requests of a path with a refusal. */
  readonly refusals: { path: RegExp; error: ApiError }[] = [];
  /** By which token each creation was asked for. */
  readonly creationTokens: (string | undefined)[] = [];
  private readonly creations = new Map<string, Conversation>();
  private lines: Line[] = [];

  constructor(private readonly random: () => number) {}

  readonly http: Http = {
    request: async <T>(method: "GET" | "POST", path: string, options: Parameters<Http["request"]>[2] = {}): Promise<T> => {
      await this.travel();
      this.maybeLose();
      const answer = this.handle(method, path, options);
      if (this.random() < this.weather.repeat) this.handle(method, path, options);
      await this.travel();
      this.maybeLose();
      return JSON.parse(JSON.stringify(answer)) as T;
    },
    upload: async <T>(_path: string, file: File): Promise<T> => {
      await this.travel();
      return { id: `file-${file.name}`, name: file.name, size: file.size, type: file.type, url: "/f" } as T;
    },
  };

  openSocket(ticket: string): Socket {
    const line: Line = {
      conversation: ticket,
      isOpen: this.weather.sockets,
      onmessage: null,
      onclose: null,
      send: () => undefined,
      close: () => this.hangUp(line),
    };
    this.lines.push(line);
    setTimeout(() => (line.isOpen ? this.transmit(line, { type: "hello" }) : line.onclose?.(CLOSED)), this.randomDelay());
    return line;
  }

  /** Cuts every socket, without either side having said so. */
  dropSockets(): void {
    for (const line of this.lines.slice()) this.hangUp(line);
  }

  say(conversation: Conversation, kind: SenderKind, text: string, clientId: string | null = null): Message {
    const seq = conversation.messages.length + 1;
    const message: Message = {
      id: `${conversation.id}-${seq}`,
      seq,
      client_id: clientId,
      sender: { kind, id: null, name: kind },
      kind: "text",
      text,
      payload: {},
      attachments: [],
      quote_id: null,
      recalled_at: null,
      created_at: new Date(Date.now()).toISOString(),
    };
    conversation.messages.push(message);
    this.announce({ type: "message", conversation_id: conversation.id, message });
    return message;
  }

  move(conversation: Conversation, status: Status): void {
    conversation.status = status;
    this.announce({ type: "status", conversation_id: conversation.id, ...progress(conversation) });
  }

  private announce(event: LiveEvent & { conversation_id: string }): void {
    for (const line of this.lines) if (line.conversation === event.conversation_id) this.transmit(line, event);
  }

  private transmit(line: Line, event: LiveEvent): void {
    if (event.type !== "hello" && this.random() < this.weather.eventLoss) return;
    const copies = this.random() < this.weather.repeat ? 2 : 1;
    const data = JSON.stringify(event);
    for (let copy = 0; copy < copies; copy += 1) {
      setTimeout(() => line.isOpen && line.onmessage?.(new MessageEvent("message", { data })), this.randomDelay());
    }
  }

  private hangUp(line: Line): void {
    if (!line.isOpen) return;
    line.isOpen = false;
    this.lines = this.lines.filter((other) => other !== line);
    setTimeout(() => line.onclose?.(CLOSED), 0);
  }

  private handle(method: string, path: string, { body, token, idempotencyKey }: Parameters<Http["request"]>[2] = {}) {
    const refusal = this.refusals.findIndex((one) => one.path.test(path));
    if (refusal >= 0) throw this.refusals.splice(refusal, 1)[0]!.error;
    if (path.endsWith("/conversations")) return this.create(idempotencyKey!, token);
    if (path.includes("/config")) throw new ApiError(503, "http_503", "");
    const conversation = this.conversations.find((one) => one.token === token);
    if (!conversation) throw new ApiError(401, "bad_token", "");
    if (path === "/sockets/ticket") return { ticket: conversation.id };
    if (method === "GET") return this.snapshot(conversation, Number(/after_seq=(\d+)/.exec(path)?.[1] ?? 0));
    if (path.endsWith("/messages")) return this.post(conversation, body as { client_id: string; text: string });
    if (path.endsWith("/handoff")) this.move(conversation, "queued");
    return {};
  }

  private create(key: string, token: string | undefined): Created {
    this.creationTokens.push(token);
    let conversation = this.creations.get(key);
    if (!conversation) {
      const number = this.conversations.length + 1;
      conversation = { id: `c${number}`, token: `t${number}`, status: "bot", messages: [] };
      this.creations.set(key, conversation);
      this.conversations.push(conversation);
    }
    const { id, messages } = conversation;
    return { id, visitor_token: conversation.token, messages, ...progress(conversation) };
  }

  private post(conversation: Conversation, { client_id, text }: { client_id: string; text: string }): Message {
    const known = conversation.messages.find((message) => message.client_id === client_id);
    if (known) return known;
    if (conversation.status === "closed") throw new ApiError(409, "conversation_closed", "");
    return this.say(conversation, "visitor", text, client_id);
  }

  private snapshot(conversation: Conversation, after: number): Snapshot {
    const messages = conversation.messages.filter(({ seq }) => seq > after).slice(0, 50);
    return { id: conversation.id, ...progress(conversation), messages, rating: null, can_rate: false };
  }

  private travel(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.randomDelay()));
  }

  private randomDelay(): number {
    return this.random() * this.weather.delay;
  }

  private maybeLose(): void {
    if (this.random() < this.weather.loss) throw new ApiError(0, "unreachable", "");
  }
}

function progress({ status }: Conversation) {
  const queue_position = status === "queued" ? 1 : null;
  return { status, queue_position, estimated_wait_seconds: null, agent: status === "active" ? "小林" : null };
}
