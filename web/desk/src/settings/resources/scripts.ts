/** What agents say and ask, step by step, and for which contacts. */
import { answer, type Script } from "@kefu/api";
import type { Resource } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import ScriptSteps from "../editors/ScriptSteps.vue";
import ScriptPublish from "../extras/ScriptPublish.vue";
import { brandOptions, dispositionGroupOptions, queueOptions } from "../options";

export function scripts(t: ComposerTranslation): Resource<Script> {
  const state = ({ published_version: n, is_changed }: Script) => {
    if (!n) return t("bot.flows.draft");
    return is_changed ? t("bot.flows.changed") : t("bot.flows.published", { n });
  };
  return {
    name: "scripts",
    nameOf: ({ name }) => name,
    columns: [
      { key: "name", value: ({ name }) => name, isData: true },
      { key: "disposition_id", value: ({ disposition_path }) => disposition_path.join(" / ") || null, width: "180px" },
      { key: "queue_id", value: ({ queue_name }) => queue_name, isData: true, width: "140px" },
      { key: "steps", value: ({ draft }) => draft.steps.length, align: "right", width: "70px" },
      {
        key: "state",
        value: state,
        tone: ({ published_version: n, is_changed }) => (n ? (is_changed ? "warning" : "success") : "neutral"),
        width: "150px",
      },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "brand_id", kind: "select", options: brandOptions, isRequired: true, only: "create" },
      { key: "disposition_id", kind: "select", options: dispositionGroupOptions, hasHint: true },
      { key: "queue_id", kind: "select", options: queueOptions },
      { key: "is_mandatory", kind: "switch", initial: false, hasHint: true },
      { key: "draft", component: ScriptSteps, initial: { steps: [] } },
    ],
    list: (query) => answer(api.GET("/api/v1/scripts", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/scripts", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/scripts/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/scripts/{id}", { params: { path: { id } } }),
    extra: ScriptPublish,
  };
}
