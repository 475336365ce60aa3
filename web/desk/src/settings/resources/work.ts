/** How work is sorted: queues, dispositions, rating reasons, calendars, knowledge categories. */
import { answer, type Calendar, type Disposition, type KnowledgeCategory, type Queue, type RatingReason } from "@kefu/api";
import type { Resource } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import CalendarDays from "../../features/calendars/CalendarDays.vue";
import WeeklyShifts from "../../features/calendars/WeeklyShifts.vue";
import QueueTexts from "../editors/QueueTexts.vue";
import SkillLevels from "../editors/SkillLevels.vue";
import { brandOptions, calendarOptions, categoryOptions, dispositionGroupOptions, queueOptions, teamOptions, userOptions } from "../options";

export function queues(t: ComposerTranslation): Resource<Queue> {
  const assignments = () =>
    (["automatic", "offer"] as const).map((value) => ({ value, label: t(`settings.queues.assignment_${value}`) }));
  const overflows = () =>
    (["message", "bot", "queue"] as const).map((value) => ({ value, label: t(`settings.queues.overflow_${value}`) }));
  return {
    name: "queues",
    nameOf: (queue) => queue.name,
    columns: [
      { key: "name", value: (queue) => queue.name },
      { key: "assignment", value: (queue) => t(`settings.queues.assignment_${queue.assignment}`) },
      { key: "priority", value: (queue) => queue.priority, align: "right", width: "90px" },
      { key: "member_count", value: (queue) => queue.member_ids.length, align: "right", width: "100px" },
      { key: "team_count", value: (queue) => queue.team_ids.length, align: "right", width: "100px" },
      { key: "max_waiting", value: (queue) => queue.max_waiting, align: "right", width: "100px" },
      {
        key: "is_active",
        value: (queue) => t(queue.is_active ? "ui.yes" : "ui.no"),
        tone: (queue) => (queue.is_active ? "success" : "neutral"),
        width: "80px",
      },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "brand_id", kind: "select", options: brandOptions, isRequired: true, only: "create" },
      { key: "assignment", kind: "select", options: assignments, initial: "automatic", isRequired: true, hasHint: true },
      { key: "offer_timeout_seconds", kind: "number", min: 5, max: 600, initial: 30 },
      { key: "priority", kind: "number", min: 0, max: 9, initial: 5, hasHint: true },
      { key: "team_ids", kind: "multiselect", options: teamOptions, hasHint: true },
      { key: "member_ids", kind: "multiselect", options: userOptions },
      { key: "skills", component: SkillLevels, initial: [] },
      { key: "calendar_id", kind: "select", options: calendarOptions },
      { key: "max_waiting", kind: "number", min: 0, hasHint: true },
      { key: "max_wait_seconds", kind: "number", min: 10, max: 86_400, hasHint: true },
      { key: "overflow", kind: "select", options: overflows, initial: "message", isRequired: true, hasHint: true },
      { key: "overflow_queue_id", kind: "select", options: queueOptions },
      { key: "silence_prompt_seconds", kind: "number", min: 10, max: 86_400, initial: 180, hasHint: true },
      { key: "silence_end_seconds", kind: "number", min: 10, max: 86_400, initial: 120, isRequired: true },
      { key: "remind_seconds", kind: "number", min: 10, max: 3_600, initial: 60, hasHint: true },
      { key: "escalate_seconds", kind: "number", min: 10, max: 3_600, initial: 120 },
      { key: "reassign_seconds", kind: "number", min: 10, max: 3_600, initial: 180, hasHint: true },
      { key: "owner_wait_seconds", kind: "number", min: 0, max: 600, initial: 20, isRequired: true, hasHint: true },
      { key: "answers_calls", kind: "switch", initial: false, hasHint: true },
      { key: "serves_messages_after_hours", kind: "switch", initial: false, hasHint: true },
      { key: "texts", component: QueueTexts, initial: {}, tellsErrors: true },
      { key: "is_active", kind: "switch", initial: true },
    ],
    list: (query) => answer(api.GET("/api/v1/queues", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/queues", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/queues/{id}", { params: { path: { id } }, body })),
  };
}

