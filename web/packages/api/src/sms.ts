/** Short messages to customers. */

/** By which a brand sends them; the secret is never told. */
export interface SmsLine {
  id: string;
  brand_id: string;
  provider: "sandbox" | "http";
  sign: string;
  url: string;
  format: "json" | "form";
  headers: Record<string, string>;
  body: string;
  expects: string;
  has_secret: boolean;
  quiet_from: string;
  quiet_until: string;
  is_active: boolean;
  receiving_path: string;
}
export interface Sms {
  id: string;
  number: string;
  text: string;
  purpose: string;
  state: "waiting" | "sending" | "sent" | "delivered" | "failed" | "refused";
  send_at: string;
  attempts: number;
  error: string;
  created_at: string;
  sent_at: string | null;
  delivered_at: string | null;
}
/** What became of an answer that went out as a short message. */
export interface SmsProgress {
  state: Sms["state"];
  error: string;
}
/** Where what customers write to a line waits; null: it opens no conversations. */
export interface SmsQueue {
  queue_id: string | null;
}
/** A number that wants none. */
export interface SmsRefusal {
  id: string;
  number: string;
  origin: "reply" | "staff";
  words: string;
  created_at: string;
}
