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

/** A reply to what the customer last asked, from an article. */
export interface Suggestion {
  article_id: string;
  question: string;
  answer: string;
  asked: string;
  probability: number;
}

export interface FlowStep {
  id: string;
  kind: "say" | "ask" | "look_up" | "choose" | "hand_over" | "end";
  text: string;
  save_as?: string | null;
  pattern?: "order_number" | "phone" | "email" | "digits" | "text" | null;
  retry?: string | null;
  tries: number;
  by?: string | null;
  missing?: string | null;
  options: { label: string; next?: string | null }[];
  next?: string | null;
}

export interface FlowDefinition {
  phrases: string[];
  steps: FlowStep[];
}

/** A dialogue flow; `wrong` names what keeps its draft from being published, by the step that has the fault. */
export interface BotFlow {
  id: string;
  brand_id: string;
  name: string;
  draft: FlowDefinition;
  published_version: number | null;
  is_changed: boolean;
  wrong: { step: string; message: string }[];
  updated_at: string;
}

/** What the draft would say to a visitor who writes these messages, and the ids of the steps passed. */
export interface FlowTried {
  said: { sender: "bot" | "visitor"; text: string; choices: string[] }[];
  outcome: "waiting" | "done" | "hand_over" | "left" | "unsound";
  path: string[];
  wrong: { step: string; message: string }[];
}

/** Of `n` labelled turns: those that would be answered, and of them the right ones; precision and coverage are 0..1. */
export interface TuningFigures {
  n: number;
  answered: number;
  right: number;
  precision: number | null;
  coverage: number;
}

/** One attempt to fit a brand's own bands; `by` is empty for the nightly job. */
export interface TuningFit {
  id: string;
  at: string;
  by: string;
  labels: number;
  aim: number;
  verdict: "better" | "not_better" | "one_sided" | "contradicted" | "out_of_reach";
  before: TuningFigures;
  after: TuningFigures;
  answer_threshold: number | null;
  offer_threshold: number | null;
}

/** A brand's own bands: the labels there are, the attempts, and the one in use (null: as shipped). */
export interface BotTuning {
  is_on: boolean;
  aim: number;
  labels: number;
  needed: number;
  sources: { marked: number; picked: number; corrected: number };
  in_use: string | null;
  history: TuningFit[];
}

/** An organization's language model; requests and outcomes are of this month. */
export interface BotProvider {
  is_on: boolean;
  base_url: string;
  has_key: boolean;
  model: string;
  timeout_seconds: number;
  monthly_cap: number;
  requests: number;
  outcomes: Record<string, number>;
}

/** What a visitor would be told, or (`outcome`) why nothing. */
export interface ProviderTried {
  outcome: string;
  detail: string;
  text: string;
  quotes: { article_id: string; title: string; text: string }[];
  articles: string[];
  seconds: number;
}

export interface BotSettings {
  site_id: string;
  enabled: boolean;
  answer_threshold: number | null;
  offer_threshold: number | null;
  state: "ready" | "lexical" | "off";
}
