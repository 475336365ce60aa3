/** Who is to be kept out, and of whom agents are warned. */
import { answer, type BlockRequest, type DoorPolicy, type DutyShift, type WarningEntry } from "@kefu/api";
import type { Resource } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import { dayAndTime } from "../../format";
import BlockDecision from "../extras/BlockDecision.vue";
import { untilItsEnd, userOptions } from "../options";

const TONES = { pending: "warning", approved: "danger", refused: "neutral", expired: "neutral" } as const;

export function blockRequests(t: ComposerTranslation): Resource<BlockRequest> {
  return {
    name: "block_requests",
    nameOf: (request) => request.visitor_name,
    columns: [
      { key: "asked_at", value: ({ asked_at }) => dayAndTime(asked_at, t), width: "140px" },
      { key: "asked_by", value: ({ asked_by }) => asked_by.name, width: "120px" },
      { key: "visitor_name", value: ({ visitor_name }) => visitor_name, width: "160px" },
      { key: "reason", value: ({ reason }) => reason },
      { key: "days", value: ({ days }) => days, align: "right", width: "80px" },
      { key: "state", value: ({ state }) => t(`guard.state_${state}`), tone: ({ state }) => TONES[state], width: "110px" },
    ],
    fields: [],
    list: (query) => answer(api.GET("/api/v1/block-requests", { params: { query } })),
    extra: BlockDecision,
  };
}

const GRADES = ["attention", "serious"] as const;

export function warnings(t: ComposerTranslation): Resource<WarningEntry> {
  const own = (key: string) => t(`settings.warnings.${key}`);
  return {
    name: "warnings",
    nameOf: (warning) => warning.name,
    columns: [
      { key: "name", value: ({ name }) => name, width: "180px" },
      { key: "grade", value: ({ grade }) => own(`grade_${grade}`), tone: ({ grade }) => (grade === "serious" ? "danger" : "warning"), width: "110px" },
      { key: "reason", value: ({ reason }) => reason },
      { key: "until", value: ({ until }) => (until ? dayAndTime(until, t) : own("for_ever")), width: "140px" },
      { key: "added_by", value: ({ added_by }) => added_by.name, width: "120px" },
      { key: "added_at", value: ({ added_at }) => dayAndTime(added_at, t), width: "140px" },
    ],
    fields: [
      { key: "number", isRequired: true, hasHint: true },
      { key: "reason", isRequired: true },
      { key: "grade", kind: "select", options: () => GRADES.map((value) => ({ value, label: own(`grade_${value}`) })), initial: "attention", isRequired: true },
      { key: "until", kind: "date", hasHint: true },
    ],
    list: (query) => answer(api.GET("/api/v1/warnings", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/warnings", { body })),
    remove: (id) => api.DELETE("/api/v1/warnings/{id}", { params: { path: { id } } }),
    bodyOf: untilItsEnd,
  };
}

const DAYS = [1, 2, 3, 4, 5, 6, 7];
const DUTIES = ["agent", "lead"] as const;

export function dutyShifts(t: ComposerTranslation): Resource<DutyShift> {
  const own = (key: string) => t(`settings.duty_shifts.${key}`);
  const hours = ({ begins, ends }: DutyShift) =>
    `${begins}–${ends <= begins ? t("settings.duty_shifts.on_next_day", { time: ends }) : ends}`;
  return {
    name: "duty_shifts",
    nameOf: (shift) => shift.user.name,
    columns: [
      { key: "user", value: ({ user }) => user.name, width: "150px" },
      { key: "kind", value: ({ kind }) => own(`kind_${kind}`), width: "180px" },
      { key: "week", value: ({ week }) => week || own("every_week"), width: "110px" },
      { key: "weekdays", value: ({ weekdays }) => weekdays.map((day) => own(`day_${day}`)).join(" ") },
      { key: "hours", value: hours, width: "170px" },
      { key: "place", value: ({ place }) => place, align: "right", width: "80px" },
    ],
    fields: [
      { key: "kind", kind: "select", options: () => DUTIES.map((value) => ({ value, label: own(`kind_${value}`) })), initial: "agent", isRequired: true },
      { key: "user_id", kind: "select", options: userOptions, isRequired: true, only: "create" },
      { key: "week", hasHint: true, keepsEmptyText: true },
      { key: "weekdays", kind: "multiselect", options: () => DAYS.map((day) => ({ value: String(day), label: own(`day_${day}`) })), initial: DAYS.map(String), isRequired: true },
      { key: "begins", initial: "18:00", isRequired: true },
      { key: "ends", initial: "09:00", isRequired: true, hasHint: true },
      { key: "place", kind: "number", min: 1, max: 9, initial: 1, hasHint: true },
      { key: "takes_everybody", kind: "switch", initial: false, hasHint: true },
    ],
    list: (query) => answer(api.GET("/api/v1/duty-shifts", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/duty-shifts", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/duty-shifts/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/duty-shifts/{id}", { params: { path: { id } } }),
    valuesOf: (shift) => ({ ...shift, weekdays: shift.weekdays.map(String) }),
    bodyOf: (values) => ("weekdays" in values ? { ...values, weekdays: (values.weekdays as string[]).map(Number) } : values),
  };
}

const CHALLENGES = ["suspicious", "always", "never"] as const;
const LINKS = ["flag", "refuse", "off"] as const;

export function doorPolicies(t: ComposerTranslation): Resource<DoorPolicy> {
  const own = (key: string) => t(`settings.door_policies.${key}`);
  const sumName = (asks: boolean) => own(asks ? "sum_on" : "sum_off");
  return {
    name: "door_policies",
    nameOf: (policy) => policy.name,
    columns: [
      { key: "name", value: ({ name }) => name, width: "180px" },
      { key: "challenge", value: ({ challenge }) => own(`challenge_${challenge}`), width: "160px" },
      { key: "asks_sum", value: ({ asks_sum }) => sumName(asks_sum), width: "160px" },
      { key: "links", value: ({ links }) => own(`links_${links}`), width: "200px" },
      { key: "allowed_domains", value: ({ allowed_domains }) => allowed_domains.join(", ") || null, isData: true },
    ],
    fields: [
      { key: "challenge", kind: "select", options: () => CHALLENGES.map((value) => ({ value, label: own(`challenge_${value}`) })), isRequired: true, hasHint: true },
      { key: "asks_sum", kind: "select", options: () => ["off", "on"].map((value) => ({ value, label: own(`sum_${value}`) })), isRequired: true, hasHint: true },
      { key: "links", kind: "select", options: () => LINKS.map((value) => ({ value, label: own(`links_${value}`) })), isRequired: true, hasHint: true },
      { key: "allowed_domains", kind: "tags", hasHint: true },
    ],
    list: () => answer(api.GET("/api/v1/door-policies")),
    update: (id, body) => answer(api.PATCH("/api/v1/door-policies/{id}", { params: { path: { id } }, body })),
    valuesOf: (policy) => ({ ...policy, asks_sum: policy.asks_sum ? "on" : "off" }),
    bodyOf: (values) => ("asks_sum" in values ? { ...values, asks_sum: values.asks_sum === "on" } : values),
  };
}
