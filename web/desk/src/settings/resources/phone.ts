/** What the telephone is set up with: lines, numbers, what is said, local branches, agents' telephones. */
import { answer, type Branch, type Extension, type PhoneNumber, type Prompt, type Trunk } from "@kefu/api";
import type { Resource, Tone } from "@kefu/ui";
import { type FunctionalComponent, h } from "vue";
import type { ComposerTranslation } from "vue-i18n";
import { api, whole } from "../../api";
import NumberRules from "../editors/NumberRules.vue";
import PromptSound from "../editors/PromptSound.vue";
import DemoCall from "../extras/DemoCall.vue";
import ExtensionToldOnce from "../extras/ExtensionToldOnce.vue";
import NumberRulesTrial from "../extras/NumberRulesTrial.vue";
import PromptListen from "../extras/PromptListen.vue";
import { extensionToldOnce } from "../extras/told-once";
import { brandOptions, calendarOptions, promptOptions, queueOptions, userOptions } from "../options";

const TRUNK_TONES: Record<Trunk["state"], Tone> = { online: "success", offline: "danger", refused: "danger", unknown: "neutral", away: "danger" };

/** The editor with the presets of one direction. */
const rulesEditor =
  (direction: "rules_in" | "rules_out"): FunctionalComponent =>
  (_, { attrs }) =>
    h(NumberRules, { modelValue: [], ...attrs, direction });

const whyOf = ({ state, state_text }: Trunk) => (state === "online" ? null : state_text);

/** What to do about it: whole, also where that takes two lines. */
const Why: FunctionalComponent<{ row: Trunk }> = ({ row }) => h("span", { style: "white-space: normal" }, whyOf(row) ?? "–");

export function trunks(t: ComposerTranslation): Resource<Trunk> {
  return {
    name: "trunks",
    nameOf: ({ name }) => name,
    columns: [
      { key: "name", value: ({ name }) => name, isData: true },
      { key: "host", value: ({ host, port }) => `${host}:${port}`, isData: true },
      { key: "kind", value: ({ user }) => t(`settings.trunks.kind_${user ? "registration" : "address"}`), width: "120px" },
      {
        key: "state",
        value: ({ state }) => t(`settings.trunks.state_${state}`),
        tone: ({ state }) => TRUNK_TONES[state],
        width: "120px",
      },
      { key: "why", value: whyOf, cell: Why },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "host", isRequired: true, hasHint: true },
      { key: "port", kind: "number", initial: 5060, min: 1, max: 65535 },
      { key: "user", hasHint: true, keepsEmptyText: true },
      { key: "password", hasHint: true },
      { key: "addresses", kind: "tags", hasHint: true, initial: [] },
      { key: "area", hasHint: true, keepsEmptyText: true },
      { key: "zero_before_far", kind: "switch", initial: false, hasHint: true },
      { key: "rules_in", component: rulesEditor("rules_in"), initial: [], hasHint: true },
      { key: "rules_out", component: rulesEditor("rules_out"), initial: [], hasHint: true },
    ],
    list: (query) => answer(api.GET("/api/v1/trunks", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/trunks", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/trunks/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/trunks/{id}", { params: { path: { id } } }),
    valuesOf: (row) => ({ ...row, password: "" }),
    bodyOf: ({ password, ...rest }) => (password ? { ...rest, password } : rest),
    extra: NumberRulesTrial,
  };
}

export const callFlowOptions = async () =>
  (await whole((after) => answer(api.GET("/api/v1/call-flows", { params: { query: { after } } })))).map(({ id, name }) => ({
    value: id,
    label: name,
  }));

export function phoneNumbers(t: ComposerTranslation): Resource<PhoneNumber> {
  const state = ({ is_active, flow_id, is_led }: PhoneNumber) => {
    if (!is_active) return "off";
    return !flow_id ? "no_flow" : is_led ? "ready" : "unpublished";
  };
  return {
    name: "phone_numbers",
    nameOf: ({ digits }) => digits,
    columns: [
      { key: "digits", value: ({ digits }) => digits, isData: true, width: "150px" },
      { key: "name", value: ({ name }) => name || null, isData: true },
      { key: "flow_id", value: ({ flow_name }) => flow_name || null, isData: true },
      {
        key: "state",
        value: (row) => t(`settings.phone_numbers.state_${state(row)}`),
        tone: (row) => ({ off: "neutral", no_flow: "danger", unpublished: "warning", ready: "success" } as const)[state(row)],
        width: "150px",
      },
    ],
    fields: [
      { key: "digits", isRequired: true, only: "create", hasHint: true },
      { key: "name", keepsEmptyText: true },
      { key: "brand_id", kind: "select", options: brandOptions, isRequired: true, only: "create" },
      { key: "flow_id", kind: "select", options: callFlowOptions, hasHint: true },
      { key: "calendar_id", kind: "select", options: calendarOptions, hasHint: true },
      { key: "may_be_shown", kind: "switch", initial: true, hasHint: true },
      { key: "takes_blocked", kind: "switch", initial: false, hasHint: true },
      { key: "away_prompt_id", kind: "select", options: promptOptions, hasHint: true },
      { key: "is_active", kind: "switch", only: "edit" },
    ],
    list: (query) => answer(api.GET("/api/v1/phone-numbers", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/phone-numbers", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/phone-numbers/{id}", { params: { path: { id } }, body })),
    extra: DemoCall,
  };
}

