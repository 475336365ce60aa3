/** Who is typing: the agent's dots fade when no more is heard of them, the visitor's go out at most every few seconds. */

const SHOWN_MS = 5_000;
const SENT_EVERY_MS = 3_000;

export class Typing {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sentAt = 0;

  constructor(
    private readonly show: (on: boolean) => void,
    private readonly send: () => void,
  ) {}

  agentTyped(): void {
    clearTimeout(this.timer);
    this.show(true);
    this.timer = setTimeout(() => this.show(false), SHOWN_MS);
  }

  visitorTyped(): void {
    const now = Date.now();
    if (now - this.sentAt < SENT_EVERY_MS) return;
    this.sentAt = now;
    this.send();
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
