/** Notices: what the bell says. */
import type { Locale } from "./types";

export interface Notice {
  id: string;
  kind: string;
  text: Record<Locale, string>;
  /** A path of the desk. */
  link: string;
  count: number;
  created_at: string;
  updated_at: string;
  read_at: string | null;
}
