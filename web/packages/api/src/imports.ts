/** Imports (导入): files of rows on their way in. */
import type { Names } from "./tickets";

export type ImportKindCode = "customers" | "tickets" | "faq" | "replies" | "agents" | "contacts";
export type ImportState = "draft" | "trying" | "waiting" | "running" | "done" | "cancelled" | "failed" | "undone";

export interface ImportName {
  code: string;
  name: Names;
}
export interface ImportField extends ImportName {
  about: Names;
  is_required: boolean;
}
export interface ImportKind {
  code: ImportKindCode;
  name: Names;
  fields: ImportField[];
  sources: ImportName[];
  keeps: boolean;
  choices: Record<string, ImportName[]>;
}
export interface ImportColumn {
  header: string;
  samples: string[];
  field: string;
}
export interface ImportValue {
  written: string;
  means: string;
}
export interface ImportValues {
  field: string;
  values: ImportValue[];
}
export interface ImportReject {
  number: number;
  cells: string[];
  reason: string;
}
export interface ImportCounts {
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  quarantined: number;
}
export interface ImportTrial extends ImportCounts {
  rows: ImportReject[];
  is_over: boolean;
}
export interface ImportRun extends ImportCounts {
  id: string;
  kind: ImportKindCode;
  source: string;
  name: string;
  state: ImportState;
  total: number;
  accepted: number;
  trial: ImportTrial | null;
  error: string;
  user: string;
  columns: ImportColumn[];
  values: ImportValues[];
  faults: string[];
  options: Record<string, string>;
  errors_url: string | null;
  can_undo: boolean;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
}
export interface ImportChanges {
  source?: string;
  columns?: string[];
  values?: Record<string, Record<string, string>>;
  options?: Record<string, string>;
}
