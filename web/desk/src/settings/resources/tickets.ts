/** Kinds of tickets with their forms and stages, and what is promised about tickets. */
import { answer, type ApprovalRule, type SlaPolicy, type TicketDefinition, type TicketType } from "@kefu/api";
import type { Option, Resource } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import { named } from "../../features/tickets/tickets";
import ApprovalSteps from "../editors/ApprovalSteps.vue";
import PromiseTargets from "../editors/PromiseTargets.vue";
import TicketDefinitionEditor from "../editors/TicketDefinitionEditor.vue";
import { calendarOptions, teamOptions } from "../options";

const HOUR = 60;
const TARGETS = {
  P1: { around_the_clock: true, first_response: 15, next_update: HOUR, resolution: 4 * HOUR },
  P2: { around_the_clock: true, first_response: 30, next_update: 4 * HOUR, resolution: 8 * HOUR },
  P3: { around_the_clock: false, first_response: 2 * HOUR, next_update: 8 * HOUR, resolution: 24 * HOUR },
  P4: { around_the_clock: false, first_response: 8 * HOUR, next_update: null, resolution: 72 * HOUR },
};
const stage = (code: string, zh: string, en: string, category: string, ...moves: string[]) => ({ code, name: { "zh-CN": zh, en }, category, moves, needs: [] });
const DEFINITION = {
  fields: [],
  start: "new",
  reopens: "working",
  stages: [
    stage("new", "待受理", "New", "open", "working"),
    stage("working", "处理中", "In progress", "open", "customer", "done"),
    stage("customer", "待客户", "Waiting for customer", "waiting", "working"),
    stage("done", "已办结", "Done", "done", "closed"),
    stage("closed", "已关闭", "Closed", "closed"),
  ],
} as TicketDefinition;
const whole = <T>(items: T[]) => ({ items, next: null });
const policies = () => answer(api.GET("/api/v1/sla-policies"));

export function ticketTypes(t: ComposerTranslation): Resource<TicketType> {
  const own = (key: string) => t(`settings.ticket_types.${key}`);
  return {
    name: "ticket_types",
    nameOf: ({ name }) => named(name),
    columns: [
      { key: "name", value: ({ name }) => named(name), isData: true },
      { key: "code", value: ({ code }) => code, isData: true, width: "120px" },
      { key: "stages", value: ({ definition }) => definition.stages.length, align: "right", width: "80px" },
      { key: "form", value: ({ definition }) => definition.fields.length, align: "right", width: "80px" },
      { key: "policy_id", value: ({ policy }) => policy?.name ?? null, isData: true, width: "140px" },
      { key: "is_active", value: ({ is_active }) => own(is_active ? "on" : "off"), tone: ({ is_active }) => (is_active ? "success" : "neutral"), width: "90px" },
    ],
    fields: [
      { key: "name_zh", keepsEmptyText: true },
      { key: "name_en", keepsEmptyText: true, hasHint: true },
      { key: "code", isRequired: true, hasHint: true, only: "create" },
      { key: "policy_id", kind: "select", options: async () => (await policies()).map(({ id, name }): Option => ({ value: id, label: name })), hasHint: true },
      { key: "team_id", kind: "select", options: teamOptions, hasHint: true },
      { key: "definition", component: TicketDefinitionEditor, initial: DEFINITION, tellsErrors: true },
      { key: "is_active", kind: "switch", initial: true },
    ],
    list: async () => whole(await answer(api.GET("/api/v1/ticket-types"))),
    create: (body) => answer(api.POST("/api/v1/ticket-types", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/ticket-types/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/ticket-types/{id}", { params: { path: { id } } }),
    valuesOf: ({ name, policy, team, ...rest }) => ({ ...rest, name_zh: name["zh-CN"], name_en: name.en, policy_id: policy?.id, team_id: team?.id }),
  };
}

export function slaPolicies(t: ComposerTranslation): Resource<SlaPolicy> {
  const hours = (minutes: number | null) => (minutes ? t("tickets.hours", { n: Math.round(minutes / 6) / 10 }) : null);
  return {
    name: "sla_policies",
    nameOf: ({ name }) => name,
    columns: [
      { key: "name", value: ({ name }) => name, isData: true },
      { key: "calendar_id", value: ({ calendar }) => calendar?.name ?? t("settings.sla_policies.always"), width: "180px" },
      { key: "p1", value: ({ targets }) => hours(targets.P1.resolution), align: "right", width: "120px" },
      { key: "p4", value: ({ targets }) => hours(targets.P4.resolution), align: "right", width: "120px" },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "calendar_id", kind: "select", options: calendarOptions, hasHint: true },
      { key: "targets", component: PromiseTargets, initial: TARGETS, tellsErrors: true, hasHint: true },
    ],
    list: async () => whole(await policies()),
    create: (body) => answer(api.POST("/api/v1/sla-policies", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/sla-policies/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/sla-policies/{id}", { params: { path: { id } } }),
    valuesOf: ({ calendar, ...rest }) => ({ ...rest, calendar_id: calendar?.id }),
  };
}

export function approvalRules(t: ComposerTranslation): Resource<ApprovalRule> {
  const own = (key: string, words: Record<string, unknown> = {}) => t(`settings.approval_rules.${key}`, words);
  const steps = (all: ApprovalRule["steps"]) => all.map(({ above, approver }) => own("step", { above, who: approver?.name ?? own("leader") })).join(t("tickets.then"));
  return {
    name: "approval_rules",
    nameOf: ({ name }) => name,
    columns: [
      { key: "name", value: ({ name }) => name, isData: true, width: "200px" },
      { key: "steps", value: (rule) => steps(rule.steps), isData: true },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "steps", component: ApprovalSteps, initial: [{ above: "100.00", approver_id: null, hours: 4 }], tellsErrors: true, hasHint: true },
    ],
    list: async () => whole(await answer(api.GET("/api/v1/approval-rules"))),
    create: (body) => answer(api.POST("/api/v1/approval-rules", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/approval-rules/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/approval-rules/{id}", { params: { path: { id } } }),
    valuesOf: ({ steps: known, ...rest }) => ({ ...rest, steps: known.map(({ approver, ...step }) => ({ ...step, approver_id: approver?.id ?? null })) }),
  };
}
