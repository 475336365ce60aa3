/** The conversations that were opened: their messages, what is being sent, and what is typed but not sent. */
import { answer, type Attachment, type Conversation, type ConversationRow, type Message, newId, type NewMessage, Problem, type QuickReply, upload } from "@kefu/api";
import {
  type PendingMessage,
  type Thread,
  withFailure,
  withMessages,
  withoutPending,
  withPending,
  withProgress,
} from "@kefu/realtime";
import { defineStore } from "pinia";
import { ref, shallowReactive } from "vue";
import { api } from "../../api";
import { currentLocale } from "../../i18n";
import { useSession } from "../accounts/session";
import { Outbox } from "./outbox";
import { broughtBy } from "./variables";

export interface OpenConversation {
  detail: Conversation;
  thread: Thread;
}

export interface Draft {
  text: string;
  isNote: boolean;
  quoteId: string | null;
  /** The quick replies that were put into it. */
  replies?: QuickReply[];
}

const TYPING_MS = 4000;
const DRAFT_SAVE_MS = 800;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;

export const useThreads = defineStore("threads", () => {
  const session = useSession();
  const outbox = new Outbox(() => session.me?.user.id ?? "");
  const onTheWay = new Set<string>();
  const refused = new Set<string>();
  /** For each conversation the sending that the next one waits for: what is written in order arrives in order. */
  const turns = new Map<string, Promise<void>>();
  let retry: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE_MS;
  let isResending = false;
  const open = shallowReactive(new Map<string, OpenConversation>());
  const drafts = shallowReactive(new Map<string, Draft>());
  const typingUntil = shallowReactive(new Map<string, number>());
  /** What visitors are typing, where their site shows it. */
  const typed = shallowReactive(new Map<string, string>());
  /** How often visitors were seen to change the page. */
  const moves = shallowReactive(new Map<string, number>());
  const openId = ref<string | null>(null);
  const files = new Map<string, File>();
  const stored = new Map<string, Attachment>();
  const uploading = new Map<string, AbortController>();
  /** What is told of a conversation while it is being read: the answer may be older. */
  const arriving = new Map<string, Message[]>();
  const draftTimers = new Map<string, ReturnType<typeof setTimeout>>();

  async function load(id: string): Promise<void> {
    const meanwhile: Message[] = [];
    arriving.set(id, meanwhile);
    const detail = await answer(api.GET("/api/v1/conversations/{id}", { params: { path: { id } } }));
    arriving.delete(id);
    const known = open.get(id)?.thread ?? { messages: [], pending: [], hasEarlier: detail.has_earlier };
    // A gap between what was known and the last messages would hide some: then begin anew.
    const first = detail.messages[0]?.seq ?? 0;
    const last = known.messages.at(-1)?.seq ?? 0;
    const base = last >= first - 1 ? known : { ...known, messages: [], hasEarlier: detail.has_earlier };
    const unsent = outbox.all().filter((kept) => kept.conversationId === id);
    const pending = unsent.reduce((thread, { message }) => withPending(thread, { ...message, failed: !onTheWay.has(message.client_id) }), base);
    open.set(id, { detail, thread: withMessages(pending, [...detail.messages, ...meanwhile]) });
    if (!drafts.has(id)) drafts.set(id, { text: localDraft(id) ?? detail.draft, isNote: false, quoteId: null });
  }

  /** After a resync: the one on screen is read again, the others when they are opened. */
  async function reload(): Promise<void> {
    for (const id of [...open.keys()]) if (id !== openId.value) open.delete(id);
    if (openId.value && open.has(openId.value)) await load(openId.value);
  }

  function forgetAll(): void {
    open.clear();
    drafts.clear();
    files.clear();
    clearTimeout(retry);
    retry = undefined;
  }

  /** What is neither on the desk nor on the screen is read again when it is opened: a day is long. */
  function forgetOthers(rows: ConversationRow[]): void {
    const kept = new Set([openId.value, ...rows.map((row) => row.id)]);
    for (const known of [open, typed, typingUntil, moves]) for (const id of known.keys()) if (!kept.has(id)) known.delete(id);
  }

  async function loadEarlier(id: string): Promise<void> {
    const before = open.get(id)?.thread.messages[0]?.seq;
    if (before === undefined) return;
    const query = { before, limit: 50 };
    const page = await answer(api.GET("/api/v1/conversations/{id}/messages", { params: { path: { id }, query } }));
    edit(id, (thread) => ({ ...withMessages(thread, page.items), hasEarlier: page.has_earlier }));
  }

  function edit(id: string, change: (thread: Thread) => Thread): void {
    const one = open.get(id);
    if (one) open.set(id, { ...one, thread: change(one.thread) });
  }

  function receive(message: Message): void {
    arriving.get(message.conversation_id)?.push(message);
    edit(message.conversation_id, (thread) => withMessages(thread, [message]));
    if (message.sender.kind === "visitor") typingUntil.delete(message.conversation_id);
  }

  function rowChanged(row: ConversationRow): void {
    const one = open.get(row.id);
    if (one) open.set(row.id, { ...one, detail: { ...one.detail, ...row } });
  }

  function detailChanged(detail: Conversation): void {
    rowChanged(detail);
  }

  function visitorRead(id: string, seq: number): void {
    const one = open.get(id);
    if (one) open.set(id, { ...one, detail: { ...one.detail, visitor_read_seq: seq } });
  }

  function visitorMoved(id: string): void {
    moves.set(id, (moves.get(id) ?? 0) + 1);
  }

  function visitorOnline(id: string, isOnline: boolean): void {
    const one = open.get(id);
    if (!one) return;
    const visitor = { ...one.detail.visitor, is_online: isOnline };
    open.set(id, { ...one, detail: { ...one.detail, visitor } });
  }

  function sawTyping(id: string, text = ""): void {
    typed.set(id, text);
    typingUntil.set(id, Date.now() + TYPING_MS);
  }

  async function send(id: string, content: Draft): Promise<void> {
    const kind = content.isNote ? "note" : "text";
    const brought = content.isNote ? {} : broughtBy(content.replies ?? []);
    await deliver(id, { client_id: newId(), kind, text: content.text, quote_id: content.quoteId, failed: false, ...brought });
  }

  async function sendFile(id: string, file: File, preview: string | null): Promise<void> {
    const client_id = newId();
    files.set(client_id, file);
    const kind = file.type.startsWith("image/") ? "image" : "file";
    await deliver(id, { client_id, kind, text: file.name, quote_id: null, failed: false, preview, progress: 0 });
  }

  /** Sends, or sends again: the client id makes two deliveries one message. */
  async function deliver(id: string, pending: PendingMessage): Promise<void> {
    edit(id, (thread) => withPending(thread, { ...pending, failed: false, problem: undefined }));
    onTheWay.add(pending.client_id);
    refused.delete(pending.client_id);
    if (files.has(pending.client_id)) return transmit(id, pending);
    outbox.keep(id, pending);
    const turn = (turns.get(id) ?? Promise.resolve()).catch(() => null).then(() => transmit(id, pending));
    turns.set(id, turn);
    return turn;
  }

  async function transmit(id: string, pending: PendingMessage): Promise<void> {
    try {
      if (isBehind(id, pending.client_id)) throw new Problem({ status: 0, code: "behind_another" });
      const message = pending.kind === "note" ? await postNote(id, pending) : await post(id, pending);
      pause = FIRST_PAUSE_MS;
      forgetFile(pending);
      outbox.drop(pending.client_id);
      edit(id, (thread) => withoutPending(withMessages(thread, [message]), pending.client_id));
    } catch (error) {
      if (error instanceof DOMException) return; // called off: it is gone from the thread already
      const isLost = error instanceof Problem && error.isUncertain;
      const hasPlaceForWords = error instanceof Problem && !isLost && files.has(pending.client_id);
      edit(id, (thread) => withFailure(thread, pending.client_id, hasPlaceForWords ? error.message : undefined));
      if (isLost) retryLater();
      else refused.add(pending.client_id);
      // A lost connection needs no words beside the message that says it was not sent; a refusal does.
      if (!isLost && !hasPlaceForWords) throw error;
    } finally {
      onTheWay.delete(pending.client_id);
    }
  }

  /** Whether something written earlier in this conversation has not been sent yet. */
  function isBehind(id: string, clientId: string): boolean {
    const first = outbox.all().find(({ conversationId, message }) => conversationId === id && !refused.has(message.client_id));
    return first !== undefined && first.message.client_id !== clientId && !files.has(clientId);
  }

  /** A line may be lost for a moment without the socket noticing it. */
  function retryLater(): void {
    if (retry !== undefined) return;
    retry = setTimeout(() => {
      retry = undefined;
      void resend();
    }, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }

  /** What could not be sent before the page was left or the line was lost, in the order it was written. */
  async function resend(): Promise<void> {
    if (isResending) return;
    isResending = true;
    for (const { conversationId, message } of outbox.all()) {
      // A refusal stays beside its message, to be sent again or discarded by hand.
      if (!onTheWay.has(message.client_id) && !refused.has(message.client_id)) await deliver(conversationId, message).catch(() => null);
    }
    isResending = false;
  }

  async function postNote(id: string, { text, client_id }: PendingMessage): Promise<Message> {
    const headers = { "Idempotency-Key": client_id };
    return answer(
      api.POST("/api/v1/conversations/{id}/notes", { params: { path: { id } }, body: { text, client_id }, headers }),
    );
  }

  async function post(id: string, { text, client_id, kind, quote_id, attachment_ids, reply_ids }: PendingMessage): Promise<Message> {
    const params = { path: { id } };
    const file = files.get(client_id);
    const quote = quote_id ? { quote_id } : {};
    let body: NewMessage;
    if (file && (kind === "image" || kind === "file")) {
      const attachment = await uploaded(id, client_id, file);
      body = { client_id, kind, attachment_ids: [attachment.id] };
    } else {
      body = { client_id, text, attachment_ids, reply_ids, ...quote };
    }
    return answer(api.POST("/api/v1/conversations/{id}/messages", { params, body }));
  }

  /** The file on the server; a retry after the upload does not send it up again. */
  async function uploaded(id: string, clientId: string, file: File): Promise<Attachment> {
    const known = stored.get(clientId);
    if (known) return known;
    const stop = new AbortController();
    uploading.set(clientId, stop);
    const attachment = await upload(`/api/v1/conversations/${id}/attachments`, file, {
      locale: currentLocale(),
      signal: stop.signal,
      onProgress: (progress) => edit(id, (thread) => withProgress(thread, clientId, progress)),
    });
    stored.set(clientId, attachment);
    return attachment;
  }

  function forgetFile({ client_id, preview }: Pick<PendingMessage, "client_id" | "preview">): void {
    for (const known of [files, stored, uploading, refused]) known.delete(client_id);
    if (preview) URL.revokeObjectURL(preview);
  }

  function discard(id: string, clientId: string): void {
    uploading.get(clientId)?.abort();
    forgetFile(open.get(id)?.thread.pending.find((one) => one.client_id === clientId) ?? { client_id: clientId });
    outbox.drop(clientId);
    edit(id, (thread) => withoutPending(thread, clientId));
  }

  async function recall(id: string, messageId: string): Promise<void> {
    const params = { path: { id, message_id: messageId } };
    const message = await answer(api.POST("/api/v1/conversations/{id}/messages/{message_id}/recall", { params }));
    receive(message);
  }

  /** Kept here at once, in the browser at once, on the server after a pause. Notes stay in the browser. */
  function writeDraft(id: string, draft: Draft): void {
    drafts.set(id, draft);
    if (draft.text) localStorage.setItem(draftKey(id), draft.text);
    else localStorage.removeItem(draftKey(id));
    if (draft.isNote) return;
    clearTimeout(draftTimers.get(id));
    const save = () =>
      // The browser keeps its copy; the next keystroke tries again.
      api.PUT("/api/v1/conversations/{id}/draft", { params: { path: { id } }, body: { text: draft.text } }).catch(() => null);
    draftTimers.set(id, setTimeout(() => void save(), DRAFT_SAVE_MS));
  }

  return {
    open, drafts, typingUntil, typed, moves, openId,
    load, reload, forgetAll, forgetOthers, loadEarlier, receive, rowChanged, detailChanged, visitorOnline, visitorRead, visitorMoved, sawTyping,
    send, sendFile, deliver, resend, discard, recall, writeDraft,
  };
});

function draftKey(id: string): string {
  return `kefu.draft.${id}`;
}

function localDraft(id: string): string | null {
  return localStorage.getItem(draftKey(id));
}