export function dispositions(t: ComposerTranslation): Resource<Disposition> {
  return {
    name: "dispositions",
    nameOf: (disposition) => disposition.name,
    columns: [
      { key: "path", value: ({ path }) => `${"　".repeat(path.length - 1)}${path.at(-1)}` },
      { key: "code", value: (disposition) => disposition.code, isData: true },
      {
        key: "is_active",
        value: ({ is_active }) => t(is_active ? "ui.yes" : "ui.no"),
        tone: ({ is_active }) => (is_active ? "success" : "neutral"),
        width: "80px",
      },
    ],
    fields: [
      { key: "name_zh", isRequired: true },
      { key: "name_en", isRequired: true },
      { key: "code", isRequired: true, only: "create" },
      { key: "parent_id", kind: "select", options: dispositionGroupOptions, only: "create" },
      { key: "position", kind: "number", min: 0, max: 10_000, initial: 0 },
      { key: "is_active", kind: "switch", only: "edit" },
    ],
    list: async () => {
      const page = await answer(api.GET("/api/v1/dispositions"));
      return { ...page, items: inTreeOrder(page.items) };
    },
    create: (body) => answer(api.POST("/api/v1/dispositions", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/dispositions/{id}", { params: { path: { id } }, body })),
  };
}

/** Each node followed by what is below it. */
export function inTreeOrder<Node extends { id: string; parent_id: string | null; position: number }>(nodes: Node[]): Node[] {
  const below = (parent: string | null): Node[] =>
    nodes
      .filter((node) => node.parent_id === parent)
      .sort((a, b) => a.position - b.position)
      .flatMap((node) => [node, ...below(node.id)]);
  return below(null);
}

export function ratingReasons(t: ComposerTranslation): Resource<RatingReason> {
  const families = () =>
    (["agent", "business"] as const).map((value) => ({ value, label: t(`settings.rating_reasons.family_${value}`) }));
  return {
    name: "rating_reasons",
    nameOf: (reason) => reason.name,
    columns: [
      { key: "family", value: ({ family }) => t(`settings.rating_reasons.family_${family}`), width: "160px" },
      { key: "name", value: (reason) => reason.name },
      { key: "owner_id", value: ({ owner }) => owner?.name ?? null },
      {
        key: "is_active",
        value: ({ is_active }) => t(is_active ? "ui.yes" : "ui.no"),
        tone: ({ is_active }) => (is_active ? "success" : "neutral"),
        width: "80px",
      },
    ],
    fields: [
      { key: "family", kind: "select", options: families, initial: "business", isRequired: true, only: "create", hasHint: true },
      { key: "name_zh", isRequired: true },
      { key: "name_en", isRequired: true },
      { key: "owner_id", kind: "select", options: userOptions, hasHint: true },
      { key: "position", kind: "number", min: 0, max: 10_000, initial: 0 },
      { key: "is_active", kind: "switch", only: "edit" },
    ],
    list: () => answer(api.GET("/api/v1/rating-reasons")),
    create: (body) => answer(api.POST("/api/v1/rating-reasons", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/rating-reasons/{id}", { params: { path: { id } }, body })),
    valuesOf: (reason) => ({ ...reason, owner_id: reason.owner?.id ?? null }),
  };
}

export function calendars(t: ComposerTranslation): Resource<Calendar> {
  const workdays = ["1", "2", "3", "4", "5"];
  const weekly = Object.fromEntries(
    ["1", "2", "3", "4", "5", "6", "7"].map((day) => [day, workdays.includes(day) ? [["09:00", "12:00"], ["13:30", "18:00"]] : []]),
  );
  return {
    name: "calendars",
    nameOf: (calendar) => calendar.name,
    columns: [
      { key: "name", value: (calendar) => calendar.name },
      { key: "time_zone", value: (calendar) => calendar.time_zone },
      { key: "follows_statutory_holidays", value: (calendar) => t(calendar.follows_statutory_holidays ? "ui.yes" : "ui.no") },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "time_zone", isRequired: true, initial: "Asia/Shanghai" },
      { key: "weekly", component: WeeklyShifts, initial: weekly },
      { key: "follows_statutory_holidays", kind: "switch", initial: true, hasHint: true },
    ],
    list: (query) => answer(api.GET("/api/v1/calendars", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/calendars", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/calendars/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/calendars/{id}", { params: { path: { id } } }),
    extra: CalendarDays,
  };
}

export function categories(): Resource<KnowledgeCategory> {
  return {
    name: "categories",
    nameOf: (category) => category.name,
    columns: [
      { key: "name", value: (category) => category.name },
      { key: "article_count", value: (category) => category.article_count, align: "right", width: "120px" },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "brand_id", kind: "select", options: brandOptions, isRequired: true, only: "create" },
      { key: "parent_id", kind: "select", options: categoryOptions },
    ],
    list: (query) => answer(api.GET("/api/v1/knowledge/categories", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/knowledge/categories", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/knowledge/categories/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/knowledge/categories/{id}", { params: { path: { id } } }),
  };
}
