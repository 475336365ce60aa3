/** Everything the screen shows, and how each thing that happens changes it. Pure: same state and event, same result. */

import type { Product } from "../../protocol";
import type { Question } from "./door";
import type { Failure } from "./http";
import type { LinkMode } from "./link";
import type { OutboxEntry } from "./outbox";
import { contiguousUpTo, countUnread, mergeMessages } from "./timeline";
import type { Locale, Message, Progress, SiteConfig, Snapshot } from "./types";

export interface Upload {
  client_id: string;
  name: string;
  size: number;
  /** An address of the picture in this page's memory, null for other files. */
  preview: string | null;
  /** Fraction of the bytes that have gone up, 0..1. */
  progress: number;
  failure: Failure | null;
}

export interface Conversation extends Progress {
  id: string;
  rating: { score: number } | null;
  can_rate: boolean;
}

export interface Transcript {
  id: string;
  messages: Message[];
}

export type Notice = "expired" | "no_agent";

export interface ChatState {
  locale: Locale;
  config: SiteConfig | null;
  configFailure: Failure | null;
  conversation: Conversation | null;
  messages: Message[];
  /** Up to this seq nothing of the conversation is missing here. */
  syncedSeq: number;
  seenSeq: number;
  /** Up to this seq the agent has read. */
  agentReadSeq: number;
  /** What the visitor looks at on the host page. */
  product: Product | null;
  /** The message that the next one answers. */
  quotedId: string | null;
  /** Conversations that ended before this one, the oldest first. */
  earlier: Transcript[];
  outbox: OutboxEntry[];
  uploads: Upload[];
  link: LinkMode | "idle";
  struggle: Failure | null;
  /** What the browser says of its own network. */
  isOnline: boolean;
  isAgentTyping: boolean;
  isLeavingMessage: boolean;
  notice: Notice | null;
  /** What the house asks before the conversation begins. */
  question: Question | null;
}

export type Happening =
  | { type: "locale"; locale: Locale }
  | { type: "config"; config: SiteConfig }
  | { type: "config_failed"; failure: Failure }
  | { type: "joined"; id: string; seenSeq: number }
  | { type: "synced"; snapshot: Snapshot; isProgressCurrent: boolean }
  | { type: "message"; message: Message }
  | { type: "progress"; progress: Progress }
  | { type: "left" }
  | { type: "earlier"; transcript: Transcript }
  | { type: "outbox"; entries: OutboxEntry[] }
  | { type: "upload"; upload: Upload }
  | { type: "upload_gone"; clientId: string }
  | { type: "link"; mode: LinkMode | "idle" }
  | { type: "struggle"; failure: Failure | null }
  | { type: "online"; on: boolean }
  | { type: "typing"; on: boolean }
  | { type: "seen"; seq: number }
  | { type: "agent_read"; seq: number }
  | { type: "product"; product: Product | null }
  | { type: "quote"; id: string | null }
  | { type: "leaving"; on: boolean }
  | { type: "rated"; score: number }
  | { type: "notice"; notice: Notice | null }
  | { type: "question"; question: Question | null };

export function initialState(locale: Locale): ChatState {
  return {
    locale,
    config: null,
    configFailure: null,
    conversation: null,
    messages: [],
    syncedSeq: 0,
    seenSeq: 0,
    agentReadSeq: 0,
    product: null,
    quotedId: null,
    earlier: [],
    outbox: [],
    uploads: [],
    link: "idle",
    struggle: null,
    isOnline: true,
    isAgentTyping: false,
    isLeavingMessage: false,
    notice: null,
    question: null,
  };
}

