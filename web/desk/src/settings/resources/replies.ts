/** Quick replies as they are kept: own ones by everybody, shared ones by those who maintain them. */
import { answer, type Attachment, type QuickReply, type ReplyScope } from "@kefu/api";
import type { Resource } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import ReplyFiles from "../editors/ReplyFiles.vue";
import RepliesTransfer from "../extras/RepliesTransfer.vue";
import { brandOptions, leafOptions, queueOptions, teamOptions } from "../options";

export function quickReplies(t: ComposerTranslation, maintains: boolean, seesQueues: boolean): Resource<QuickReply> {
  const scopes = () =>
    (maintains ? (["own", "team", "shared"] as const) : (["own"] as const)).map((value) => ({ value, label: scopeName(value) }));
  const scopeName = (scope: ReplyScope) => t(`settings.quick_replies.scope_${scope}`);
  const folders = async () => {
    const { items } = await answer(api.GET("/api/v1/quick-replies/folders"));
    return items
      .filter(({ folder }) => folder)
      .map(({ folder, count }) => ({ value: folder, label: `${folder} (${count})` }));
  };
  return {
    name: "quick_replies",
    isSearchable: true,
    filters: [
      { key: "scope", options: () => (["own", "team", "shared"] as const).map((value) => ({ value, label: scopeName(value) })) },
      { key: "folder", options: folders },
      { key: "brand", options: brandOptions },
    ],
    nameOf: (reply) => reply.title,
    columns: [
      { key: "folder", value: ({ folder }) => folder || null, width: "150px" },
      { key: "code", value: ({ code }) => code || null, width: "90px" },
      { key: "title", value: ({ title }) => title, width: "180px" },
      { key: "text", value: ({ text, attachments }) => [text, ...attachments.map(({ name }) => `[${name}]`)].join(" ") },
      { key: "scope", value: ({ scope }) => scopeName(scope), tone: ({ scope }) => (scope === "own" ? "accent" : "neutral"), width: "90px" },
      { key: "use_count", value: ({ use_count }) => use_count, align: "right", width: "100px" },
    ],
    fields: [
      { key: "scope", kind: "select", options: scopes, initial: "own", isRequired: true, hasHint: true },
      ...(maintains ? [{ key: "team_id", kind: "select", options: teamOptions, hasHint: true } as const] : []),
      { key: "folder", hasHint: true, keepsEmptyText: true },
      { key: "code", hasHint: true, keepsEmptyText: true },
      { key: "title", keepsEmptyText: true, hasHint: true },
      { key: "text", kind: "textarea", hasHint: true, keepsEmptyText: true },
      { key: "attachments", component: ReplyFiles, initial: [] },
      { key: "disposition_id", kind: "select", options: leafOptions, hasHint: true },
      { key: "tag", keepsEmptyText: true, hasHint: true },
      { key: "brand_id", kind: "select", options: brandOptions, hasHint: true },
      ...(seesQueues ? [{ key: "queue_id", kind: "select", options: queueOptions, hasHint: true } as const] : []),
      { key: "position", kind: "number", min: 0, max: 1_000_000, initial: 0 },
    ],
    list: (query) => answer(api.GET("/api/v1/quick-replies", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/quick-replies", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/quick-replies/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/quick-replies/{id}", { params: { path: { id } } }),
    canChange: (reply) => reply.can_change,
    bodyOf: ({ attachments, ...values }) =>
      attachments === undefined ? values : { ...values, attachment_ids: (attachments as Attachment[]).map(({ id }) => id) },
    toolbar: RepliesTransfer,
  };
}
