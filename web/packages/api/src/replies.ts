/** Quick replies (快捷回复). */
import type { Attachment } from "./types";

export type ReplyScope = "own" | "team" | "shared";
export interface QuickReply {
  id: string;
  scope: ReplyScope;
  team_id: string | null;
  brand_id: string | null;
  queue_id: string | null;
  folder: string;
  code: string;
  title: string;
  text: string;
  /** The names in braces that the text holds. */
  variables: string[];
  position: number;
  attachments: Attachment[];
  disposition_id: string | null;
  tag: string;
  use_count: number;
  updated_at: string;
  can_change: boolean;
}
export interface ReplyFolder {
  folder: string;
  count: number;
}
