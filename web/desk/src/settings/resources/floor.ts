/** The floor's settings: breaks and busy reasons, wallboards, targets of figures. */
import { answer, type FigureTarget, type PresenceReason, type Wallboard } from "@kefu/api";
import type { Resource } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import { figureText } from "../../features/analytics/figures";
import { dayAndTime } from "../../format";
import { currentLocale } from "../../i18n";
import FigureTargetInput from "../editors/FigureTargetInput.vue";
import LinkToldOnce from "../extras/LinkToldOnce.vue";
import { toldOnce } from "../extras/told-once";
import { queueOptions, teamOptions } from "../options";

export function presenceReasons(t: ComposerTranslation): Resource<PresenceReason> {
  const minutes = (value: number | null) => (value === null ? null : t("settings.presence_reasons.minutes", { n: value }));
  return {
    name: "presence_reasons",
    nameOf: (reason) => reason.name,
    columns: [
      { key: "name", value: (reason) => reason.name },
      { key: "minutes_a_day", value: (reason) => minutes(reason.minutes_a_day), align: "right", width: "120px" },
      { key: "longest_minutes", value: (reason) => minutes(reason.longest_minutes), align: "right", width: "120px" },
      {
        key: "most_percent",
        value: ({ most_percent }) => (most_percent === null ? null : `${most_percent}%`),
        align: "right",
        width: "120px",
      },
      { key: "needs_approval", value: (reason) => t(reason.needs_approval ? "ui.yes" : "ui.no"), width: "110px" },
      {
        key: "is_active",
        value: (reason) => t(reason.is_active ? "ui.yes" : "ui.no"),
        tone: (reason) => (reason.is_active ? "success" : "neutral"),
        width: "80px",
      },
    ],
    fields: [
      { key: "code", isRequired: true, only: "create" },
      { key: "name_zh", isRequired: true },
      { key: "name_en", isRequired: true },
      { key: "minutes_a_day", kind: "number", min: 1, max: 1440, hasHint: true },
      { key: "longest_minutes", kind: "number", min: 1, max: 1440, hasHint: true },
      { key: "most_percent", kind: "number", min: 1, max: 100, hasHint: true },
      { key: "needs_approval", kind: "switch", initial: false },
      { key: "position", kind: "number", min: 0, max: 999, initial: 0 },
      { key: "is_active", kind: "switch", initial: true, only: "edit" },
    ],
    list: (query) => answer(api.GET("/api/v1/presence-reasons", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/presence-reasons", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/presence-reasons/{id}", { params: { path: { id } }, body })),
  };
}

const SHOWN_NAMES = 3;

/** The first few names, and how many more there are. */
function shown(all: string[]): string {
  const separator = currentLocale() === "en" ? ", " : "、";
  const more = all.length - SHOWN_NAMES;
  return all.slice(0, SHOWN_NAMES).join(separator) + (more > 0 ? ` +${more}` : "");
}

export async function wallboards(t: ComposerTranslation): Promise<Resource<Wallboard>> {
  const dictionary = await answer(api.GET("/api/v1/analytics/dictionary"));
  const names = new Map(dictionary.items.map((figure) => [figure.code, figure.name]));
  return {
    name: "wallboards",
    nameOf: (board) => board.name,
    columns: [
      { key: "name", value: (board) => board.name, width: "180px" },
      { key: "codes", value: (board) => shown(board.codes.map((code) => names.get(code) ?? code)) },
      { key: "seen_at", value: ({ seen_at }) => seen_at && dayAndTime(seen_at, t), width: "140px" },
    ],
    fields: [
      { key: "name", isRequired: true },
      {
        key: "codes",
        kind: "multiselect",
        options: () => [...names].map(([value, label]) => ({ value, label })),
        initial: dictionary.wall,
        hasHint: true,
      },
      { key: "queue_ids", kind: "multiselect", options: queueOptions, initial: [] },
      { key: "team_ids", kind: "multiselect", options: teamOptions, initial: [] },
    ],
    list: (query) => answer(api.GET("/api/v1/wallboards", { params: { query } })),
    create: async (body) => {
      const board = await answer(api.POST("/api/v1/wallboards", { body }));
      toldOnce.value = { of: "wallboards", url: board.url ?? "" };
      return board;
    },
    remove: (id) => api.DELETE("/api/v1/wallboards/{id}", { params: { path: { id } } }),
    toolbar: LinkToldOnce,
  };
}

/** What a target asks: "≥ 80.0%". */
function asked({ better, unit }: FigureTarget, value: number): string {
  return `${better === "higher" ? "≥" : "≤"} ${figureText(value, unit)}`;
}

export function targets(t: ComposerTranslation): Resource<FigureTarget> {
  return {
    name: "targets",
    nameOf: (row) => row.name,
    columns: [
      { key: "name", value: (row) => row.name, width: "180px" },
      { key: "formula", value: (row) => row.formula },
      { key: "target", value: (row) => asked(row, row.own ?? row.default), align: "right", width: "110px" },
      { key: "default", value: (row) => asked(row, row.default), align: "right", width: "110px" },
      {
        key: "state",
        value: ({ own }) => t(own === null ? "settings.targets.is_default" : "settings.targets.is_own"),
        tone: ({ own }) => (own === null ? "neutral" : "accent"),
        width: "110px",
      },
    ],
    fields: [{ key: "target", component: FigureTargetInput, hasHint: true }],
    list: () => answer(api.GET("/api/v1/analytics/targets")),
    update: async (id, { target }) => {
      if (target === undefined) return; // saved as it was
      const body = { target: (target as FigureTarget).own };
      await answer(api.PATCH("/api/v1/analytics/targets/{id}", { params: { path: { id } }, body }));
    },
    valuesOf: (row) => ({ target: { ...row } }),
  };
}
