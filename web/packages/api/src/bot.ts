/** The bot: its settings, and what it could not answer. */
/** Questions that ask the same and got no answer, under the newest of them. */
export interface UnknownQuestion {
  id: string;
  question: string;
  count: number;
  unhelpful: number;
  first_at: string;
  last_at: string;
  examples: string[];
  turn_ids: string[];
  conversation_id: string;
  brand_id: string;
  locale: string;
  suggested: { article_id: string; question: string } | null;
}

export interface BotSettings {
  site_id: string;
  enabled: boolean;
  answer_threshold: number | null;
  offer_threshold: number | null;
  state: "ready" | "lexical" | "off";
}
