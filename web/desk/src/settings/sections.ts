/** The settings there are, in their groups, each with the permission that shows it. */
import type { Profile } from "@kefu/api";

export const SECTIONS = {
  people: {
    users: "users.read",
    invitations: "users.manage",
    teams: "teams.manage",
    skills: "skills.manage",
    roles: "roles.manage",
  },
  work: {
    queues: "queues.manage",
    sorting_routes: "sorting.manage",
    sorting_rules: "sorting.manage",
    customer_fields: "customers.configure",
    dispositions: "dispositions.manage",
    ticket_types: "tickets.configure",
    sla_policies: "tickets.configure",
    approval_rules: "tickets.configure",
    automation_rules: "automations.manage",
    macros: "tickets.serve",
    detection_rules: "incidents.configure",
    incident_policy: "incidents.configure",
    incident_causes: "incidents.configure",
    emergency_plans: "incidents.configure",
    quick_replies: "replies.use",
    scripts: "scripts.manage",
    rating_reasons: "rating_reasons.manage",
    presence_reasons: "presence_reasons.manage",
    wallboards: "wallboards.manage",
    targets: "targets.manage",
    calendars: "calendars.manage",
    duty_shifts: "duty.manage",
    categories: "knowledge.manage",
  },
  channels: {
    sites: "sites.read",
    bot: "sites.manage",
    help_centres: "portal.manage",
    brands: "brands.manage",
    mailboxes: "mail.manage",
    quarantined_mails: "mail.quarantine",
    connections: "connections.manage",
    sms_lines: "sms.manage",
    sms_refusals: "sms.manage",
    queue_manners: "telephony.manage",
    emergencies: "telephony.emergency",
    block_requests: "blocks.manage",
    blocks: "blocks.manage",
    door_policies: "blocks.manage",
    warnings: "warnings.manage",
  },
  phone: {
    phone_numbers: "telephony.manage",
    call_flows: "telephony.manage",
    prompts: "telephony.manage",
    trunks: "telephony.manage",
    extensions: "telephony.manage",
    branches: "telephony.manage",
    recording_rules: "telephony.manage",
  },
  instance: {
    organization: "organization.manage",
    sign_in_safety: "organization.manage",
    imports: "imports.run",
    exports: "analytics.export",
    system: "instance.manage",
    group_robots: "integrations.manage",
  },
  records: { audit: "audit.read" },
} as const;

type Sections = typeof SECTIONS;
export type SectionName = { [Group in keyof Sections]: keyof Sections[Group] }[keyof Sections];
type PageName = "system" | "call_flows" | "imports" | "exports";
/** Those that are lists to edit; the others are pages of their own. */
export type ResourceName = Exclude<SectionName, PageName>;
export const isPage = (name: SectionName): name is PageName => ["system", "call_flows", "imports", "exports"].includes(name);

/** What is not shown to smaller houses. */
const LARGER: Partial<Record<SectionName, Profile>> = {
  teams: "centre",
  skills: "centre",
  roles: "centre",
  rating_reasons: "centre",
  ticket_types: "centre",
  sla_policies: "centre",
  approval_rules: "centre",
  automation_rules: "centre",
  detection_rules: "centre",
  incident_policy: "centre",
  incident_causes: "centre",
  emergency_plans: "centre",
  categories: "centre",
  scripts: "centre",
  targets: "centre",
  audit: "centre",
  branches: "centre",
  brands: "group",
};

interface Reader {
  may: (permission: string) => boolean;
  isAtLeast: (profile: Profile) => boolean;
}

export function settingsFor({ may, isAtLeast }: Reader): SectionName[] {
  const all = Object.values(SECTIONS).flatMap((group) => Object.entries(group));
  return all
    .filter(([name, permission]) => may(permission) && isAtLeast(LARGER[name as SectionName] ?? "shop"))
    .map(([name]) => name as SectionName);
}
