/** The conversation as the visitor has it: takes his acts, keeps the line to the server, tells the screen what is so. */

import type { Entry, Identity, Product } from "../../protocol";
import { Delivery } from "./delivery";
import { shortened } from "./entry";
import { ApiError, asApiError, asFailure } from "./http";
import { Link } from "./link";
import { Looks } from "./looks";
import { Marks } from "./marks";
import { type Draft, isOutboxKey, newDraft, Outbox, type OutboxEntry } from "./outbox";
import type { ChatPorts } from "./ports";
import { Preferences } from "./preferences";
import { type Session, SESSION_KEY, SessionStore } from "./session";
import { Screen } from "./screen";
import { newestSeq } from "./state";
import { resumeAfter } from "./timeline";
import type { LeaveForm, LiveEvent, Locale, Message, Payload, RatingForm } from "./types";
import { Typing } from "./typing";
import { Uploads } from "./uploads";

const GAP_PATIENCE_MS = 300;
const PREVIEW_EVERY_MS = 800;
/** A snapshot with this many messages may have been cut off: ask on from its last one. */
const FULL_PAGE = 50;

export class Chat extends Screen {
  private readonly session: SessionStore;
  private readonly outbox: Outbox;
  private readonly delivery: Delivery;
  private readonly link: Link;
  readonly uploads: Uploads;
  private readonly typing: Typing;
  private readonly marks: Marks;
  private readonly looks: Looks;
  private identity: Identity = {};
  private entry: Entry = {};
  private isVisible = false;
  private creating: Promise<Session> | null = null;
  private syncing: Promise<unknown> = Promise.resolve();
  private progressEvents = 0;
  private gapTimer: ReturnType<typeof setTimeout> | undefined;
  private stopListening: () => void = () => undefined;

  constructor(private readonly ports: ChatPorts) {
    super(new Preferences(ports.storage), ports.locale);
    this.looks = new Looks(ports.api, this.store, () => ports.random());
    this.session = new SessionStore(ports.storage);
    this.outbox = new Outbox(ports.storage, ports.tab);
    this.delivery = new Delivery(this.outbox, {
      deliver: (entry) => this.deliver(entry),
      isOpen: () => this.store.state.conversation?.status !== "closed",
      onLost: (reason) => (reason === "gone" ? this.renew() : void this.sync().catch(() => undefined)),
      onRefused: (entry, error) => this.refused(entry, error),
      onStruggle: (error) => this.store.happened({ type: "struggle", failure: error && asFailure(error) }),
      random: () => ports.random(),
    });
    this.link = new Link({
      ticket: async () => ports.api.socketTicket(this.access()),
      openSocket: (ticket) => ports.openSocket(ticket),
      sync: () => this.sync(),
      onEvent: (event) => this.heard(event),
      onMode: (mode) => this.store.happened({ type: "link", mode }),
      onGone: () => this.renew(),
      random: () => ports.random(),
    });
    this.typing = new Typing(
      (on) => this.store.happened({ type: "typing", on }),
      (text) => this.link.send({ type: "typing", conversation_id: this.access().conversation_id, ...(text ? { text } : {}) }),
    );
    this.marks = new Marks(ports.api, () => this.session.current());
    this.uploads = new Uploads({
      send: async (file, onProgress) => ports.api.upload(await this.ensureSession(), file, onProgress),
      onChange: (upload) => this.store.happened({ type: "upload", upload }),
      onDone: (draft) => {
        this.send(draft);
        this.store.happened({ type: "upload_gone", clientId: draft.client_id });
      },
      onDiscard: (clientId) => this.store.happened({ type: "upload_gone", clientId }),
    });
  }

  start(): void {
    this.stopListening = this.ports.storage.onForeignChange((key) => this.otherTabChanged(key));
    void this.looks.load();
    this.refreshOutbox();
    this.resume();
    this.delivery.kick();
  }

  stop(): void {
    this.stopListening();
    this.link.stop();
    this.delivery.stop();
    this.typing.stop();
    this.marks.stop();
    this.looks.stop();
    clearTimeout(this.gapTimer);
  }

  /** What the browser says of its own network; when it is back, everything that waited is tried at once. */
  setOnline(on: boolean): void {
    this.store.happened({ type: "online", on });
    if (on) this.wake();
  }

  /** Tries everything that waits, now. */
  wake(): void {
    this.link.retryNow();
    this.delivery.kick();
    if (!this.store.state.config) void this.looks.load();
  }

  setIdentity(identity: Identity): void {
    this.identity = identity;
    if (identity.external_id && this.session.isAnotherVisitor(identity.external_id)) {
      this.leave({ keep: false });
      this.session.forgetEverything();
    }
  }

  setEntry(entry: Entry): void {
    this.entry = shortened({ ...this.entry, ...entry });
    if (this.store.state.conversation) this.marks.page(this.entry);
  }

  setVisible(isVisible: boolean): void {
    this.isVisible = isVisible;
    this.noteSeen();
    if (!isVisible) return;
    this.link.retryNow();
    this.looks.seenAgain();
  }

