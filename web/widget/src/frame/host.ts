/** The frame's end of the line to the host page. Without a host page (the full page behind a link) it is silent. */

import { type ToFrame, type ToHost, unwrap, wrap } from "../protocol";

export class Host {
  private isOpen: boolean;

  /** `origin` is the host page's, or null when there is none. */
  constructor(private readonly origin: string | null) {
    this.isOpen = origin === null;
  }

  get isEmbedded(): boolean {
    return this.origin !== null;
  }

  /** Whether the chat is on the visitor's screen. */
  get isVisible(): boolean {
    return this.isOpen && document.visibilityState === "visible";
  }

  /** Whether a picture may be loaded: from our own server or the page we stand on, so that no third one learns of the visitor. */
  mayShow(address: string | undefined): boolean {
    if (!address) return false;
    if (address.startsWith("data:image/")) return true;
    try {
      const { origin } = new URL(address, window.location.href);
      return origin === window.location.origin || origin === this.origin;
    } catch {
      return false;
    }
  }

  tell(message: ToHost): void {
    if (this.origin !== null) window.parent.postMessage(wrap(message), this.origin);
  }

  /** Hears what the host page says, and nobody else; `visibility` also fires when the tab is shown or hidden. */
  listen(heard: (message: ToFrame) => void): void {
    const visibility = () => heard({ type: "visibility", open: this.isVisible });
    document.addEventListener("visibilitychange", visibility);
    window.addEventListener("message", (event) => {
      if (event.source !== window.parent || event.origin !== this.origin) return;
      const message = unwrap<ToFrame>(event.data);
      if (message?.type === "visibility") {
        this.isOpen = message.open;
        visibility();
      } else if (message) {
        heard(message);
      }
    });
    visibility();
  }
}

/** The origin a page states as its own, or null when it is none that a message can be addressed to. */
export function statedOrigin(value: string | null): string | null {
  return value !== null && /^https?:\/\/[^/]+$/.test(value) ? value : null;
}
