/** Plays the customer on the chat page beside the desk: it presses what a thumb would press. */

const TYPING_MS = 45;

export class Phone {
  constructor(private readonly frame: () => HTMLIFrameElement | undefined) {}

  private get page(): Document | null {
    return this.frame()?.contentDocument ?? null;
  }

  find(testId: string): HTMLElement | null {
    return this.page?.querySelector<HTMLElement>(`[data-testid="${testId}"]`) ?? null;
  }

  /** Messages by who said them, and of what kind. */
  count(sender: "visitor" | "bot" | "agent", kind?: string): number {
    const kinds = kind ? `[data-kind="${kind}"]` : "";
    return this.page?.querySelectorAll(`[data-testid="chat-message"][data-sender="${sender}"]${kinds}`).length ?? 0;
  }

  press(testId: string): void {
    this.find(testId)?.click();
  }

  /** The suggestion with this text; typed where the page does not offer it. */
  async ask(text: string): Promise<void> {
    const chips = [...(this.page?.querySelectorAll<HTMLElement>('[data-testid="chat-chip"]') ?? [])];
    const chip = chips.find((one) => one.textContent?.trim() === text);
    if (chip) chip.click();
    else await this.type(text);
  }

  async type(text: string): Promise<void> {
    const input = this.find("chat-input") as HTMLTextAreaElement | null;
    const view = this.page?.defaultView;
    if (!input || !view) return;
    // The page listens to the value as a person would change it.
    const set = Object.getOwnPropertyDescriptor(view.HTMLTextAreaElement.prototype, "value")!.set!;
    for (let length = 1; length <= text.length; length += 1) {
      set.call(input, text.slice(0, length));
      input.dispatchEvent(new view.Event("input", { bubbles: true }));
      await pause(TYPING_MS);
    }
    await pause(4 * TYPING_MS);
    this.press("chat-send");
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