  setLocale(locale: Locale): void {
    this.preferences.keepLocale(locale);
    this.store.happened({ type: "locale", locale });
    void this.looks.load();
  }

  /** `payload`: the article or the reason that was chosen instead of written. */
  sendText(text: string, payload: Payload = {}): void {
    this.send({ ...newDraft(), text, payload, quote_id: this.store.state.quotedId });
    this.quote(null);
  }

  async rateAnswer(turnId: string, isHelpful: boolean): Promise<void> {
    await this.ports.api.rateAnswer(this.access(), turnId, isHelpful);
  }

  sendProduct({ id, title, price, currency, picture, url }: Product): void {
    const payload = { type: "product", external_id: id, title, price, currency, picture, url } as Draft["payload"];
    this.send({ ...newDraft(), kind: "card", payload });
    this.setProduct(null);
  }

  requestHandoff(): void {
    if (this.store.state.outbox.some((entry) => entry.act === "handoff" && !entry.refusal)) return this.delivery.kick();
    if (this.store.state.conversation?.status === "closed") this.leave({ keep: true });
    this.send({ ...newDraft(), act: "handoff" });
  }

  retry(clientId: string): void {
    this.outbox.revive(clientId);
    this.refreshOutbox();
    this.delivery.kick();
  }

  discard(clientId: string): void {
    this.outbox.acknowledge([clientId]);
    this.refreshOutbox();
  }

  sendTyping(text: string): void {
    if (this.store.state.conversation?.status !== "active") return;
    if (this.store.state.config?.typing_preview) this.typing.visitorTyped(text, PREVIEW_EVERY_MS);
    else this.typing.visitorTyped("");
  }

  /** Ends the conversation. Throws ApiError when the server could not be told. */
  async end(): Promise<void> {
    await this.ports.api.close(this.access());
    await this.sync();
  }

  startOver(): void {
    this.leave({ keep: true });
    this.store.happened({ type: "notice", notice: null });
    this.delivery.kick();
  }

  /** Gives the rating. Throws ApiError when it was not taken. */
  async rate(form: RatingForm): Promise<void> {
    await this.ports.api.rate(this.access(), form);
    this.store.happened({ type: "rated", score: form.score });
  }

  async leaveMessage(form: LeaveForm, idempotencyKey: string): Promise<void> {
    const token = this.session.current()?.visitor_token;
    const { id, visitor_token } = await this.door.pass((answer) => this.ports.api.leaveMessage(form, idempotencyKey, token, answer));
    if (this.session.current()?.conversation_id !== id) {
      if (this.store.state.conversation) this.leave({ keep: true });
      this.session.begin({ conversation_id: id, visitor_token, last_seq: 0, external_id: this.identity.external_id ?? null });
      this.resume();
    } else {
      this.link.retryNow();
    }
    this.openLeaveMessage(false);
  }

  /** Whether `loadEarlier` would find something that is not on the screen. */
  hasEarlier(): boolean {
    return this.session.pastBefore(this.store.state.earlier) !== undefined;
  }

  /** Brings back the transcript of the conversation before those on the screen. Throws ApiError. */
  async loadEarlier(): Promise<void> {
    const past = this.session.pastBefore(this.store.state.earlier);
    if (!past) return;
    const { id, messages } = await this.ports.api.conversation(past, 0);
    this.store.happened({ type: "earlier", transcript: { id, messages } });
  }

  private send(draft: Draft): void {
    this.outbox.add(draft);
    this.refreshOutbox();
    this.delivery.kick();
  }

  private async deliver(entry: OutboxEntry): Promise<void> {
    const session = await this.ensureSession();
    const message = await this.ports.api.deliver(session, entry).catch((error: unknown) => {
      // The refusal of a conversation that was left meanwhile says nothing of the present one.
      const isStale = this.session.current()?.conversation_id !== session.conversation_id;
      throw isStale ? new ApiError(0, "conversation_left", "") : error;
    });
    this.outbox.acknowledge([entry.client_id]);
    if (message && this.store.state.conversation?.id === session.conversation_id) this.received(message);
    this.refreshOutbox();
    if (entry.act === "handoff") await this.sync();
  }

  private refused(entry: OutboxEntry, error: ApiError): void {
    if (entry.act === "handoff") {
      this.outbox.acknowledge([entry.client_id]);
      this.store.happened({ type: "notice", notice: "no_agent" });
      if (this.store.state.config?.leave_message) this.store.happened({ type: "leaving", on: true });
    } else {
      this.outbox.refuse(entry.client_id, asFailure(error));
    }
    this.refreshOutbox();
  }

  private async ensureSession(): Promise<Session> {
    const current = this.session.current();
    if (current) return current;
    this.creating ??= this.create().finally(() => (this.creating = null));
    return this.creating;
  }

