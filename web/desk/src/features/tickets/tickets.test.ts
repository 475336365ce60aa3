import type { FormField } from "@kefu/api";
import { describe, expect, it } from "vitest";
import type { ComposerTranslation } from "vue-i18n";
import { changedValues, span, usedShare, working, written } from "./tickets";

const NOW = Date.parse("2026-11-26T08:00:00Z");

describe("the time that is left", () => {
  it("reads in the unit that fits", () => {
    expect(span("2026-11-26T08:20:00Z", NOW)).toEqual({ unit: "minutes", n: 20, isLate: false });
    expect(span("2026-11-26T11:05:00Z", NOW)).toEqual({ unit: "hours", n: 3, isLate: false });
    expect(span("2026-11-30T08:00:00Z", NOW)).toEqual({ unit: "days", n: 4, isLate: false });
    expect(span("2026-11-26T05:00:00Z", NOW)).toEqual({ unit: "hours", n: 3, isLate: true });
  });

  it("is never nothing", () => {
    expect(span("2026-11-26T08:00:01Z", NOW).n).toBe(1);
  });

  it("is used up by the warnings, and wholly once it is late, whether warned of or not", () => {
    expect(usedShare({ alarm: 75, due_at: "2026-11-26T09:00:00Z" }, NOW)).toBe(0.75);
    expect(usedShare({ alarm: 75, due_at: "2026-11-26T07:59:00Z" }, NOW)).toBe(1);
    expect(usedShare({ alarm: 0, due_at: null }, NOW)).toBe(0);
  });

  it("is told in working hours", () => {
    expect(working(45)).toEqual({ unit: "minutes", n: 45 });
    expect(working(1440)).toEqual({ unit: "hours", n: 24 });
    expect(working(100)).toEqual({ unit: "hours", n: 1.7 });
  });
});

describe("a form", () => {
  const t = ((key: string) => key) as unknown as ComposerTranslation;
  const field = (kind: FormField["kind"]): FormField => ({ code: "a", name: {}, kind, options: [{ code: "late", name: { "zh-CN": "迟到" } }] });

  it("reads as people say it", () => {
    expect(written(field("choice"), "late", t)).toBe("迟到");
    expect(written(field("money"), "10.00", t)).toBe("¥10.00");
    expect(written(field("yes_no"), false, t)).toBe("tickets.no");
    expect(written(field("text"), "", t)).toBe("–");
  });

  it("sends only what was changed", () => {
    expect(changedValues({ a: "1", b: null }, { a: "2", b: "" })).toEqual({ a: "2" });
    expect(changedValues({ a: "1" }, { a: "" })).toEqual({ a: "" });
  });
});
