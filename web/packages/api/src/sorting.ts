/** How contacts find their group. */
import type { Reference } from "./types";

export interface SortedReason {
  id: string;
  path: string[];
}
export type SortingSource = "entry" | "choice" | "intent" | "text" | "default";
/** How one conversation was sorted, and who corrected that. */
export interface Sorting {
  source: SortingSource;
  disposition: SortedReason | null;
  queue: Reference;
  evidence: Record<string, unknown>;
  corrected_by: string | null;
  corrected_at: string | null;
}
export interface SortingTrial {
  source: SortingSource;
  disposition: SortedReason | null;
  queue: Reference | null;
  evidence: Record<string, unknown>;
}
export interface SortingRoute {
  id: string;
  brand_id: string;
  disposition: SortedReason;
  queue: Reference;
  is_choice: boolean;
  position: number;
}
export interface SortingRule {
  id: string;
  brand_id: string;
  kind: "page" | "product" | "category" | "knowledge";
  value: string;
  disposition: SortedReason;
  position: number;
}
