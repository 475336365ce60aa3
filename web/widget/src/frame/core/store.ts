/** Holds the state and tells whoever shows it of every change. */

import { type ChatState, type Happening, reduce } from "./state";

export class Store {
  private readonly listeners = new Set<() => void>();

  constructor(private current: ChatState) {}

  get state(): ChatState {
    return this.current;
  }

  happened(event: Happening): void {
    const before = this.current;
    this.current = reduce(before, event);
    if (this.current !== before) for (const listener of Array.from(this.listeners)) listener();
  }

  /** Calls back after each change, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
