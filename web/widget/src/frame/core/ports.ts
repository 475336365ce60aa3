import type { WidgetApi } from "./api";
import type { Socket } from "./link";
import type { Storage } from "./storage";
import type { Locale } from "./types";

/** What the chat needs of the world around it. */
export interface ChatPorts {
  api: WidgetApi;
  storage: Storage;
  openSocket(ticket: string): Socket;
  random(): number;
  /** Names this tab; the same after a reload of it. */
  tab: string;
  locale: Locale;
}
