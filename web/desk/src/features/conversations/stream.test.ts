import type { Message } from "@kefu/api";
import { expect, it } from "vitest";
import { i18n } from "../../i18n";
import { folded, streamItems, wordsOf } from "./stream";
import { waitLevel } from "./waiting";

function said(seq: number, at: Date, kind: Message["kind"] = "text", who: Message["sender"]["kind"] = "visitor"): Message {
  return {
    id: `m${seq}`, conversation_id: "c", seq, client_id: null, sender: { kind: who, id: who, name: who }, kind,
    text: "", payload: {}, attachments: [], quote_id: null, recalled_at: null, created_at: at.toISOString(),
  };
}

it("marks days and joins what one voice says in one go", () => {
  const day = (date: number, minute: number) => new Date(2026, 10, date, 10, minute);
  const items = streamItems(
    [
      said(1, day(21, 0)),
      said(2, day(22, 0)),
      said(3, day(22, 1)),
      said(4, day(22, 1), "system", "system"),
      said(5, day(22, 2)),
      said(6, day(22, 20)),
      said(7, day(22, 21), "note"),
    ],
    day(22, 30),
  );
  const drawn = items.map((item) => (item.kind === "message" ? `${item.key}${item.startsRun ? "*" : ""}` : item.kind));
  expect(drawn).toEqual(["day", "m1*", "day", "m2*", "m3", "system", "m5*", "m6*", "m7*"]);
});

it("folds three lines of the system into one, and shows them where somebody opens it", () => {
  const at = new Date(2026, 10, 22, 10, 0);
  const system = (seq: number) => said(seq, at, "system", "system");
  const note = (seq: number, code: string) => ({ ...said(seq, at, "note", "system"), payload: { code } });
  const leave = { ...system(16), payload: { leave_message: true } };
  const items = streamItems(
    [
      system(1), system(2), said(3, at),
      system(4), note(5, "snoozed"), system(6), system(7), note(8, "raised_hand"),
      system(9), system(10), said(11, at), system(12), system(13), system(14), system(15), leave,
    ],
    at,
  );
  const drawn = (opened: string[] = []) => folded(items, new Set(opened)).map((item) => (item.kind === "fold" ? `${item.count}` : item.key));
  expect(drawn().slice(1)).toEqual(["m1", "m2", "m3", "4", "m8", "m9", "m10", "m11", "4", "m16"]);
  expect(drawn(["fold-m4"]).slice(4, 10)).toEqual(["4", "m4", "m5", "m6", "m7", "m8"]);
  expect(folded(items, new Set(["fold-m4"])).filter((item) => item.kind === "fold" && item.isOpen)).toHaveLength(1);
});

it("says its own words in the reader's language and leaves people's as they are", () => {
  const note = { ...said(1, new Date(), "note"), text: "举手求助", payload: { words: { "zh-CN": "举手求助", en: "Raised a hand" } } };
  expect(wordsOf(note)).toBe("举手求助");
  i18n.global.locale.value = "en";
  expect([wordsOf(note), wordsOf({ ...note, payload: {} })]).toEqual(["Raised a hand", "举手求助"]);
  i18n.global.locale.value = "zh-CN";
});

it("is amber from 60 s and red from 180 s", () => {
  expect([0, 59, 60, 179, 180].map((seconds) => waitLevel(seconds))).toEqual(["calm", "calm", "amber", "amber", "red"]);
});
