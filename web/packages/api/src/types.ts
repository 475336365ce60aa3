/** What the API says, in its own words: ids are UUID strings, times ISO 8601 UTC. */

import type { Announcement } from "./announcements";
import type { LiveCall } from "./calls";
import type { Tier } from "./customers";
import type { MailHeading } from "./mail";
import type { Notice } from "./notices";
import type { Profile } from "./setup";
import type { Sorting } from "./sorting";

export type Locale = "zh-CN" | "en";
export interface Page<T> {
  items: T[];
  next: string | null;
}
export interface PageQuery {
  after?: string;
  limit?: number;
}
export interface Reference {
  id: string;
  name: string;
}
export interface CodedReference extends Reference {
  code: string;
}
export interface FieldError {
  field: string;
  message: string;
}
export interface ProblemDetail {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: FieldError[];
}
export interface ImportReport {
  read: number;
  accepted: number;
  quarantined: number;
  rejects_url: string | null;
}

// accounts
export type PresenceStatus = "online" | "busy" | "offline";
export interface Presence {
  status: PresenceStatus;
  reason: CodedReference | null;
  since: string;
  channels: string[];
}
export interface User {
  id: string;
  employee_number: string | null;
  name: string;
  nickname: string;
  email: string | null;
  mobile: string | null;
  locale: Locale;
  role: CodedReference;
  teams: { id: string; name: string; is_leader: boolean }[];
  skills: { skill_id: string; code: string; name: string; level: number }[];
  brand_ids: string[];
  chat_capacity: number;
  is_active: boolean;
}
export interface Me {
  user: User;
  organization: CodedReference;
  brands: CodedReference[];
  permissions: string[];
  presence: Presence;
  must_change_password: boolean;
  csrf_token: string;
  is_demo: boolean;
  profile: Profile;
  watermark: boolean;
}
export interface Team extends Reference {
  parent_id: string | null;
  leader_ids: string[];
  member_ids: string[];
}
export type Skill = CodedReference;
export type Scope = "own" | "team" | "subtree" | "all";
export interface Role extends CodedReference {
  permissions: string[];
  scope: Scope;
  is_builtin: boolean;
}
export interface Permission {
  code: string;
  name: string;
  group: string;
}
export type Brand = CodedReference;
export interface Invitation {
  id: string;
  /** Told once, when the invitation is made; `qr` is the same as a picture. */
  url: string | null;
  qr: string | null;
  role_id: string;
  team_id: string | null;
  expires_at: string;
  accepted_at: string | null;
}
export interface InvitationWelcome {
  organization: string;
  role: string;
  expires_at: string;
}
export interface Agent {
  user: { id: string; nickname: string; name: string; employee_number: string | null; pinyin: string };
  skills: { id: string; name: string; level: number }[];
  team_ids: string[];
  presence: Presence;
  chats: number; calls: number; // in hand now
  capacity: number;
}
export interface AuditEntry {
  id: string;
  at: string;
  actor: { kind: string; id: string | null; name: string };
  action: string;
  target: { type: string; id: string | null; label: string };
  before: unknown;
  after: unknown;
  ip: string | null;
}
export interface Block {
  id: string;
  kind: "ip" | "visitor" | "phone" | "email" | "customer";
  value: string;
  reason: string;
  until: string | null;
  created_at: string;
  /** How often somebody was refused by it, and when last. */
  refusals: number;
  refused_at: string | null;
}

// calendars
/** From and to, as "09:00". */
export type Shift = string[];
export interface Calendar extends Reference {
  time_zone: string;
  /** Keys "1" (Monday) to "7" (Sunday). */
  weekly: Record<string, Shift[]>;
  follows_statutory_holidays: boolean;
}
export interface CalendarDay {
  date: string;
  kind: "holiday" | "workday" | "custom";
  name: string;
  shifts: Shift[];
}

// knowledge
export type ArticleStatus = "draft" | "published" | "archived";
export interface Article {
  id: string;
  brand_id: string;
  category: Reference | null;
  locale: Locale;
  key: string | null;
  question: string;
  answer: string;
  similar: string[];
  status: ArticleStatus;
  version: number;
  owner: Reference | null;
  review_on: string | null;
  /** False: it came with a pack, and nobody of the shop has read it. */
  is_confirmed: boolean;
  updated_at: string;
}
export interface ArticleVersion {
  version: number;
  question: string;
  answer: string;
  similar: string[];
  editor: Reference | null;
  at: string;
}
export interface KnowledgeHit {
  article: Article;
  snippet: string;
  score: number;
}
export interface KnowledgeCategory extends Reference {
  brand_id: string;
  parent_id: string | null;
  position: number;
  article_count: number;
}

// routing
export type * from "./queues";
export type * from "./calls";
export interface Disposition extends CodedReference {
  name_zh: string;
  name_en: string;
  position: number;
  parent_id: string | null;
  path: string[];
  is_leaf: boolean;
  is_active: boolean;
  pinyin: string;
}
export interface RoutingDecision {
  id: string;
  at: string;
  work_item_id: string;
  outcome: "assigned" | "offered" | "waiting";
  chosen: Reference | null;
  reason: string;
  candidates: {
    user_id: string;
    name: string;
    eligible: boolean;
    reasons: string[];
    terms: Record<string, unknown>;
  }[];
}

