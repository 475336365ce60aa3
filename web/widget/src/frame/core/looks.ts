/** How the chat looks and greets: asked at the start and in another language, and anew when some of it may have changed. */

import type { WidgetApi } from "./api";
import { asApiError, asFailure } from "./http";
import type { Store } from "./store";

/** A thousand pages hear of a change at once, and must not ask at once. */
const SPREAD_MS = 5_000;
const STALE_MS = 60_000;

export class Looks {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private askedAt = 0;

  constructor(
    private readonly api: WidgetApi,
    private readonly store: Store,
    private readonly random: () => number,
  ) {}

  async load(): Promise<void> {
    const { locale } = this.store.state;
    this.askedAt = Date.now();
    try {
      const config = await this.api.config(locale);
      if (this.store.state.locale === locale) this.store.happened({ type: "config", config });
    } catch (error) {
      this.store.happened({ type: "config_failed", failure: asFailure(asApiError(error)) });
    }
  }

  changed(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.load(), this.random() * SPREAD_MS);
  }

  /** A page that comes into view again may have missed a change: without a conversation nobody tells it. */
  seenAgain(): void {
    if (this.store.state.config && Date.now() - this.askedAt > STALE_MS) void this.load();
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
