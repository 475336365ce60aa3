/** What the screen asks for that concerns nobody but itself. */

import type { Product } from "../../protocol";
import { Door } from "./door";
import type { Preferences } from "./preferences";
import { initialState } from "./state";
import { Store } from "./store";
import type { Locale } from "./types";

export class Screen {
  readonly store: Store;
  readonly door = new Door((question) => this.store.happened({ type: "question", question }));

  constructor(
    readonly preferences: Preferences,
    locale: Locale,
  ) {
    this.store = new Store(initialState(preferences.locale() ?? locale));
  }

  openLeaveMessage(on: boolean): void {
    this.store.happened({ type: "leaving", on });
  }

  dismissNotice(): void {
    this.store.happened({ type: "notice", notice: null });
  }

  /** Chooses the message that the next one answers; null: none. */
  quote(id: string | null): void {
    this.store.happened({ type: "quote", id });
  }

  setProduct(product: Product | null): void {
    this.store.happened({ type: "product", product });
  }
}
