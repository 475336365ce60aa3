/** Mailboxes, and mails as they are shown and written. */
export type MailSecurity = "tls" | "starttls" | "none";

export interface Mailbox {
  id: string;
  brand_id: string;
  queue_id: string;
  address: string;
  sender_name: string;
  locale: string;
  imap_host: string;
  imap_port: number;
  imap_security: MailSecurity;
  smtp_host: string;
  smtp_port: number;
  smtp_security: MailSecurity;
  user: string;
  folder: string;
  reads_all: boolean;
  is_catch_all: boolean;
  has_plus: boolean;
  signature: string;
  auto_reply: string;
  undo_seconds: number;
  reply_minutes: number;
  silent_minutes: number;
  is_active: boolean;
  state: "off" | "waiting" | "reading" | "failing";
  read_at: string | null;
  failing_since: string | null;
  problem: string;
}
export interface MailboxFinding {
  side: "imap" | "smtp";
  works: boolean;
  text: string;
  detail: string;
}
export interface MailPreset {
  code: string;
  name: string;
  domains: string[];
  imap_host: string;
  imap_port: number;
  imap_security: MailSecurity;
  smtp_host: string;
  smtp_port: number;
  smtp_security: MailSecurity;
  has_plus: boolean;
  hint: string;
}
/** How an answer would be addressed. */
export interface Correspondence {
  from_address: string;
  to: string[];
  cc: string[];
  subject: string;
  signature: string;
  undo_seconds: number;
  is_active: boolean;
}
export interface MailAnswer {
  text: string;
  to: string[];
  cc: string[];
  bcc: string[];
  subject: string;
  attachment_ids: string[];
  reply_ids: string[];
  client_id: string;
  quotes: boolean;
}
export type SentMailState = "waiting" | "sending" | "sent" | "failed" | "bounced" | "undone";
export interface SentMail {
  id: string;
  message_id: string | null;
  state: SentMailState;
  due_at: string;
  error: string;
}
export interface ReceivedMail {
  id: string;
  sender_name: string;
  sender: string;
  subject: string;
  to: string[];
  cc: string[];
  sent_at: string | null;
  text: string;
  quoted: string;
  html: string;
  held_back: number;
  is_forged: boolean;
  raw_url: string | null;
}
export interface QuarantinedMail {
  id: string;
  mailbox: string;
  sender: string;
  subject: string;
  cause: string;
  text: string;
  detail: string;
  size: number;
  created_at: string;
  raw_url: string | null;
}
/** What a message that came or goes by mail says of it. Of one that came `id`, of one that goes `state`. */
export interface MailHeading {
  id?: string;
  subject: string;
  from: string;
  to: string[];
  cc: string[];
  bcc?: string[];
  has_html?: boolean;
  has_quote?: boolean;
  is_cut?: boolean;
  is_forged?: boolean;
  kind?: string;
  state?: SentMailState;
  due_at?: string;
  error?: string;
}
