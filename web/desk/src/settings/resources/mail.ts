/** Mailboxes, and the mails that were set aside. */
import { answer, type Mailbox, type QuarantinedMail } from "@kefu/api";
import type { Resource, Values } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import { dayAndTime, fileSize } from "../../format";
import MailServers from "../editors/MailServers.vue";
import MailboxState from "../extras/MailboxState.vue";
import MailDecision from "../extras/MailDecision.vue";
import { LOCALE_NAMES, queueOptions } from "../options";

const TONES = { off: "neutral", waiting: "neutral", reading: "success", failing: "danger" } as const;
const SERVERS = ["imap_host", "imap_port", "imap_security", "smtp_host", "smtp_port", "smtp_security", "has_plus"] as const;
const NEW = { imap_host: "", imap_port: 993, imap_security: "tls", smtp_host: "", smtp_port: 465, smtp_security: "tls", has_plus: false };

export async function mailboxes(t: ComposerTranslation): Promise<Resource<Mailbox>> {
  const queues = await queueOptions();
  const own = (key: string) => t(`settings.mailboxes.${key}`);
  return {
    name: "mailboxes",
    nameOf: (row) => row.address,
    columns: [
      { key: "address", value: (row) => row.address, isData: true },
      { key: "queue_id", value: (row) => queues.find(({ value }) => value === row.queue_id)?.label ?? null },
      { key: "state", value: (row) => own(`state_${row.state}`), tone: (row) => TONES[row.state], width: "120px" },
      { key: "read_at", value: (row) => (row.read_at ? dayAndTime(row.read_at, t) : null), width: "160px" },
      { key: "problem", value: (row) => row.problem || null },
    ],
    fields: [
      { key: "address", isRequired: true, hasHint: true },
      { key: "password", hasHint: true },
      { key: "servers", component: MailServers, initial: NEW },
      { key: "user", hasHint: true },
      { key: "queue_id", kind: "select", options: () => queues, isRequired: true, hasHint: true },
      { key: "sender_name", keepsEmptyText: true, hasHint: true },
      { key: "signature", kind: "textarea" },
      { key: "auto_reply", kind: "textarea", hasHint: true },
      { key: "locale", kind: "select", options: () => LOCALE_NAMES, initial: "zh-CN", isRequired: true, hasHint: true },
      { key: "folder", initial: "INBOX", hasHint: true },
      { key: "reads_all", kind: "switch", hasHint: true },
      { key: "is_catch_all", kind: "switch", hasHint: true },
      { key: "undo_seconds", kind: "number", initial: 10, min: 0, max: 60, hasHint: true },
      { key: "reply_minutes", kind: "number", initial: 240, min: 5, max: 43200, hasHint: true },
      { key: "silent_minutes", kind: "number", initial: 15, min: 2, max: 1440, hasHint: true },
      { key: "is_active", kind: "switch", initial: true },
    ],
    list: (query) => answer(api.GET("/api/v1/mailboxes", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/mailboxes", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/mailboxes/{id}", { params: { path: { id } }, body })),
    remove: (id) => answer(api.DELETE("/api/v1/mailboxes/{id}", { params: { path: { id } } })),
    valuesOf: (row) => ({ ...row, password: "", servers: Object.fromEntries(SERVERS.map((key) => [key, row[key]])) }),
    // The password is told to nobody again: an empty field keeps it.
    bodyOf: ({ servers, password, ...rest }) => ({ ...rest, ...(servers as Values | undefined), ...(password ? { password } : {}) }),
    extra: MailboxState,
  };
}

export function quarantinedMails(t: ComposerTranslation): Resource<QuarantinedMail> {
  return {
    name: "quarantined_mails",
    nameOf: (row) => row.subject || t("mail.no_subject"),
    columns: [
      { key: "at", value: (row) => dayAndTime(row.created_at, t), width: "150px" },
      { key: "mailbox", value: (row) => row.mailbox, isData: true },
      { key: "sender", value: (row) => row.sender || null, isData: true },
      { key: "subject", value: (row) => row.subject || null, isData: true },
      { key: "cause", value: (row) => row.text, tone: () => "warning" },
      { key: "size", value: (row) => fileSize(row.size), align: "right", width: "100px" },
    ],
    fields: [],
    list: (query) => answer(api.GET("/api/v1/quarantined-mails", { params: { query } })),
    extra: MailDecision,
  };
}