export type * from "./bot";
export type * from "./connectors";
export type * from "./demo";
export type * from "./ratings";
export type * from "./analytics";
export type * from "./setup";
export type * from "./replies";
export type * from "./sorting";
export type * from "./guarding";
export type * from "./mail";
export type * from "./missed";
export type * from "./tickets";
export type * from "./customers";
export type * from "./sites";
export type * from "./announcements";
export type * from "./notices";
export type * from "./scripts";
export type * from "./transcripts";
export type * from "./telephony-setup";

// conversations
export type ConversationStatus = "bot" | "queued" | "active" | "closed";
export type SenderKind = "visitor" | "agent" | "bot" | "system";
export interface ConversationRow {
  id: string;
  number: string;
  channel: string;
  status: ConversationStatus;
  brand_id: string;
  site_name: string;
  visitor: { id: string; name: string; is_online: boolean; verified: boolean };
  customer: { id: string; name: string; tier: Tier } | null;
  queue: Reference | null;
  assignee: Reference | null;
  /** The offer made to the asking agent, if there is one. */
  offer: { expires_at: string } | null;
  last_message: { text: string; sender: SenderKind; at: string } | null;
  unread: number;
  unanswered_since: string | null;
  /** Its agent has put it off (稍后处理). */
  snoozed_until: string | null;
  snooze_note: string;
  /** It came back then, and nobody has written since. */
  returned_at: string | null;
  started_at: string;
  queued_at: string | null;
  assigned_at: string | null;
  closed_at: string | null;
  disposition: { id: string; path: string[] } | null;
  /** The disposition is a guess until the agent settles it (待补). */
  disposition_pending: boolean;
  /** What the visitor came for within the last day. */
  previous_id: string | null;
  rating: number | null;
}
export type MessageKind = "text" | "image" | "file" | "card" | "article" | "rating_invite" | "note" | "system";
export interface Attachment {
  id: string;
  name: string;
  size: number;
  type: string;
  url: string;
}
export interface MessagePayload {
  sources?: { article_id: string; question: string; quote?: string }[];
  options?: { article_id: string; question: string }[];
  handoff?: boolean;
  code?: string;
  /** Of a note in words of our own: each reader has it in their language. */
  words?: Record<Locale, string>;
  article_id?: string;
  /** Of a message that was left by telephone: in which call. */
  call_id?: string;
  /** Hosts outside of the house that a visitor's message links to. */
  foreign_links?: string[];
  mail?: MailHeading;
  sms?: import("./sms").SmsProgress;
  [key: string]: unknown;
}
export interface Message {
  id: string;
  conversation_id: string;
  seq: number;
  client_id: string | null;
  sender: { kind: SenderKind; id: string | null; name: string };
  kind: MessageKind;
  text: string;
  payload: MessagePayload;
  attachments: Attachment[];
  quote_id: string | null;
  recalled_at: string | null;
  created_at: string;
}
export interface Conversation extends ConversationRow {
  messages: Message[];
  has_earlier: boolean;
  entry: { page: string | null; referrer: string | null; product_id: string | null; category: string | null };
  claims: { name: string | null; email: string | null; phone: string | null; external_id: string | null };
  summary: string | null;
  work_item_id: string | null;
  draft: string;
  sorting: Sorting | null;
  /** Up to this seq the visitor has read. */
  visitor_read_seq: number;
}
export interface ScheduledMessage {
  id: string;
  text: string;
  send_at: string;
}
/** A page of the site, without its query and fragment. */
export interface PageView {
  address: string;
  title: string;
  at: string;
}
export interface DeskSnapshot {
  cursor: number;
  me: { user_id: string; presence: Presence };
  conversations: ConversationRow[];
  today: Today;
}
export interface Today {
  handled: number;
  csat: number | null;
  rated: number;
}

/** What the desk socket says. Every event that lasts carries a cursor. */
export type DeskEvent =
  | { type: "conversation"; cursor: number; conversation: ConversationRow }
  | { type: "message"; cursor: number; conversation_id: string; message: Message }
  | { type: "presence"; cursor: number; user_id: string; presence: Presence }
  | { type: "read"; cursor: number; conversation_id: string; reader: "visitor" | "agent"; seq: number }
  | { type: "visitor_page"; cursor: number; conversation_id: string; page: PageView }
  | { type: "visitor_online"; cursor: number; conversation_id: string; is_online: boolean }
  | { type: "notice"; cursor: number; notice: Notice }
  | { type: "notices_read"; cursor: number; notice_ids: string[]; unread: number }
  | { type: "announcement"; cursor: number; announcement: Announcement; is_reminder: boolean }
  | { type: "announcement_read"; cursor: number; announcement_id: string; is_confirmed: boolean }
  | { type: "announcement_withdrawn"; cursor: number; announcement_id: string }
  | { type: "rush" | "missed_calls" | "callbacks" | "incident"; cursor: number }
  | { type: "call"; cursor: number; call: LiveCall }
  | { type: "extension"; cursor: number; user_id: string; is_signed_in: boolean }
  | { type: "ticket"; cursor: number; ticket_id: string; customer_id: string | null };
export type DeskSignal =
  | { type: "hello"; cursor: number }
  | { type: "typing"; conversation_id: string; sender: SenderKind; text?: string }
  | { type: "ticket_presence"; ticket_id: string; user: Reference; doing: "looks" | "writes" | "leaves" }
  | { type: "resync" | "pong" };
export type * from "./waiting";
