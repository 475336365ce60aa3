/** Messages on their way, kept in the browser for each user: a reload or a crash of the tab loses none. Files stay out. */
import type { PendingMessage } from "@kefu/realtime";

export interface Kept {
  conversationId: string;
  message: PendingMessage;
}

export class Outbox {
  /** Tabs of one user share it, so it is read anew each time. */
  constructor(private readonly userId: () => string) {}

  all(): Kept[] {
    try {
      return JSON.parse(localStorage.getItem(this.key()) ?? "[]") as Kept[];
    } catch {
      return [];
    }
  }

  /** A message that is kept already stays in its place: the order of writing is the order of sending. */
  keep(conversationId: string, message: PendingMessage): void {
    const others = this.all();
    if (!others.some((one) => one.message.client_id === message.client_id)) this.write([...others, { conversationId, message }]);
  }

  drop(clientId: string): void {
    const all = this.all();
    const left = all.filter((one) => one.message.client_id !== clientId);
    if (left.length < all.length) this.write(left);
  }

  private write(entries: Kept[]): void {
    if (entries.length) localStorage.setItem(this.key(), JSON.stringify(entries));
    else localStorage.removeItem(this.key());
  }

  private key(): string {
    return `kefu.outbox.${this.userId()}`;
  }
}
