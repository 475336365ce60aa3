/** The visitor side of the API, as it travels. */

export type Locale = "zh-CN" | "en";
export type Status = "bot" | "queued" | "active" | "closed";
export type SenderKind = "visitor" | "agent" | "bot" | "system";
export type MessageKind = "text" | "image" | "file" | "card" | "article" | "rating_invite" | "system";

export interface Attachment {
  id: string;
  name: string;
  size: number;
  type: string;
  url: string;
}

export interface ArticleLink {
  article_id: string;
  question: string;
  /** What was quoted of it, word for word. */
  quote?: string;
}

export interface Payload {
  sources?: ArticleLink[];
  options?: ArticleLink[];
  choices?: string[];
  handoff?: boolean;
  leave_message?: boolean;
  turn_id?: string;
  code?: string;
  article_id?: string;
  disposition_id?: string;
  question?: string;
  title?: string;
  picture?: string;
  price?: string;
  url?: string;
  external_id?: string;
  currency?: string;
  type?: string;
  state_text?: string;
  lines?: string[];
}

export interface Message {
  id: string;
  seq: number;
  client_id: string | null;
  sender: { kind: SenderKind; id: string | null; name: string };
  kind: MessageKind;
  text: string;
  payload: Payload;
  attachments: Attachment[];
  quote_id: string | null;
  recalled_at: string | null;
  created_at: string;
}

export interface Progress {
  status: Status;
  queue_position: number | null;
  estimated_wait_seconds: number | null;
  /** Where they stand, in the queue's own words. */
  queue_text?: string | null;
  agent: string | null;
}

export interface Snapshot extends Progress {
  id: string;
  messages: Message[];
  /** Up to here the agent has read. */
  agent_read_seq?: number;
  rating: { score: number } | null;
  can_rate: boolean;
}

/** A message that was left: the conversation in which it will be answered. */
export interface Left {
  id: string;
  visitor_token: string;
}

export interface Created extends Progress {
  id: string;
  visitor_token: string;
  messages: Message[];
}

export interface SiteConfig {
  site_key: string;
  brand: { name: string; color: string; logo_url: string | null };
  title: string;
  greeting: string;
  chips: { text: string }[];
  /** The reasons (咨询分类) among which customers may choose; none where the shop does not ask. */
  topics: { id: string; text: string }[];
  locale: Locale;
  locales: Locale[];
  is_open: boolean;
  next_opening: string | null;
  leave_message: boolean;
  /** The agent sees what is being typed; the visitor is told so. */
  typing_preview?: boolean;
  rating: { tags: { agent: string[]; business: string[] } };
  /** Rush mode, as far as visitors are told: the announcement, and whether the choices stay on top. */
  rush?: { announcement: string; topics_on_top: boolean } | null;
  /** What everybody is told for a while (应急公告), one below the other. */
  bulletins?: string[];
}

export interface Article {
  id: string;
  question: string;
  answer: string;
}

export type Solved = "yes" | "no" | "pending";

export interface RatingForm {
  score: number;
  solved?: Solved;
  tags: string[];
  comment: string;
}

export interface LeaveForm {
  text: string;
  phone?: string;
  email?: string;
  attachment_ids: string[];
  locale: Locale;
}

export type LiveEvent =
  | { type: "hello" }
  | { type: "rush" }
  | { type: "bulletins" }
  | { type: "message"; conversation_id: string; message: Message }
  | ({ type: "status"; conversation_id: string } & Progress)
  | { type: "read"; conversation_id: string; reader: "visitor" | "agent"; seq: number }
  | { type: "typing"; conversation_id: string; sender: SenderKind | { kind: SenderKind } };
