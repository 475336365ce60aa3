/** How contacts find their group: where each reason leads, and what tells the reason without reading. */
import { answer, type SortingRoute, type SortingRule } from "@kefu/api";
import type { Resource } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import SortingTrial from "../extras/SortingTrial.vue";
import { brandOptions, dispositionGroupOptions, queueOptions } from "../options";

export function routes(t: ComposerTranslation): Resource<SortingRoute> {
  return {
    name: "sorting_routes",
    nameOf: ({ disposition }) => disposition.path.join(" / "),
    columns: [
      { key: "disposition_id", value: ({ disposition }) => disposition.path.join(" / ") },
      { key: "queue_id", value: ({ queue }) => queue.name },
      {
        key: "is_choice",
        value: ({ is_choice }) => t(is_choice ? "ui.yes" : "ui.no"),
        tone: ({ is_choice }) => (is_choice ? "success" : "neutral"),
        width: "140px",
      },
    ],
    fields: [
      { key: "brand_id", kind: "select", options: brandOptions, isRequired: true, only: "create" },
      { key: "disposition_id", kind: "select", options: dispositionGroupOptions, isRequired: true, only: "create", hasHint: true },
      { key: "queue_id", kind: "select", options: queueOptions, isRequired: true },
      { key: "is_choice", kind: "switch", initial: false, hasHint: true },
      { key: "position", kind: "number", min: 0, max: 10_000, initial: 0 },
    ],
    list: (query) => answer(api.GET("/api/v1/sorting-routes", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/sorting-routes", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/sorting-routes/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/sorting-routes/{id}", { params: { path: { id } } }),
    valuesOf: (route) => ({ ...route, disposition_id: route.disposition.id, queue_id: route.queue.id }),
    toolbar: SortingTrial,
  };
}

export function rules(t: ComposerTranslation): Resource<SortingRule> {
  const kinds = () =>
    (["page", "product", "category", "knowledge"] as const).map((value) => ({
      value,
      label: t(`settings.sorting_rules.kind_${value}`),
    }));
  return {
    name: "sorting_rules",
    nameOf: (rule) => rule.value,
    columns: [
      { key: "kind", value: ({ kind }) => t(`settings.sorting_rules.kind_${kind}`), width: "220px" },
      { key: "value", value: (rule) => rule.value },
      { key: "disposition_id", value: ({ disposition }) => disposition.path.join(" / ") },
    ],
    fields: [
      { key: "brand_id", kind: "select", options: brandOptions, isRequired: true, only: "create" },
      { key: "kind", kind: "select", options: kinds, initial: "page", isRequired: true, only: "create" },
      { key: "value", isRequired: true, hasHint: true },
      { key: "disposition_id", kind: "select", options: dispositionGroupOptions, isRequired: true },
      { key: "position", kind: "number", min: 0, max: 10_000, initial: 0, hasHint: true },
    ],
    list: (query) => answer(api.GET("/api/v1/sorting-rules", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/sorting-rules", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/sorting-rules/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/sorting-rules/{id}", { params: { path: { id } } }),
    valuesOf: (rule) => ({ ...rule, disposition_id: rule.disposition.id }),
  };
}