  private async create(): Promise<Session> {
    const { external_id = null } = this.identity;
    const body = { visitor: this.identity, entry: this.entry, locale: this.store.state.locale };
    const creation = this.session.creation(body, external_id);
    const created = await this.door.pass((answer) => this.ports.api.create(creation, answer)).catch((error: unknown) => {
      if (!asApiError(error).isPassing) this.session.forgetCreation();
      throw error;
    });
    const { id, visitor_token } = created;
    const session = { conversation_id: id, visitor_token, last_seq: 0, external_id };
    this.session.begin(session);
    this.store.happened({ type: "joined", id, seenSeq: 0 });
    const snapshot = { ...created, rating: null, can_rate: false };
    this.store.happened({ type: "synced", snapshot, isProgressCurrent: true });
    this.link.start();
    return session;
  }

  /** Goes on with the conversation that the storage knows of. */
  private resume(): void {
    const session = this.session.current();
    if (!session) return;
    this.store.happened({ type: "joined", id: session.conversation_id, seenSeq: session.last_seq });
    this.link.start();
    this.link.retryNow();
  }

  private leave({ keep }: { keep: boolean }): void {
    this.link.stop();
    this.session.leave({ keep });
    this.store.happened({ type: "left" });
    this.store.happened({ type: "link", mode: "idle" });
  }

  /** The token has expired or was never good: a new conversation begins with the next message, nothing typed is lost. */
  private renew(): void {
    if (!this.store.state.conversation) return;
    this.leave({ keep: false });
    this.store.happened({ type: "notice", notice: "expired" });
    this.delivery.kick();
  }

  /** Brings everything new from the server; true when there was something. One at a time, so answers cannot overtake. */
  private sync(): Promise<boolean> {
    const run = this.syncing.then(() => this.syncOnce());
    this.syncing = run.catch(() => undefined);
    return run;
  }

  private async syncOnce(): Promise<boolean> {
    const session = this.session.current();
    if (!session || session.conversation_id !== this.store.state.conversation?.id) return false;
    const known = newestSeq(this.store.state.messages);
    let after = resumeAfter(this.store.state.syncedSeq, this.store.state.messages);
    for (let isComplete = false; !isComplete; ) {
      const eventsBefore = this.progressEvents;
      const snapshot = await this.ports.api.conversation(session, after);
      if (this.store.state.conversation?.id !== snapshot.id) return false;
      this.outbox.acknowledge(snapshot.messages.map((message) => message.client_id));
      this.store.happened({ type: "synced", snapshot, isProgressCurrent: this.progressEvents === eventsBefore });
      isComplete = snapshot.messages.length < FULL_PAGE || newestSeq(snapshot.messages) <= after;
      after = newestSeq(snapshot.messages);
    }
    this.refreshOutbox();
    this.noteSeen();
    if (this.store.state.conversation?.status === "closed") {
      this.link.stop();
      this.store.happened({ type: "link", mode: "idle" });
    } else if (this.store.state.struggle?.status === 0) {
      this.delivery.kick();
    }
    return newestSeq(this.store.state.messages) > known;
  }

  private heard(event: LiveEvent): void {
    if (event.type === "rush" || event.type === "bulletins") return this.looks.changed();
    if (event.type === "hello" || event.conversation_id !== this.store.state.conversation?.id) return;
    if (event.type === "message") {
      this.outbox.acknowledge([event.message.client_id]);
      this.received(event.message);
      this.refreshOutbox();
    } else if (event.type === "status") {
      this.progressEvents += 1;
      this.store.happened({ type: "progress", progress: event });
      if (event.status === "closed") void this.sync().catch(() => undefined);
    } else if (event.type === "read") {
      if (event.reader === "agent") this.store.happened({ type: "agent_read", seq: event.seq });
    } else if (event.type === "typing") {
      const sender = typeof event.sender === "string" ? event.sender : event.sender.kind;
      if (sender === "agent") this.typing.agentTyped();
    }
  }

  private received(message: Message): void {
    this.store.happened({ type: "message", message });
    this.noteSeen();
    if (newestSeq(this.store.state.messages) <= this.store.state.syncedSeq) return;
    // Something before this message has not come; it may be under way, else the server is asked.
    clearTimeout(this.gapTimer);
    this.gapTimer = setTimeout(() => void this.sync().catch(() => undefined), GAP_PATIENCE_MS);
  }

  private noteSeen(): void {
    if (!this.isVisible) return;
    const seq = newestSeq(this.store.state.messages);
    if (seq <= this.store.state.seenSeq) return;
    this.session.markSeen(seq);
    this.marks.read(seq);
    this.store.happened({ type: "seen", seq });
  }

  private otherTabChanged(key: string): void {
    if (isOutboxKey(key)) return this.refreshOutbox();
    if (key !== SESSION_KEY) return;
    const session = this.session.current();
    if (session?.conversation_id === this.store.state.conversation?.id) {
      if (session) this.store.happened({ type: "seen", seq: session.last_seq });
      return;
    }
    this.link.stop();
    this.store.happened({ type: "left" });
    this.store.happened({ type: "link", mode: "idle" });
    this.resume();
  }

  private refreshOutbox(): void {
    this.store.happened({ type: "outbox", entries: this.outbox.entries() });
  }

  private access(): Session {
    const session = this.session.current();
    if (!session) throw new Error("There is no conversation yet.");
    return session;
  }
}