export function reduce(state: ChatState, event: Happening): ChatState {
  switch (event.type) {
    case "locale":
      return { ...state, locale: event.locale };
    case "config":
      return { ...state, config: event.config, configFailure: null };
    case "config_failed":
      return { ...state, configFailure: event.failure };
    case "joined":
      return { ...state, conversation: begun(event.id), messages: [], syncedSeq: 0, seenSeq: event.seenSeq, agentReadSeq: 0 };
    case "synced":
      return synced(state, event.snapshot, event.isProgressCurrent);
    case "message":
      return arrived(state, event.message);
    case "progress":
      return progressed(state, event.progress);
    case "left":
      return left(state);
    case "earlier":
      return { ...state, earlier: [event.transcript, ...state.earlier] };
    case "outbox":
      return { ...state, outbox: event.entries };
    case "upload":
      return { ...state, uploads: replaced(state.uploads, event.upload) };
    case "upload_gone":
      return { ...state, uploads: state.uploads.filter((upload) => upload.client_id !== event.clientId) };
    case "link":
      return { ...state, link: event.mode };
    case "struggle":
      return { ...state, struggle: event.failure };
    case "online":
      return { ...state, isOnline: event.on };
    case "typing":
      return { ...state, isAgentTyping: event.on };
    case "seen":
      return event.seq > state.seenSeq ? { ...state, seenSeq: event.seq } : state;
    case "agent_read":
      return { ...state, agentReadSeq: Math.max(state.agentReadSeq, event.seq) };
    case "product":
      return { ...state, product: event.product };
    case "quote":
      return { ...state, quotedId: event.id };
    case "leaving":
      return { ...state, isLeavingMessage: event.on };
    case "rated":
      return rated(state, event.score);
    case "notice":
      return { ...state, notice: event.notice };
    case "question":
      return { ...state, question: event.question };
  }
}

/** Messages of the other side that the visitor has not had before his eyes. */
export function unread(state: ChatState): number {
  return countUnread(state.messages, state.seenSeq);
}

/** Whether words cannot get out just now. */
export function isCutOff({ isOnline, link, struggle }: ChatState): boolean {
  return !isOnline || link === "offline" || struggle?.status === 0;
}

/** The newest seq known, 0 when there is no message. */
export function newestSeq(messages: Message[]): number {
  return messages[messages.length - 1]?.seq ?? 0;
}

function begun(id: string): Conversation {
  return {
    id,
    status: "bot",
    queue_position: null,
    estimated_wait_seconds: null,
    agent: null,
    rating: null,
    can_rate: false,
  };
}

function synced(state: ChatState, snapshot: Snapshot, isProgressCurrent: boolean): ChatState {
  if (state.conversation?.id !== snapshot.id) return state;
  const { messages: arrivals, rating, can_rate } = snapshot;
  const messages = mergeMessages(state.messages, arrivals);
  const progress = progressOf(isProgressCurrent ? snapshot : state.conversation);
  return {
    ...state,
    messages,
    agentReadSeq: snapshot.agent_read_seq ?? state.agentReadSeq,
    syncedSeq: Math.max(state.syncedSeq, newestSeq(arrivals)),
    conversation: { id: snapshot.id, ...progress, rating, can_rate },
  };
}

function arrived(state: ChatState, message: Message): ChatState {
  const messages = mergeMessages(state.messages, [message]);
  const isFromAgent = message.sender.kind === "agent";
  return {
    ...state,
    messages,
    syncedSeq: contiguousUpTo(state.syncedSeq, messages),
    isAgentTyping: isFromAgent ? false : state.isAgentTyping,
  };
}

function progressed(state: ChatState, progress: Progress): ChatState {
  if (!state.conversation) return state;
  const conversation = { ...state.conversation, ...progressOf(progress) };
  return { ...state, conversation, isAgentTyping: progress.status === "active" && state.isAgentTyping };
}

function progressOf({ status, queue_position, estimated_wait_seconds, queue_text, agent }: Progress): Progress {
  return { status, queue_position, estimated_wait_seconds, queue_text: queue_text ?? null, agent };
}

function left(state: ChatState): ChatState {
  const { conversation, messages, earlier } = state;
  return {
    ...state,
    earlier: conversation && messages.length > 0 ? [...earlier, { id: conversation.id, messages }] : earlier,
    conversation: null,
    messages: [],
    syncedSeq: 0,
    seenSeq: 0,
    agentReadSeq: 0,
    quotedId: null,
    isAgentTyping: false,
    struggle: null,
  };
}

function rated(state: ChatState, score: number): ChatState {
  if (!state.conversation) return state;
  return { ...state, conversation: { ...state.conversation, rating: { score }, can_rate: false } };
}

function replaced(uploads: Upload[], upload: Upload): Upload[] {
  const known = uploads.some(({ client_id }) => client_id === upload.client_id);
  return known ? uploads.map((one) => (one.client_id === upload.client_id ? upload : one)) : [...uploads, upload];
}
