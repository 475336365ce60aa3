/** What the host page's loader and the chat inside the iframe say to each other. */

export interface Identity {
  name?: string;
  email?: string;
  phone?: string;
  external_id?: string;
  identity_signature?: string;
}

/** Where the visitor stands on the host page; given to the first sorting of the conversation. */
export interface Entry {
  page?: string;
  title?: string;
  referrer?: string;
  product_id?: string;
  category?: string;
  /** The pages before this one, the oldest first. */
  trail?: { page: string; title: string }[];
}

/** What the visitor looks at, for a card that he sends with one tap. */
export interface Product {
  id?: string;
  title: string;
  price?: number | string;
  currency?: string;
  picture?: string;
  url?: string;
}

export type ToFrame =
  | { type: "visibility"; open: boolean }
  | { type: "identify"; identity: Identity }
  | { type: "entry"; entry: Entry }
  | { type: "product"; product: Product | null };

export type ToHost =
  /** The chat listens from now on. */
  | { type: "ready" }
  /** The brand's colour (#rrggbb) and the name of the chat, for the launcher. */
  | { type: "look"; color: string; label: string }
  | { type: "unread"; count: number }
  | { type: "started" }
  | { type: "close" };

const MARK = "kefu";

export function wrap(message: ToFrame | ToHost): Record<string, unknown> {
  return { [MARK]: 1, ...message };
}

/** The message inside a posted one, or null when it is not ours. The caller has checked source and origin. */
export function unwrap<T extends ToFrame | ToHost>(data: unknown): T | null {
  if (typeof data !== "object" || data === null) return null;
  const record = data as Record<string, unknown>;
  return record[MARK] === 1 && typeof record.type === "string" ? (data as T) : null;
}
