/** What the company's own business system knows of a customer, and what may be given away through it. */

export type OrderState = "unpaid" | "paid" | "shipped" | "delivered" | "refunding" | "refunded" | "cancelled";

/** The payload of a message of kind `card`. */
export interface Card {
  type: "order" | "coupon" | "product" | "article";
  title: string;
  picture?: string;
  price?: string;
  url?: string;
  external_id?: string;
  lines?: string[];
  state?: OrderState;
  state_text?: string;
}
export interface Order {
  number: string;
  placed_at: string;
  state: OrderState;
  state_text: string;
  total: string;
  currency: string;
  items: OrderItem[];
  carrier: string;
  tracking_number: string;
  /** Newest first. */
  steps: OrderStep[];
  receiver: string;
  url: string;
  card: Card;
}
export interface OrderItem {
  title: string;
  quantity: number;
  price: string;
  picture: string;
}
export interface OrderStep {
  at: string;
  text: string;
}
export interface Coupon {
  code: string;
  name: string;
  amount: string;
  currency: string;
  minimum: string;
  days: number;
  is_above_limit: boolean;
}
export interface CouponGrant {
  id: string;
  customer_id: string;
  code: string;
  name: string;
  amount: string;
  currency: string;
  reference: string;
  granted_at: string;
  granted_by: string;
  revoked_at: string | null;
  is_revocable: boolean;
  card: Card;
}
export interface Connection {
  id: string;
  brand_id: string;
  provider: string;
  base_url: string;
  has_secret: boolean;
  timeout_seconds: number;
  coupon_limit: string;
}
