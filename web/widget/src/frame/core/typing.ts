/** Who is typing: the agent's dots fade when no more is heard of them, the visitor's go out at most every few seconds. */

const SHOWN_MS = 5_000;
const SENT_EVERY_MS = 3_000;

export class Typing {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sentAt = 0;

  constructor(
    private readonly show: (on: boolean) => void,
    private readonly send: (text: string) => void,
  ) {}

  agentTyped(): void {
    clearTimeout(this.timer);
    this.show(true);
    this.timer = setTimeout(() => this.show(false), SHOWN_MS);
  }

  /** `everyMs` is shorter where the agent may see the words. */
  visitorTyped(text: string, everyMs = SENT_EVERY_MS): void {
    const now = Date.now();
    if (now - this.sentAt < everyMs) return;
    this.sentAt = now;
    this.send(text);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
