/** How a screen of records is described: what it lists, what can be changed, where it is kept. */
import type { Page, PageQuery } from "@kefu/api";
import type { Component, InjectionKey, Ref } from "vue";

export interface TableColumn {
  key: string;
  label: string;
  width?: string;
  align?: "left" | "right";
  canSort?: boolean;
  /** The definition, on hover. */
  means?: string;
}

export interface TableSort {
  key: string;
  isDescending: boolean;
}

export interface Option {
  value: string;
  label: string;
}

export type Tone = "success" | "warning" | "danger" | "accent" | "neutral";

export interface ResourceColumn<Row> {
  key: string;
  /** What the cell shows; null shows a dash. */
  value: (row: Row) => string | number | null;
  /** Shows the value as a tag of this tone. */
  tone?: (row: Row) => Tone;
  /** Shows the value in its own way, given the whole `row`. */
  cell?: Component;
  /** A code or a name that somebody gave: it stays as it is in every language. */
  isData?: boolean;
  width?: string;
  align?: "left" | "right";
}

export type FieldKind = "text" | "textarea" | "number" | "switch" | "select" | "multiselect" | "tags" | "color" | "date";

export interface ResourceField {
  key: string;
  kind?: FieldKind;
  /** An editor of its own, bound by v-model; takes the place of `kind`. */
  component?: Component;
  options?: () => Option[] | Promise<Option[]>;
  isRequired?: boolean;
  hasHint?: boolean;
  /** The editor tells errors at its parts itself. */
  tellsErrors?: boolean;
  /** The API stores an empty text here, not null. */
  keepsEmptyText?: boolean;
  min?: number;
  max?: number;
  /** Shown only while creating, or only while editing. */
  only?: "create" | "edit";
  initial?: unknown;
  /** Whether the field means anything beside these values; always without. */
  isShown?: (values: Values) => boolean;
}

/** What the server says of a part of a field, by its path ("texts.silent.en"), for editors that show many inputs. */
export const PART_ERRORS: InjectionKey<Ref<Record<string, string>>> = Symbol("part errors");

export interface Filter {
  key: string;
  options: () => Option[] | Promise<Option[]>;
}

export type Values = Record<string, unknown>;

export interface Resource<Row extends { id: string }> {
  /** Names the texts `settings.<name>.*` and the cached list. */
  name: string;
  columns: ResourceColumn<Row>[];
  fields: ResourceField[];
  filters?: Filter[];
  isSearchable?: boolean;
  nameOf: (row: Row) => string;
  list: (query: PageQuery & Values) => Promise<Page<Row>>;
  create?: (values: Values) => Promise<Row>;
  update?: (id: string, values: Values) => Promise<unknown>;
  remove?: (id: string) => Promise<unknown>;
  canChange?: (row: Row) => boolean;
  /** The form's values of a row, where they differ from the row itself. */
  valuesOf?: (row: Row) => Values;
  /** What is sent for the form's values, where it differs from them. */
  bodyOf?: (values: Values, row: Row | null) => Values;
  /** Acts beside "New"; emits `changed`. */
  toolbar?: Component;
  /** Shown under the form of an existing record with `row`; emits `changed`. */
  extra?: Component;
}
