/** Which conversation this visitor is in, remembered across reloads and shared by the tabs of one browser. */

import type { Entry, Identity } from "../../protocol";
import { uuid } from "./ids";
import { readJson, type Storage } from "./storage";
import type { Locale } from "./types";

export interface Session {
  conversation_id: string;
  visitor_token: string;
  /** The last message the visitor has had before his eyes; later ones count as unread. */
  last_seq: number;
  /** Who the host page said the visitor was when the conversation began; null when it did not say. */
  external_id: string | null;
}

type Past = Omit<Session, "last_seq">;

export interface Creation {
  key: string;
  /** An earlier conversation's, by which the visitor stays the same person to the server. */
  token: string | null;
  body: { visitor: Identity; entry: Entry; locale: Locale };
}

export const SESSION_KEY = "session";
const CREATION_KEY = "creation";
const PAST_KEY = "past";
const VISITOR_KEY = "visitor";
const PAST_LIMIT = 3;

export class SessionStore {
  constructor(private readonly storage: Storage) {}

  current(): Session | null {
    return readJson<Session>(this.storage, SESSION_KEY);
  }

  begin(session: Session): void {
    this.storage.set(SESSION_KEY, JSON.stringify(session));
    this.storage.remove(CREATION_KEY);
  }

  markSeen(seq: number): void {
    const session = this.current();
    if (session && seq > session.last_seq) this.storage.set(SESSION_KEY, JSON.stringify({ ...session, last_seq: seq }));
  }

  /** Leaves the conversation; its transcript stays within reach unless its token no longer opens anything. */
  leave({ keep }: { keep: boolean }): void {
    const session = this.current();
    this.storage.remove(SESSION_KEY);
    if (!session || !keep) return;
    const { conversation_id, visitor_token, external_id } = session;
    const past = [{ conversation_id, visitor_token, external_id }, ...this.past()].slice(0, PAST_LIMIT);
    this.storage.set(PAST_KEY, JSON.stringify(past));
  }

  /** The latest earlier conversation that is not among those shown. */
  pastBefore(shown: { id: string }[]): Past | undefined {
    const ids = shown.map(({ id }) => id);
    return this.past().find(({ conversation_id }) => !ids.includes(conversation_id));
  }

  /** Earlier conversations, the latest first. */
  private past(): Past[] {
    return readJson<Past[]>(this.storage, PAST_KEY) ?? [];
  }

  /** The same request until a conversation has begun, so that one whose answer was lost does not begin a second. */
  creation(body: Creation["body"], external_id: string | null): Creation {
    const kept = readJson<Creation>(this.storage, CREATION_KEY);
    if (kept) return kept;
    const before = this.past().find((past) => past.external_id === external_id);
    const fresh = { key: uuid(), token: before?.visitor_token ?? null, body };
    this.storage.set(CREATION_KEY, JSON.stringify(fresh));
    return fresh;
  }

  /** The kept request was refused; the next one may be another. */
  forgetCreation(): void {
    this.storage.remove(CREATION_KEY);
  }

  /** Notes who is signed in on the host page; true when somebody else was before: his conversation is not for these eyes. */
  isAnotherVisitor(external_id: string): boolean {
    const before = this.storage.get(VISITOR_KEY);
    this.storage.set(VISITOR_KEY, external_id);
    return before !== null && before !== external_id;
  }

  forgetEverything(): void {
    for (const key of [SESSION_KEY, CREATION_KEY, PAST_KEY]) this.storage.remove(key);
  }
}
