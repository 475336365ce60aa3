import { Problem } from "@kefu/api";
import type { ResourceField, Values } from "./resource";

const EMPTY: Record<string, unknown> = { switch: false, multiselect: [], tags: [], number: null };

/** The fields that are asked for: of a new record or of one that exists. */
export function fieldsFor(fields: ResourceField[], isNew: boolean): ResourceField[] {
  return fields.filter((field) => !field.only || field.only === (isNew ? "create" : "edit"));
}

/** A record that has nothing there stays empty; a new one begins with the field's own value. */
function emptyValue(field: ResourceField, isKnown: boolean): unknown {
  if (field.initial !== undefined && (!isKnown || field.component)) return field.initial;
  const kind = field.kind ?? "text";
  return kind in EMPTY ? EMPTY[kind] : "";
}

/** The form's first values: those of the record, else each field's own. Copies, so that edits stay in the form. */
export function initialValues(fields: ResourceField[], record: Values | null): Values {
  const values: Values = {};
  for (const field of fields) {
    const kept = record?.[field.key];
    const isKept = kept !== undefined && kept !== null;
    values[field.key] = JSON.parse(JSON.stringify(isKept ? kept : emptyValue(field, record !== null)));
  }
  return values;
}

export function isSame(one: Values, other: Values): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What is sent. A new record leaves out what is empty; a change empties with null, or with "" where that is kept. */
export function bodyFrom(fields: ResourceField[], values: Values, isNew: boolean): Values {
  const body: Values = {};
  for (const field of fields) {
    const value = values[field.key];
    const isEmpty = value === "" || value === null;
    if (!isEmpty) body[field.key] = value;
    else if (!isNew) body[field.key] = field.keepsEmptyText || field.kind === "textarea" ? "" : null;
  }
  return body;
}

/** Required fields left empty, as field → message. */
export function missing(fields: ResourceField[], values: Values, message: string): Record<string, string> {
  const isEmpty = (value: unknown) => value === "" || value === null || (Array.isArray(value) && !value.length);
  const empty = fields.filter((field) => field.isRequired && isEmpty(values[field.key]));
  return Object.fromEntries(empty.map((field) => [field.key, message]));
}

/** A problem's field errors by their whole path, without the "body." of the request. */
export function errorsByPart(problem: unknown): Record<string, string> {
  if (!(problem instanceof Problem)) return {};
  const errors: Record<string, string> = {};
  for (const { field, message } of problem.errors) {
    const path = field.replace(/^body\./, "");
    errors[path] = errors[path] ? `${errors[path]} ${message}` : message;
  }
  return errors;
}

/** A problem's field errors by field; "settings.title" counts for "settings" if that is the field. */
export function errorsByField(problem: unknown, fields: ResourceField[]): Record<string, string> {
  if (!(problem instanceof Problem)) return {};
  const errors: Record<string, string> = {};
  for (const { field, message } of problem.errors) {
    const key = fieldOf(field, fields);
    if (key) errors[key] = errors[key] ? `${errors[key]} ${message}` : message;
  }
  return errors;
}

/** The sentences of a problem that stand at a field, so that the form need not say them again. */
export function toldAtFields(problem: unknown, fields: ResourceField[]): Set<string> {
  if (!(problem instanceof Problem)) return new Set();
  return new Set(problem.errors.filter(({ field }) => fieldOf(field, fields)).map(({ message }) => message));
}

function fieldOf(path: string, fields: ResourceField[]): string | undefined {
  const known = new Set(fields.map((field) => field.key));
  return known.has(path) ? path : path.split(".").find((part) => known.has(part));
}
