/** What finds and grades incidents, what they come of, and the plans for them. */
import { answer, type DetectionRule, type EmergencyPlan, type IncidentCause, type IncidentPolicy } from "@kefu/api";
import type { Resource, Values } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import { currentLocale } from "../../i18n";
import RuleActions from "../editors/RuleActions.vue";
import { brandOptions, numberOptions, promptOptions } from "../options";

const whole = <T>(items: T[]) => ({ items, next: null });
const GRADES = ["1", "2", "3", "4"];
const gradeOptions = (t: ComposerTranslation) => GRADES.map((value) => ({ value, label: t(`incidents.grade_${value}`) }));
const asTexts = (found: number[]) => found.map(String);
const asNumbers = (found: unknown) => (found as string[]).map(Number);

export function detectionRules(t: ComposerTranslation): Resource<DetectionRule> {
  const own = (key: string, words: Record<string, unknown> = {}) => t(`settings.detection_rules.${key}`, words);
  const options = (name: string, values: string[]) => () => values.map((value) => ({ value, label: own(`${name}_${value}`) }));
  return {
    name: "detection_rules",
    nameOf: ({ name }) => name,
    columns: [
      { key: "name", value: ({ name }) => name, isData: true },
      { key: "source", value: ({ source }) => own(`source_${source}`), width: "190px" },
      { key: "by", value: ({ by }) => own(`by_${by}`), width: "150px" },
      { key: "count", value: ({ count, minutes }) => own("so_many", { count, minutes }), width: "200px" },
      { key: "is_enabled", value: ({ is_enabled }) => own(is_enabled ? "on" : "off"), tone: ({ is_enabled }) => (is_enabled ? "success" : "neutral"), width: "100px" },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "source", kind: "select", options: options("source", ["all", "tickets", "conversations", "calls"]), initial: "all", isRequired: true },
      { key: "by", kind: "select", options: options("by", ["words", "type", "reason"]), initial: "words", isRequired: true, hasHint: true },
      { key: "count", kind: "number", min: 2, max: 300, initial: 20, isRequired: true },
      { key: "minutes", kind: "number", min: 1, max: 1440, initial: 10, isRequired: true },
      { key: "likeness", kind: "number", min: 10, max: 100, initial: 30, isRequired: true, hasHint: true },
      { key: "is_enabled", kind: "switch", initial: true },
    ],
    list: async () => whole(await answer(api.GET("/api/v1/detection-rules"))),
    create: (body) => answer(api.POST("/api/v1/detection-rules", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/detection-rules/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/detection-rules/{id}", { params: { path: { id } } }),
  };
}

type Policy = IncidentPolicy & { id: string };

export function incidentPolicy(t: ComposerTranslation): Resource<Policy> {
  const own = (key: string, words: Record<string, unknown> = {}) => t(`settings.incident_policy.${key}`, words);
  return {
    name: "incident_policy",
    nameOf: () => own("title"),
    columns: [
      ...([1, 2, 3] as const).map((grade) => ({ key: `grade_${grade}`, value: (row: Policy) => own("from", { n: row[`grade_${grade}`] }), width: "150px" })),
      { key: "important_percent", value: ({ important_percent }) => (important_percent ? `${important_percent}%` : null), width: "170px" },
      { key: "paged_grades", value: ({ paged_grades }) => paged_grades.map((grade) => t(`incidents.grade_${grade}`)).join(" · ") || null },
      { key: "confirm_minutes", value: ({ confirm_minutes }) => own("minutes", { n: confirm_minutes }), width: "130px" },
    ],
    fields: [
      { key: "grade_1", kind: "number", min: 1, isRequired: true },
      { key: "grade_2", kind: "number", min: 1, isRequired: true },
      { key: "grade_3", kind: "number", min: 1, isRequired: true, hasHint: true },
      { key: "important_percent", kind: "number", min: 0, max: 100, isRequired: true, hasHint: true },
      { key: "paged_grades", kind: "multiselect", options: () => gradeOptions(t), hasHint: true },
      { key: "confirm_minutes", kind: "number", min: 1, max: 120, isRequired: true, hasHint: true },
    ],
    list: async () => whole([{ id: "policy", ...(await answer(api.GET("/api/v1/incident-policy"))) }]),
    update: (_, body) => answer(api.PATCH("/api/v1/incident-policy", { body })),
    valuesOf: (row) => ({ ...row, paged_grades: asTexts(row.paged_grades) }),
    bodyOf: ({ paged_grades, ...rest }) => ({ ...rest, ...(paged_grades === undefined ? {} : { paged_grades: asNumbers(paged_grades) }) }),
  };
}

export function incidentCauses(t: ComposerTranslation): Resource<IncidentCause> {
  const own = (key: string) => t(`settings.incident_causes.${key}`);
  return {
    name: "incident_causes",
    nameOf: ({ name }) => name[currentLocale()] ?? name["zh-CN"]!,
    columns: [
      { key: "name_zh", value: ({ name_zh }) => name_zh, isData: true },
      { key: "name_en", value: ({ name_en }) => name_en, isData: true },
      { key: "position", value: ({ position }) => position, align: "right", width: "90px" },
      { key: "is_active", value: ({ is_active }) => own(is_active ? "on" : "off"), tone: ({ is_active }) => (is_active ? "success" : "neutral"), width: "100px" },
    ],
    fields: [
      { key: "name_zh", isRequired: true },
      { key: "name_en" },
      { key: "position", kind: "number", min: 0, max: 1000, initial: 0 },
      { key: "is_active", kind: "switch", initial: true },
    ],
    list: async () => whole(await answer(api.GET("/api/v1/incident-causes"))),
    create: (body) => answer(api.POST("/api/v1/incident-causes", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/incident-causes/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/incident-causes/{id}", { params: { path: { id } } }),
  };
}

const PARTS = ["phone", "banner", "answer", "macro"] as const;

export function emergencyPlans(t: ComposerTranslation, mayCall: boolean): Resource<EmergencyPlan> {
  const own = (key: string) => t(`settings.emergency_plans.${key}`);
  const has = ({ prompt_id, banner_zh, banner_en, answer_zh, answer_en, macro_name }: EmergencyPlan) => ({
    phone: prompt_id, banner: banner_zh || banner_en, answer: answer_zh || answer_en, macro: macro_name,
  });
  const body = ({ grades, ...rest }: Values) => ({ ...rest, ...(grades === undefined ? {} : { grades: asNumbers(grades) }) });
  return {
    name: "emergency_plans",
    nameOf: ({ name }) => name,
    columns: [
      { key: "name", value: ({ name }) => name, isData: true },
      { key: "brand_id", value: ({ brand }) => brand?.name ?? own("all_brands"), width: "140px" },
      { key: "parts", value: (row) => PARTS.filter((part) => has(row)[part]).map((part) => t(`incidents.part_${part}`)).join(" · ") },
      { key: "grades", value: ({ grades }) => grades.map((grade) => t(`incidents.grade_${grade}`)).join(" · ") || null, width: "190px" },
      { key: "is_active", value: ({ is_active, is_on }) => own(is_on ? "is_on" : is_active ? "on" : "off"), tone: ({ is_active, is_on }) => (is_on ? "danger" : is_active ? "success" : "neutral"), width: "110px" },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "brand_id", kind: "select", options: brandOptions, hasHint: true },
      { key: "grades", kind: "multiselect", options: () => gradeOptions(t), hasHint: true },
      { key: "banner_zh", kind: "textarea" },
      { key: "banner_en", kind: "textarea" },
      { key: "answer_zh", kind: "textarea", hasHint: true },
      { key: "answer_en", kind: "textarea" },
      { key: "keywords", kind: "tags", hasHint: true },
      ...(mayCall
        ? [
            { key: "prompt_id", kind: "select" as const, options: promptOptions, hasHint: true },
            { key: "number_id", kind: "select" as const, options: numberOptions, hasHint: true },
            { key: "then", kind: "select" as const, options: () => ["go_on", "hang_up"].map((value) => ({ value, label: own(`then_${value}`) })), initial: "go_on" },
          ]
        : []),
      { key: "macro_name", hasHint: true },
      { key: "actions", component: RuleActions, initial: [], tellsErrors: true },
      { key: "is_active", kind: "switch", initial: true },
    ],
    list: async () => whole(await answer(api.GET("/api/v1/emergency-plans"))),
    create: (values) => answer(api.POST("/api/v1/emergency-plans", { body: body(values) })),
    update: (id, values) => answer(api.PATCH("/api/v1/emergency-plans/{id}", { params: { path: { id } }, body: body(values) })),
    remove: (id) => api.DELETE("/api/v1/emergency-plans/{id}", { params: { path: { id } } }),
    valuesOf: (row) => ({ ...row, grades: asTexts(row.grades) }),
  };
}
