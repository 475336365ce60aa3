/** Scripts (话术): kept in the settings, walked in a conversation. */
export type AnswerKind = "yes_no" | "choice" | "text";

export interface ScriptStep {
  id: string;
  kind: "say" | "ask" | "end";
  text: string;
  answer?: AnswerKind | null;
  options: { label: string; next?: string | null }[];
  is_required: boolean;
  next?: string | null;
}
/** `wrong` names what keeps the draft from being published, by the number of the step. */
export interface Script {
  id: string;
  brand_id: string;
  name: string;
  disposition_id: string | null;
  disposition_path: string[];
  queue_id: string | null;
  queue_name: string | null;
  is_mandatory: boolean;
  draft: { steps: ScriptStep[] };
  published_version: number | null;
  is_changed: boolean;
  wrong: { step: string; number: number | null; message: string }[];
  updated_at: string;
}
export interface CurrentStep {
  id: string;
  kind: "say" | "ask" | "end";
  text: string;
  answer: AnswerKind | null;
  options: string[];
  is_required: boolean;
  number: number;
}
export interface PassedStep {
  step: string;
  kind: string;
  text: string;
  answer: string | null;
  answer_kind: AnswerKind | null;
}
export interface ScriptRun {
  id: string;
  script_id: string | null;
  name: string;
  version: number;
  agent: string;
  state: "open" | "done" | "dropped";
  step: CurrentStep | null;
  path: PassedStep[];
  missing: string[];
  reason: string;
  started_at: string;
}
export interface ScriptView {
  offered: { id: string; name: string; is_suggested: boolean; is_mandatory: boolean }[];
  runs: ScriptRun[];
}
/** A draft walked without a contact: its faults, what was passed, where it stands. */
export interface ScriptTried {
  wrong: Script["wrong"];
  path: PassedStep[];
  step: CurrentStep | null;
}