export function prompts(t: ComposerTranslation): Resource<Prompt> {
  return {
    name: "prompts",
    nameOf: ({ name }) => name,
    columns: [
      { key: "name", value: ({ name }) => name, isData: true, width: "240px" },
      { key: "words", value: ({ words }) => words || null, isData: true },
      {
        key: "state",
        value: ({ state }) => t(`settings.prompts.state_${state}`),
        tone: ({ state }) => (({ ready: "success", pending: "warning", failed: "danger" }) as const)[state],
        width: "100px",
      },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "brand_id", kind: "select", options: brandOptions, isRequired: true, only: "create" },
      { key: "file", component: PromptSound, initial: null, only: "create", hasHint: true },
      { key: "words", kind: "textarea", hasHint: true, keepsEmptyText: true },
    ],
    list: (query) => answer(api.GET("/api/v1/prompts", { params: { query } })),
    create: ({ name, brand_id, file, words }) => {
      const body = new FormData();
      for (const [key, value] of Object.entries({ name, brand_id, words: words ?? "" })) body.append(key, String(value));
      if (file) body.append("file", file as File);
      return answer(api.POST("/api/v1/prompts", { body }));
    },
    update: (id, body) =>
      answer(api.PUT("/api/v1/prompts/{id}", { params: { path: { id } }, body: body as { name: string; words: string } })),
    remove: (id) => api.DELETE("/api/v1/prompts/{id}", { params: { path: { id } } }),
    bodyOf: (values, row) => (row ? { name: row.name, words: row.words, ...values } : values),
    extra: PromptListen,
  };
}

const branchOptions = async () =>
  (await whole((after) => answer(api.GET("/api/v1/branches", { params: { query: { after } } })))).map(({ id, name }) => ({
    value: id,
    label: name,
  }));

async function regionOptions() {
  const { items } = await answer(api.GET("/api/v1/regions"));
  return items.flatMap(({ province, cities }) => [
    { value: province, label: province },
    ...(cities.length > 1 ? cities.map((city) => ({ value: `${province}/${city}`, label: `${province} ${city}` })) : []),
  ]);
}

export async function branches(t: ComposerTranslation): Promise<Resource<Branch>> {
  return {
    name: "branches",
    nameOf: ({ name }) => name,
    columns: [
      { key: "name", value: ({ name }) => name, isData: true },
      { key: "code", value: ({ code }) => code || null, isData: true, width: "100px" },
      { key: "coverage", value: ({ coverage }) => coverage.join("、") || null, isData: true },
      { key: "queue_id", value: ({ queue_name }) => queue_name, isData: true },
      {
        key: "is_headquarters",
        value: (row) => (row.is_headquarters ? t("settings.branches.headquarters") : null),
        tone: () => "accent",
        width: "90px",
      },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "brand_id", kind: "select", options: brandOptions, isRequired: true, only: "create" },
      { key: "code", hasHint: true, keepsEmptyText: true },
      { key: "coverage", kind: "multiselect", options: regionOptions, hasHint: true, initial: [] },
      { key: "queue_id", kind: "select", options: queueOptions, isRequired: true, hasHint: true },
      { key: "calendar_id", kind: "select", options: calendarOptions, hasHint: true },
      { key: "backup_id", kind: "select", options: branchOptions, hasHint: true },
      { key: "is_headquarters", kind: "switch", initial: false, hasHint: true },
    ],
    list: (query) => answer(api.GET("/api/v1/branches", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/branches", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/branches/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/branches/{id}", { params: { path: { id } } }),
  };
}

export function extensions(t: ComposerTranslation): Resource<Extension> {
  const kinds = () => (["browser", "telephone"] as const).map((value) => ({ value, label: t(`settings.extensions.kind_${value}`) }));
  return {
    name: "extensions",
    nameOf: ({ user_name }) => user_name,
    columns: [
      { key: "employee_number", value: ({ employee_number }) => employee_number, isData: true, width: "100px" },
      { key: "user_id", value: ({ user_name }) => user_name, isData: true },
      { key: "kind", value: ({ kind }) => t(`settings.extensions.kind_${kind}`), width: "160px" },
      { key: "account", value: ({ account }) => account, isData: true, width: "160px" },
      { key: "mobile", value: ({ mobile, uses_mobile }) => (uses_mobile ? t("settings.extensions.on_mobile", { mobile }) : mobile), isData: true, width: "200px" },
    ],
    fields: [
      { key: "user_id", kind: "select", options: userOptions, isRequired: true, only: "create", hasHint: true },
      { key: "kind", kind: "select", options: kinds, initial: "browser", isRequired: true, only: "create", hasHint: true },
      { key: "mobile", kind: "text", only: "create", hasHint: true },
    ],
    list: (query) => answer(api.GET("/api/v1/extensions", { params: { query } })),
    create: async (body) => {
      const { account, secret } = await answer(api.POST("/api/v1/extensions", { body }));
      if (body.kind === "telephone") extensionToldOnce.value = { account, secret };
      return { id: account } as Extension;
    },
    remove: (id) => api.DELETE("/api/v1/extensions/{id}", { params: { path: { id } } }),
    toolbar: ExtensionToldOnce,
  };
}
