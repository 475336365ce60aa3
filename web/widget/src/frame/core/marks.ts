/** What goes up beside words: how far the visitor has read, and which page he is on. Seldom, and lost without harm. */

import type { Entry } from "../../protocol";
import type { WidgetApi } from "./api";
import type { Session } from "./session";

const READ_EVERY_MS = 2_000;
const PAGE_EVERY_MS = 3_000;

export class Marks {
  private readTimer: ReturnType<typeof setTimeout> | undefined;
  private pageTimer: ReturnType<typeof setTimeout> | undefined;
  private told = "";

  constructor(
    private readonly api: WidgetApi,
    private readonly session: () => Session | null,
  ) {}

  /** The newest mark is the only one that counts. */
  read(seq: number): void {
    clearTimeout(this.readTimer);
    this.readTimer = setTimeout(() => this.tell((session) => this.api.markRead(session, seq)), READ_EVERY_MS);
  }

  page({ page, title }: Entry): void {
    if (!page || page === this.told) return;
    clearTimeout(this.pageTimer);
    this.pageTimer = setTimeout(
      () =>
        this.tell(async (session) => {
          await this.api.visitPage(session, page, title ?? "");
          this.told = page;
        }),
      PAGE_EVERY_MS,
    );
  }

  stop(): void {
    clearTimeout(this.readTimer);
    clearTimeout(this.pageTimer);
  }

  private tell(act: (session: Session) => Promise<void>): void {
    const session = this.session();
    // The next mark says the same and more.
    if (session) act(session).catch(() => undefined);
  }
}
