/** What happens with tickets by itself, in the order in which it does, and the shortcuts of agents. */
import { answer, type AutomationRule, type Macro } from "@kefu/api";
import type { Resource } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import RuleActions from "../editors/RuleActions.vue";
import RuleEditor from "../editors/RuleEditor.vue";
import RuleTraces from "../extras/RuleTraces.vue";
import { teamOptions } from "../options";

const whole = <T>(items: T[]) => ({ items, next: null });
const NEW_RULE = { trigger: { kind: "opened" }, match: "all", conditions: [], actions: [{ kind: "note", text: "" }] };

export function automationRules(t: ComposerTranslation): Resource<AutomationRule> {
  const own = (key: string, words: Record<string, unknown> = {}) => t(`settings.automation_rules.${key}`, words);
  const state = ({ is_enabled, off_reason }: AutomationRule) => own(is_enabled ? "on" : off_reason || "off");
  return {
    name: "automation_rules",
    nameOf: ({ name }) => name,
    columns: [
      { key: "position", value: ({ position }) => position, align: "right", width: "60px" },
      { key: "name", value: ({ name }) => name, isData: true },
      { key: "trigger", value: ({ definition: { trigger } }) => own(`trigger_${trigger.kind}`), width: "170px" },
      { key: "conditions", value: ({ definition }) => definition.conditions.length, align: "right", width: "70px" },
      { key: "actions", value: ({ definition }) => definition.actions.map(({ kind }) => own(`action_${kind}`)).join(" · "), width: "220px" },
      {
        key: "is_enabled",
        value: state,
        tone: ({ is_enabled, off_reason }) => (is_enabled ? "success" : off_reason ? "danger" : "neutral"),
        width: "110px",
      },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "definition", component: RuleEditor, initial: NEW_RULE, tellsErrors: true },
      { key: "stops_after", kind: "switch", initial: false, hasHint: true },
      { key: "is_enabled", kind: "switch", initial: false, hasHint: true },
    ],
    list: async () => whole(await answer(api.GET("/api/v1/automation-rules"))),
    create: (body) => answer(api.POST("/api/v1/automation-rules", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/automation-rules/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/automation-rules/{id}", { params: { path: { id } } }),
    extra: RuleTraces,
  };
}

export function macros(t: ComposerTranslation, mayShare: boolean): Resource<Macro> {
  const own = (key: string) => t(`settings.macros.${key}`);
  const scopes = mayShare ? ["own", "team", "shared"] : ["own"];
  return {
    name: "macros",
    nameOf: ({ name }) => name,
    columns: [
      { key: "name", value: ({ name }) => name, isData: true },
      { key: "actions", value: ({ actions }) => actions.map(({ kind }) => t(`settings.automation_rules.action_${kind}`)).join(" · ") },
      { key: "scope", value: ({ scope }) => own(`scope_${scope}`), width: "120px" },
      { key: "team_id", value: ({ team }) => team?.name ?? null, isData: true, width: "140px" },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "scope", kind: "select", options: () => scopes.map((value) => ({ value, label: own(`scope_${value}`) })), isRequired: true, initial: "own", only: "create" },
      ...(mayShare ? [{ key: "team_id", kind: "select" as const, options: teamOptions, hasHint: true, only: "create" as const }] : []),
      { key: "actions", component: RuleActions, initial: [{ kind: "answer", text: "" }], tellsErrors: true, hasHint: true },
    ],
    list: async () => whole(await answer(api.GET("/api/v1/macros"))),
    create: (body) => answer(api.POST("/api/v1/macros", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/macros/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/macros/{id}", { params: { path: { id } } }),
    canChange: ({ scope }) => scope === "own" || mayShare,
  };
}
