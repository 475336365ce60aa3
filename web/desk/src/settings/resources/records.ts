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
    nameOf: (entry) => `${entry.action} ${entry.target.label}`,
    columns: [
      { key: "at", value: (entry) => dayAndTime(entry.at, t), width: "140px" },
      { key: "actor", value: (entry) => entry.actor.name || entry.actor.kind },
      { key: "action", value: (entry) => entry.action },
      { key: "target", value: (entry) => entry.target.label || entry.target.type },
      { key: "ip", value: (entry) => entry.ip },
    ],
    fields: [],
    list: (query) => answer(api.GET("/api/v1/audit", { params: { query } })),
    extra: AuditChange,
  };
}
