/** Which events an agent must hear of, and by which sound. */
import type { ConversationRow, DeskEvent, DeskSnapshot } from "@kefu/api";
import type { Sound } from "../../shell/sounds";

export interface Announcement {
  sound: Sound;
  row: ConversationRow;
}

/** Seconds without an answer at which the agent is reminded. */
const LATE_SECONDS = [60, 180];

export class Announcer {
  private readonly handedOver = new Set<string>();
  private readonly reminded = new Map<string, string>();
  private readonly takenUp = new Set<string>();

  constructor(private readonly userId: () => string) {}

  /** Null for other people's conversations, for one's own acts, and for what the agent is looking at. */
  of(before: DeskSnapshot, event: DeskEvent, isLookedAt: (id: string) => boolean): Announcement | null {
    if (event.type === "conversation") return this.ofRow(before, event.conversation);
    if (event.type !== "message") return null;
    const { message, conversation_id: id } = event;
    // The line that tells of a transfer comes just before the row that brings it.
    if (message.kind === "system" && message.payload.code === "transferred_agent") this.handedOver.add(id);
    const row = before.conversations.find((one) => one.id === id && this.isMine(one));
    return row && message.sender.kind === "visitor" && !isLookedAt(id) ? { sound: "message", row } : null;
  }

  private ofRow(before: DeskSnapshot, row: ConversationRow): Announcement | null {
    const concernsMe = row.offer !== null || this.isMine(row);
    const known = before.conversations.find((other) => other.id === row.id);
    const wasHandedOver = this.handedOver.delete(row.id);
    if (concernsMe && known?.snoozed_until && !row.snoozed_until) return this.ofReturn(row);
    if (!concernsMe || (known && (known.offer !== null || this.isMine(known)))) return null;
    return { sound: wasHandedOver ? "transfer" : "conversation", row };
  }

  /** What was put off is back; a customer who brought it back was heard already, with the message. */
  private ofReturn(row: ConversationRow): Announcement | null {
    const wasAsked = this.takenUp.delete(row.id);
    return wasAsked || row.unanswered_since ? null : { sound: "conversation", row };
  }

  /** The agent takes it up before its time, which is no news to them. */
  hasTakenUp(id: string): void {
    this.takenUp.add(id);
  }

  /** The conversation whose customer has just waited too long; each is told once at each limit. */
  late(rows: ConversationRow[], now: number): Announcement | null {
    for (const row of rows.filter((one) => this.isMine(one) && one.unanswered_since)) {
      const waited = (now - Date.parse(row.unanswered_since!)) / 1000;
      const limit = LATE_SECONDS.filter((seconds) => waited >= seconds).pop();
      const mark = `${row.unanswered_since} ${limit}`;
      if (limit === undefined || this.reminded.get(row.id) === mark) continue;
      this.reminded.set(row.id, mark);
      return { sound: "late", row };
    }
    return null;
  }

  private isMine(row: ConversationRow): boolean {
    return row.status === "active" && row.assignee?.id === this.userId();
  }
}
