/** From a section's name to the description of its screen. */
import type { Resource } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import type { ResourceName } from "../sections";
import * as automations from "./automations";
import * as channels from "./channels";
import { connections } from "./connections";
import { customerFields } from "./customers";
import * as floor from "./floor";
import * as guarding from "./guarding";
import { helpCentres } from "./help";
import * as incidents from "./incidents";
import * as instance from "./instance";
import { mailboxes, quarantinedMails } from "./mail";
import * as people from "./people";
import * as phone from "./phone";
import * as records from "./records";
import { quickReplies } from "./replies";
import { scripts } from "./scripts";
import { smsLines, smsRefusals } from "./sms";
import * as sorting from "./sorting";
import * as tickets from "./tickets";
import * as waiting from "./waiting";
import * as work from "./work";

type AnyResource = Resource<{ id: string }>;
type Describe = (t: ComposerTranslation, may: (permission: string) => boolean) => unknown;

const DESCRIPTIONS: Record<ResourceName, Describe> = {
  organization: instance.organization,
  sign_in_safety: instance.signInSafety,
  group_robots: instance.groupRobots,
  users: (t, may) => people.users(t, may("users.manage")),
  invitations: people.invitations,
  teams: people.teams,
  skills: people.skills,
  roles: people.roles,
  queues: work.queues,
  sorting_routes: sorting.routes,
  sorting_rules: sorting.rules,
  customer_fields: customerFields,
  dispositions: work.dispositions,
  ticket_types: tickets.ticketTypes,
  sla_policies: tickets.slaPolicies,
  approval_rules: tickets.approvalRules,
  automation_rules: automations.automationRules,
  detection_rules: incidents.detectionRules,
  incident_policy: incidents.incidentPolicy,
  incident_causes: incidents.incidentCauses,
  emergency_plans: (t, may) => incidents.emergencyPlans(t, may("telephony.manage")),
  macros: (t, may) => automations.macros(t, may("macros.manage")),
  quick_replies: (t, may) => quickReplies(t, may("replies.manage"), may("queues.read")),
  scripts,
  rating_reasons: work.ratingReasons,
  presence_reasons: floor.presenceReasons,
  wallboards: floor.wallboards,
  targets: floor.targets,
  calendars: work.calendars,
  categories: work.categories,
  sites: (t, may) => channels.sites(t, may("sites.manage")),
  bot: channels.bot,
  help_centres: helpCentres,
  brands: channels.brands,
  connections,
  mailboxes,
  quarantined_mails: quarantinedMails,
  sms_lines: smsLines,
  sms_refusals: smsRefusals,
  queue_manners: waiting.queueManners,
  emergencies: waiting.emergencies,
  recording_rules: waiting.recordingRules,
  block_requests: guarding.blockRequests,
  blocks: channels.blocks,
  door_policies: guarding.doorPolicies,
  warnings: guarding.warnings,
  duty_shifts: guarding.dutyShifts,
  trunks: phone.trunks,
  phone_numbers: phone.phoneNumbers,
  prompts: phone.prompts,
  branches: phone.branches,
  extensions: phone.extensions,
  audit: records.audit,
};

export async function resourceOf(
  name: ResourceName,
  t: ComposerTranslation,
  may: (permission: string) => boolean,
): Promise<AnyResource> {
  return (await DESCRIPTIONS[name](t, may)) as AnyResource;
}
