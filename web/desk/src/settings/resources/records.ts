/** What was done, by whom. */
import { answer, type AuditEntry } from "@kefu/api";
import type { Resource } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import { dayAndTime } from "../../format";
import AuditChange from "../extras/AuditChange.vue";

export function audit(t: ComposerTranslation): Resource<AuditEntry> {
  return {
    name: "audit",
    nameOf: (entry) => `${actionName(entry.action, t)} ${entry.target.label}`,
    columns: [
      { key: "at", value: (entry) => dayAndTime(entry.at, t), width: "140px" },
      {
        key: "actor",
        value: ({ actor }) => (actor.kind === "user" ? actor.name : t(`sender.${actor.kind}`)),
        isData: true,
      },
      { key: "action", value: (entry) => actionName(entry.action, t) },
      { key: "target", value: (entry) => entry.target.label, isData: true },
      { key: "ip", value: (entry) => entry.ip },
    ],
    fields: [],
    list: (query) => answer(api.GET("/api/v1/audit", { params: { query } })),
    extra: AuditChange,
  };
}

/** "queue.updated" as what it concerns and what was done; a test holds the texts to the actions that are recorded. */
function actionName(action: string, t: ComposerTranslation): string {
  const [what, did] = action.split(".");
  return `${t(`settings.audit.what.${what}`)} · ${t(`settings.audit.did.${did}`)}`;
}
