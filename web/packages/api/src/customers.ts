/** Who the customers are, what happened with them, and the forms that organizations make. */
import type { Names } from "./tickets";
import type { Reference } from "./types";

/** A field that an organization gives its tickets or customers. */
export interface FormField {
  code: string;
  name: Names;
  kind: "text" | "long" | "number" | "money" | "date" | "choice" | "yes_no";
  options?: { code: string; name: Names }[];
  is_required?: boolean;
}
export type FormValues = Record<string, string | number | boolean | null>;
/** An archived one is asked for no more; what it holds stays. */
export interface CustomerField extends FormField {
  is_archived?: boolean;
}
export type Tier = "normal" | "vip";
export interface Customer extends Reference {
  brand_id: string | null;
  tier: Tier;
  phones: string[];
  emails: string[];
  external_ids: string[];
  tags: string[];
  note: string;
  address: string;
  /** Of the organization's own fields those that are filled. */
  values: FormValues;
  created_at: string;
}
/** Who a visitor is: somebody known, or somebody new. */
export type CustomerLinking = { customer_id: string } | { name: string; phone?: string; email?: string; values?: FormValues };
export interface TimelineItem {
  id: string;
  at: string;
  kind: string;
  title: string;
  summary: string;
  object: { type: string; id: string };
  agent: string | null;
  data: Record<string, unknown>;
}
