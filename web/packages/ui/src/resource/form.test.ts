import { Problem } from "@kefu/api";
import { describe, expect, it } from "vitest";
import { bodyFrom, errorsByField, errorsByPart, fieldsFor, initialValues, isSame, missing, toldAtFields } from "./form";
import type { ResourceField } from "./resource";

const fields: ResourceField[] = [
  { key: "name", isRequired: true },
  { key: "members", kind: "multiselect" },
  { key: "password", only: "create" },
  { key: "limit", kind: "number", initial: 5 },
];

describe("a resource form", () => {
  it("asks only for what belongs to a new or an existing record", () => {
    expect(fieldsFor(fields, true).map((field) => field.key)).toContain("password");
    expect(fieldsFor(fields, false).map((field) => field.key)).not.toContain("password");
  });

  it("starts from the record or from each field's own value, as a copy", () => {
    const record = { name: "A", members: ["x"], limit: null };
    const values = initialValues(fields, record);
    expect(values).toEqual({ name: "A", members: ["x"], password: "", limit: null });
    expect(initialValues(fields, null).limit).toBe(5);
    expect(values.members).not.toBe(record.members);
  });

  it("knows whether anything was changed", () => {
    const values = initialValues(fields, null);
    expect(isSame(values, initialValues(fields, null))).toBe(true);
    expect(isSame({ ...values, name: "B" }, values)).toBe(false);
  });

  it("leaves out what is empty in a new record, and empties with null in one that exists", () => {
    const values = { name: "", members: [], password: "", limit: 5 };
    expect(bodyFrom(fields, values, true)).toEqual({ members: [], limit: 5 });
    expect(bodyFrom(fields, values, false)).toEqual({ name: null, members: [], password: null, limit: 5 });
    expect(bodyFrom([{ key: "nickname", keepsEmptyText: true }], { nickname: "" }, false)).toEqual({ nickname: "" });
  });

  it("names the required fields that are empty", () => {
    expect(missing(fields, { name: "" }, "!")).toEqual({ name: "!" });
  });

  it("puts the server's errors at their fields", () => {
    const problem = new Problem({
      status: 422,
      code: "invalid",
      errors: [
        { field: "body.name", message: "taken" },
        { field: "unknown", message: "?" },
      ],
    });
    expect(errorsByField(problem, fields)).toEqual({ name: "taken" });
    expect(errorsByPart(problem)).toEqual({ name: "taken", unknown: "?" });
    expect(errorsByField(new Error("x"), fields)).toEqual({});
    expect(toldAtFields(problem, fields)).toEqual(new Set(["taken"]));
    expect(toldAtFields(new Error("x"), fields)).toEqual(new Set());
  });
});
