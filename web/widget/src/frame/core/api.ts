/** The calls of the visitor side, one method each. */

import type { Http } from "./http";
import type { OutboxEntry } from "./outbox";
import type { Creation, Session } from "./session";
import type { Article, Attachment, Created, LeaveForm, Left, Locale, Message, RatingForm, SiteConfig, Snapshot } from "./types";

type Access = Pick<Session, "conversation_id" | "visitor_token">;

export class WidgetApi {
  constructor(
    private readonly http: Http,
    private readonly site: string,
  ) {}

  config(locale: Locale): Promise<SiteConfig> {
    return this.http.request("GET", `${this.sitePath}/config?locale=${locale}`);
  }

  article(id: string): Promise<Article> {
    return this.http.request("GET", `${this.sitePath}/articles/${encodeURIComponent(id)}`);
  }

  create({ key, token, body }: Creation, challengeAnswer?: string): Promise<Created> {
    const options = { body, token: token ?? undefined, idempotencyKey: key, challengeAnswer };
    return this.http.request("POST", `${this.sitePath}/conversations`, options);
  }

  conversation(access: Access, afterSeq: number): Promise<Snapshot> {
    const query = afterSeq > 0 ? `?after_seq=${afterSeq}` : "";
    return this.http.request("GET", conversationPath(access) + query, { token: access.visitor_token });
  }

  /** The message as stored; null when the server acknowledges without one, as it does for a hand-over. */
  async deliver(access: Access, entry: OutboxEntry): Promise<Message | null> {
    const token = access.visitor_token;
    if (entry.act === "handoff") {
      await this.http.request("POST", `${conversationPath(access)}/handoff`, {
        body: {},
        token,
        idempotencyKey: entry.client_id,
      });
      return null;
    }
    const { client_id, kind, text, payload, attachment_ids, quote_id } = entry;
    const body = { client_id, kind, text, payload, attachment_ids, ...(quote_id ? { quote_id } : {}) };
    return this.http.request("POST", `${conversationPath(access)}/messages`, { body, token });
  }

  async markRead(access: Access, seq: number): Promise<void> {
    await this.http.request("POST", `${conversationPath(access)}/read`, { body: { seq }, token: access.visitor_token });
  }

  async visitPage(access: Access, page: string, title: string): Promise<void> {
    const options = { body: { page, title }, token: access.visitor_token };
    await this.http.request("POST", `${conversationPath(access)}/page`, options);
  }

  upload(access: Access, file: File, onProgress: (fraction: number) => void): Promise<Attachment> {
    return this.http.upload(`${conversationPath(access)}/attachments`, file, access.visitor_token, onProgress);
  }

  uploadForLeaveMessage(file: File): Promise<Attachment> {
    return this.http.upload(`${this.sitePath}/attachments`, file, undefined, () => undefined);
  }

  async rate(access: Access, body: RatingForm): Promise<void> {
    const options = { body, token: access.visitor_token };
    await this.http.request("POST", `${conversationPath(access)}/rating`, options);
  }

  async rateAnswer(access: Access, turnId: string, isHelpful: boolean): Promise<void> {
    const path = `${conversationPath(access)}/turns/${encodeURIComponent(turnId)}/feedback`;
    await this.http.request("PUT", path, { body: { is_helpful: isHelpful }, token: access.visitor_token });
  }

  async close(access: Access): Promise<void> {
    await this.http.request("POST", `${conversationPath(access)}/close`, { body: {}, token: access.visitor_token });
  }

  /** Whoever is known already goes on with the conversation they have. */
  leaveMessage(body: LeaveForm, idempotencyKey: string, token: string | undefined, challengeAnswer?: string): Promise<Left> {
    const options = { body, idempotencyKey, token, challengeAnswer };
    return this.http.request<Left>("POST", `${this.sitePath}/leave-message`, options);
  }

  async socketTicket(access: Access): Promise<string> {
    const options = { body: {}, token: access.visitor_token };
    return (await this.http.request<{ ticket: string }>("POST", "/sockets/ticket", options)).ticket;
  }

  private get sitePath(): string {
    return `/widget/${encodeURIComponent(this.site)}`;
  }
}

function conversationPath(access: Access): string {
  return `/widget/conversations/${encodeURIComponent(access.conversation_id)}`;
}
