/** Announcements (公告): what is meant for the reader, and what the reader told others. */
import type { Page, PageQuery } from "./types";

export interface Announcement {
  id: string;
  title: string;
  text: string;
  author: string;
  must_confirm: boolean;
  published_at: string;
  expires_at: string | null;
  read_at: string | null;
  confirmed_at: string | null;
}
export type AnnouncementAudience = "everybody" | "teams" | "brand";
export interface WrittenAnnouncement {
  id: string;
  title: string;
  text: string;
  author: string;
  audience: AnnouncementAudience;
  teams: string[];
  brand: string | null;
  must_confirm: boolean;
  state: "open" | "expired" | "withdrawn";
  people: number;
  read: number;
  confirmed: number;
  published_at: string;
  expires_at: string | null;
  withdrawn_at: string | null;
  reminded_at: string | null;
}
export interface AnnouncementReader {
  id: string;
  employee_number: string | null;
  name: string;
  is_done: boolean;
  read_at: string | null;
  confirmed_at: string | null;
}
export interface NewAnnouncement {
  title: string;
  text: string;
  audience: AnnouncementAudience;
  team_ids: string[];
  brand_id: string | null;
  must_confirm: boolean;
  expires_at: string | null;
}
export type AnnouncementReaders = Page<AnnouncementReader>;
export type ReadersQuery = PageQuery & { undone?: boolean };
