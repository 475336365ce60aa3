/** The agent's live desk: snapshot, events, and the conversations that were opened. */
import { type Announcement as Told, answer, type Conversation, type ConversationRow, type DeskEvent, type DeskSignal, type DeskSnapshot } from "@kefu/api";
import { applyEvent, belongsOnDesk, type ConnectionState, LiveSocket } from "@kefu/realtime";
import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";
import { api } from "../../api";
import { serverNow } from "../../clock";
import { everyTick, interrupt, isInFront, isTyping, keepRinging } from "../../shell/attention";
import { useSession } from "../accounts/session";
import { useAnnouncements } from "../announcements/announcement-store";
import { useNotices } from "../notices/notice-store";
import { useMissed } from "../missed/missed-store";
import { incidents, type TicketDoing, useTickets } from "../tickets/ticket-store";
import { useRush } from "../routing/rush-store";
import { usePhone } from "../telephony/phone-store";
import { type Announcement, Announcer } from "./announcing";
import { useThreads } from "./thread-store";

export const useDesk = defineStore("desk", () => {
  const session = useSession();
  const threads = useThreads();
  const notices = useNotices();
  const announcements = useAnnouncements();
  const rushes = useRush();
  const phone = usePhone();
  const missed = useMissed();
  const tickets = useTickets();
  const snapshot = shallowRef<DeskSnapshot | null>(null);
  const failure = shallowRef<unknown>(null);
  const connection = ref<ConnectionState>("stopped");
  const endings = ref(0); // grows with each of one's conversations that ended, or whose reason was settled
  let socket: LiveSocket<DeskEvent | DeskSignal> | null = null;

  const openFromNotice = shallowRef<((id: string) => void) | null>(null);
  let stopTicking: (() => void) | null = null;

  const userId = computed(() => session.me?.user.id ?? "");
  const announcer = new Announcer(() => userId.value);
  const rows = computed(() => snapshot.value?.conversations ?? []);
  const offered = computed(() => rows.value.filter((row) => row.offer));
  const held = computed(() => rows.value.filter((row) => row.status === "active" && row.assignee?.id === userId.value));
  const mine = computed(() => held.value.filter((row) => !row.snoozed_until));
  const snoozed = computed(() =>
    held.value.filter((row) => row.snoozed_until).sort((a, b) => (a.snoozed_until! < b.snoozed_until! ? -1 : 1)),
  );
  const waiting = computed(() => rows.value.filter((row) => row.status === "queued" && !row.offer));
  const unread = computed(() => mine.value.reduce((sum, row) => sum + row.unread, 0) + offered.value.length);

  async function start(): Promise<void> {
    stop();
    await takeSnapshot();
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new LiveSocket<DeskEvent | DeskSignal>({
      url: `${scheme}://${location.host}/ws/desk`,
      ticket: async () => (await answer(api.POST("/api/v1/sockets/ticket"))).ticket,
      cursor: () => snapshot.value?.cursor ?? null,
      onEvent: receive,
      resync: takeSnapshot,
      onState: (state) => {
        connection.value = state;
        if (state === "open") void threads.resend();
      },
    });
    socket.start();
    stopTicking = everyTick(onTick);
  }

  function stop(): void {
    socket?.stop();
    socket = null;
    stopTicking?.();
    snapshot.value = null;
    threads.forgetAll();
  }

  async function takeSnapshot(): Promise<void> {
    failure.value = null;
    try {
      const fresh = await answer(api.GET("/api/v1/desk/snapshot"));
      snapshot.value = keepingOrder(fresh);
      session.presenceIs(fresh.me.presence);
      void Promise.all([announcements.load(), rushes.load(), phone.load(), missed.load()]).catch(() => null); // the desk works without them
      await threads.reload();
    } catch (error) {
      failure.value = error;
      throw error;
    }
  }

  /** A new snapshot must not make the list jump: rows that were there keep their order. */
  function keepingOrder(fresh: DeskSnapshot): DeskSnapshot {
    const place = new Map(rows.value.map((row, index) => [row.id, index]));
    const conversations = [...fresh.conversations].sort((a, b) => (place.get(a.id) ?? -1) - (place.get(b.id) ?? -1));
    return { ...fresh, conversations };
  }

  function receive(event: DeskEvent | DeskSignal): void {
    if (!snapshot.value) return;
    if (event.type === "typing") {
      if (event.sender === "visitor") threads.sawTyping(event.conversation_id, event.text);
      return;
    }
    if (event.type === "ticket_presence") {
      if (event.user.id !== userId.value) tickets.saw(event);
      return;
    }
    if (!("cursor" in event) || event.type === "hello" || event.cursor <= snapshot.value.cursor) return;
    const before = snapshot.value;
    snapshot.value = applyEvent(before, event);
    if (event.type === "presence" && event.user_id === userId.value) session.presenceIs(event.presence);
    if (event.type === "message") threads.receive(event.message);
    if (event.type === "notice") notices.given(event.notice);
    if (event.type === "notices_read") notices.wereRead(event.notice_ids, event.unread);
    if (event.type === "announcement") hear(event.announcement);
    if (event.type === "announcement_read") announcements.wasRead(event.announcement_id, event.is_confirmed);
    if (event.type === "announcement_withdrawn") announcements.withdrawn(event.announcement_id);
    if (event.type === "call") phone.heard(event.call);
    if (event.type === "extension" && event.user_id === userId.value) phone.telephoneIs(event.is_signed_in);
    if (event.type === "rush") void rushes.load().catch(() => null);
    if (event.type === "callbacks") phone.callbacksChanged();
    if (event.type === "missed_calls") void missed.load().catch(() => null);
    if (event.type === "incident") incidents.changes += 1;
    if (event.type === "ticket") tickets.changed(event.ticket_id);
    if (event.type === "conversation") {
      threads.rowChanged(event.conversation);
      catchUp(before, event.conversation);
    }
    if (event.type === "read" && event.reader === "visitor") threads.visitorRead(event.conversation_id, event.seq);
    if (event.type === "visitor_page") threads.visitorMoved(event.conversation_id);
    if (event.type === "visitor_online") threads.visitorOnline(event.conversation_id, event.is_online);
    announce(before, event);
  }

  /** A conversation that comes back was elsewhere meanwhile, and what was said there did not reach this desk. */
  function catchUp(before: DeskSnapshot, row: ConversationRow): void {
    const comes = row.status === "active" && row.assignee?.id === userId.value;
    const wasHere = before.conversations.some(({ id, status }) => id === row.id && status === "active");
    // Opening it again asks once more, should this fail.
    if (comes && !wasHere && threads.open.has(row.id)) void threads.load(row.id).catch(() => null);
  }

  /** One interruption for an event at most, and only for what concerns this agent. */
  function announce(before: DeskSnapshot, event: DeskEvent): void {
    const told = announcer.of(before, event, (id) => isInFront() && threads.openId === id);
    if (told) tell(told);
    if (event.type !== "conversation" || event.conversation.status !== "closed") return;
    if (event.conversation.assignee?.id !== userId.value) return;
    endings.value += 1;
    void refreshToday();
  }

  function tell({ sound, row }: Announcement): void {
    const title = row.customer?.name ?? row.visitor.name;
    const repeats = sound === "conversation" || sound === "transfer";
    interrupt({ sound, id: row.id, title, text: row.last_message?.text ?? "", repeats }, (id) => openFromNotice.value?.(id));
  }

  /** The card is there at once; it has no sound for whoever is writing. */
  function hear(announcement: Told): void {
    announcements.made(announcement);
    const { id, title, text } = announcement;
    if (!isInFront() || !isTyping()) interrupt({ sound: "message", id, title, text }, () => undefined);
  }

  /** What nobody tells: a customer who waits too long. And what rings until it is seen. */
  function onTick(): void {
    const late = announcer.late(mine.value, serverNow());
    if (late) tell(late);
    announcements.dropExpired(serverNow());
    rushes.dropOver(serverNow());
    phone.dropOver();
    threads.forgetOthers(rows.value);
    keepRinging((id) => threads.openId !== id && [...mine.value, ...offered.value].some((row) => row.id === id));
  }

  async function refreshToday(): Promise<void> {
    const { today } = await answer(api.GET("/api/v1/desk/snapshot"));
    if (snapshot.value) snapshot.value = { ...snapshot.value, today };
  }

  /** What an own act answered, shown at once; the event that follows changes nothing. */
  function put(row: ConversationRow): void {
    if (!snapshot.value) return;
    const others = snapshot.value.conversations.filter((other) => other.id !== row.id);
    const stays = belongsOnDesk(row, userId.value);
    snapshot.value = { ...snapshot.value, conversations: stays ? [row, ...others] : others };
    threads.rowChanged(row);
  }

  async function accept(id: string): Promise<void> {
    put(await answer(api.POST("/api/v1/conversations/{id}/accept", { params: { path: { id } } })));
  }

  async function decline(id: string): Promise<void> {
    await api.POST("/api/v1/conversations/{id}/decline", { params: { path: { id } } });
    if (!snapshot.value) return;
    const conversations = snapshot.value.conversations.map((row) => (row.id === id ? { ...row, offer: null } : row));
    snapshot.value = { ...snapshot.value, conversations };
  }

  async function close(id: string, dispositionId: string, summary: string, scriptReason = ""): Promise<void> {
    const body = { disposition_id: dispositionId, ...(summary ? { summary } : {}), script_reason: scriptReason };
    put(await answer(api.POST("/api/v1/conversations/{id}/close", { params: { path: { id } }, body })));
    await refreshToday();
  }

  /** Ends several, with one reason or each with its own guess; returns those that stay as they were, and why. */
  async function closeMany(ids: string[], dispositionId: string | null): Promise<{ id: string; detail: string }[]> {
    const body = { conversation_ids: ids, ...(dispositionId ? { disposition_id: dispositionId } : {}) };
    const { closed, refused } = await answer(api.POST("/api/v1/conversations/batch-close", { body }));
    for (const row of closed) put(row);
    endings.value += 1;
    await refreshToday();
    return refused;
  }

  async function transfer(id: string, target: { to_agent: string } | { to_queue: string }, note: string): Promise<void> {
    const body = { ...target, note };
    put(await answer(api.POST("/api/v1/conversations/{id}/transfer", { params: { path: { id } }, body })));
  }

  async function giveBack(id: string, reason: string): Promise<void> {
    put(await answer(api.POST("/api/v1/conversations/{id}/give-back", { params: { path: { id } }, body: { reason } })));
  }

  async function snooze(id: string, until: Date, note: string): Promise<void> {
    const body = { until: until.toISOString(), note };
    put(await answer(api.POST("/api/v1/conversations/{id}/snooze", { params: { path: { id } }, body })));
  }

  async function unsnooze(id: string): Promise<void> {
    announcer.hasTakenUp(id);
    put(await answer(api.DELETE("/api/v1/conversations/{id}/snooze", { params: { path: { id } } })));
  }

  async function raiseHand(id: string): Promise<void> {
    const note = await answer(api.POST("/api/v1/conversations/{id}/raise-hand", { params: { path: { id } } }));
    threads.receive(note);
  }

  async function resort(id: string, dispositionId: string): Promise<void> {
    const body = { disposition_id: dispositionId };
    put(await answer(api.POST("/api/v1/conversations/{id}/sorting", { params: { path: { id } }, body })));
    await threads.reload();
  }

  async function markRead(conversation: Conversation, seq: number): Promise<void> {
    if (snapshot.value) {
      const conversations = snapshot.value.conversations.map((row) =>
        row.id === conversation.id ? { ...row, unread: 0 } : row,
      );
      snapshot.value = { ...snapshot.value, conversations };
    }
    await api.POST("/api/v1/conversations/{id}/read", { params: { path: { id: conversation.id } }, body: { seq } });
  }

  function typing(conversationId: string): void {
    socket?.send({ type: "typing", conversation_id: conversationId });
  }

  /** What I do with a ticket, so that nobody else does the same. */
  function tellOfTicket(ticketId: string, doing: TicketDoing): void {
    socket?.send({ type: "typing", ticket_id: ticketId, doing });
  }

  function hurry(): void {
    socket?.hurry();
  }

  return {
    snapshot, failure, connection, endings, openFromNotice, userId, rows, offered, mine, snoozed, waiting, unread,
    start, stop, takeSnapshot, accept, decline, close, closeMany, transfer, resort, giveBack, snooze, unsnooze, raiseHand,
    markRead, typing, tellOfTicket, hurry,
  };
});
