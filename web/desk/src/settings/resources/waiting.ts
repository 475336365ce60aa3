/** What callers hear: each queue's manner on the telephone, the announcement that goes before everything, and what is kept of calls. */
import { answer, type Emergency, type QueueManner, type RecordingRule } from "@kefu/api";
import type { Resource, Values } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import { dayAndTime } from "../../format";
import QueuePrompts from "../editors/QueuePrompts.vue";
import { LOCALE_NAMES, numberOptions, promptOptions, queueOptions } from "../options";

const LANGUAGES = ["zh-CN", "en", "both"] as const;
const THEN = ["go_on", "hang_up"] as const;
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

export function queueManners(t: ComposerTranslation): Resource<QueueManner> {
  const own = (key: string) => t(`settings.queue_manners.${key}`);
  return {
    name: "queue_manners",
    nameOf: ({ name }) => name,
    columns: [
      { key: "name", value: ({ name }) => name },
      { key: "language", value: ({ language }) => own(`language_${language}`), width: "120px" },
      {
        key: "announce_seconds",
        value: ({ announce_seconds }) => (announce_seconds ? t("settings.queue_manners.every", { n: announce_seconds }) : own("never")),
        width: "140px",
      },
      { key: "message_key", value: ({ message_key }) => message_key || null, align: "right", width: "110px" },
      {
        key: "asks_rating",
        value: ({ asks_rating }) => t(asks_rating ? "ui.yes" : "ui.no"),
        tone: ({ asks_rating }) => (asks_rating ? "success" : "neutral"),
        width: "120px",
      },
    ],
    fields: [
      { key: "language", kind: "select", options: () => LANGUAGES.map((value) => ({ value, label: own(`language_${value}`) })), isRequired: true },
      { key: "announce_seconds", kind: "number", min: 10, max: 600, hasHint: true },
      { key: "message_key", kind: "select", options: () => KEYS.map((value) => ({ value, label: value })), hasHint: true, keepsEmptyText: true },
      { key: "callback_after", kind: "number", min: 0, max: 3600, hasHint: true },
      { key: "callback_tries", kind: "number", min: 1, max: 10, initial: 3, isRequired: true },
      { key: "callback_minutes", kind: "number", min: 1, max: 1440, initial: 10, isRequired: true, hasHint: true },
      { key: "tells_recording", kind: "switch", hasHint: true },
      { key: "tells_agent", kind: "switch", hasHint: true },
      { key: "asks_rating", kind: "switch", hasHint: true },
      { key: "rating_sms_days", kind: "number", min: 1, max: 365, hasHint: true },
      { key: "prompts", component: QueuePrompts, hasHint: true },
    ],
    list: (query) => answer(api.GET("/api/v1/queue-manners", { params: { query } })),
    update: (id, body) => answer(api.PATCH("/api/v1/queue-manners/{id}", { params: { path: { id } }, body })),
    bodyOf: (values) => ({ ...values, message_key: values.message_key ?? "" }),
  };
}

export function emergencies(t: ComposerTranslation): Resource<Emergency> {
  const own = (key: string) => t(`settings.emergencies.${key}`);
  return {
    name: "emergencies",
    nameOf: ({ prompt }) => prompt.name,
    columns: [
      { key: "prompt_id", value: ({ prompt }) => prompt.name },
      { key: "number_id", value: ({ number }) => number?.digits ?? own("all_numbers"), width: "160px" },
      { key: "then", value: ({ then }) => own(`then_${then}`), width: "160px" },
      { key: "begun_by", value: ({ begun_by }) => begun_by, width: "120px" },
      { key: "begun_at", value: ({ begun_at }) => dayAndTime(begun_at, t), width: "130px" },
      { key: "ends_at", value: ({ ends_at }) => (ends_at ? dayAndTime(ends_at, t) : own("until_ended")), width: "150px" },
    ],
    fields: [
      { key: "prompt_id", kind: "select", options: promptOptions, isRequired: true, hasHint: true },
      { key: "number_id", kind: "select", options: numberOptions, hasHint: true },
      { key: "then", kind: "select", options: () => THEN.map((value) => ({ value, label: own(`then_${value}`) })), initial: "go_on", isRequired: true },
      { key: "minutes", kind: "number", min: 1, max: 10_080, hasHint: true },
    ],
    list: () => answer(api.GET("/api/v1/emergencies")),
    create: (body) => answer(api.POST("/api/v1/emergencies", { body })),
    remove: (id) => api.POST("/api/v1/emergencies/{id}/end", { params: { path: { id } } }),
  };
}

/** One rule for each queue or number, and one for all others: it is saved by what it is for. */
export function recordingRules(t: ComposerTranslation): Resource<RecordingRule> {
  const own = (key: string) => t(`settings.recording_rules.${key}`);
  const whose = ({ queue_name, number }: RecordingRule) => queue_name ?? number ?? own("all_others");
  const save = (body: Values) => answer(api.PUT("/api/v1/recording-rules", { body }));
  return {
    name: "recording_rules",
    nameOf: whose,
    columns: [
      { key: "whose", value: whose, isData: true },
      { key: "kind", value: ({ queue_id, number_id }) => own(queue_id ? "of_queue" : number_id ? "of_number" : "of_others"), width: "110px" },
      {
        key: "records",
        value: ({ records }) => own(records ? "recorded" : "not_recorded"),
        tone: ({ records }) => (records ? "success" : "neutral"),
        width: "110px",
      },
      { key: "keep_days", value: ({ keep_days }) => t("settings.recording_rules.days", { n: keep_days }), align: "right", width: "110px" },
      { key: "transcribes", value: ({ transcribes }) => t(transcribes ? "ui.yes" : "ui.no"), width: "110px" },
      { key: "locale", value: ({ locale }) => LOCALE_NAMES.find(({ value }) => value === locale)?.label ?? locale, width: "110px" },
    ],
    fields: [
      { key: "queue_id", kind: "select", options: queueOptions, only: "create", hasHint: true },
      { key: "number_id", kind: "select", options: numberOptions, only: "create", hasHint: true },
      { key: "records", kind: "switch", initial: true, hasHint: true },
      { key: "keep_days", kind: "number", initial: 365, min: 1, max: 3650, isRequired: true, hasHint: true },
      { key: "transcribes", kind: "switch", initial: true, hasHint: true },
      { key: "locale", kind: "select", options: () => LOCALE_NAMES, initial: "zh-CN", isRequired: true },
    ],
    list: async () => ({ ...(await answer(api.GET("/api/v1/recording-rules"))), next: null }),
    create: save,
    update: (_, body) => save(body),
    remove: (id) => api.DELETE("/api/v1/recording-rules/{id}", { params: { path: { id } } }),
    valuesOf: (row) => ({ ...row }),
    bodyOf: (values, row) => {
      const { queue_id, number_id, records, keep_days, transcribes, locale } = { ...row, ...values } as RecordingRule;
      return { queue_id: queue_id || null, number_id: number_id || null, records, keep_days, transcribes, locale };
    },
  };
}
