/** The organization itself, and how it comes into being. */
import type { CodedReference } from "./types";

export type * from "./sms";

/** A robot in a group chat of the company's. */
export interface GroupRobot {
  id: string;
  name: string;
  kind: "wecom" | "dingtalk" | "feishu" | "sandbox";
  host: string;
  has_secret: boolean;
  events: string[];
  locale: string;
  is_active: boolean;
}
export interface RobotMessage {
  id: string;
  event: string;
  title: string;
  text: string;
  link: string;
  state: "waiting" | "sent" | "failed";
  attempts: number;
  error: string;
  created_at: string;
  sent_at: string | null;
}

/** How large the house is. */
export type Profile = "shop" | "centre" | "group";
export interface Organization extends CodedReference {
  profile: Profile;
  is_demo: boolean;
  watermark: boolean;
}
/** From where staff may work (nothing named: from everywhere), and whether a sign-in ends a person's older ones. */
export interface SignInSafety {
  id: string;
  staff_networks: string[];
  one_session: boolean;
  /** The reader's own; null where a proxy hides it. */
  your_address: string | null;
}

export interface SetUp {
  organization: string;
  addresses: string[];
  needs_restart: boolean;
  proxy: { nginx: string; panel: string } | null;
}
export interface SetupAnswers {
  token: string;
  choice: "demo" | "use";
  name?: string;
  login?: string;
  password?: string;
  profile?: Profile;
  address?: "here" | "lan" | "proxy" | "own";
  domain?: string;
}


/** What the worker saw of the installation; sizes in bytes. */
export type SystemProblem =
  | "backup_old"
  | "backup_failed"
  | "backup_broken"
  | "disk_low"
  | "recordings"
  | "upgrade_failed"
  | "certificate"
  | "silent";
export interface Disk {
  path: string;
  free: number;
  total: number;
  is_low: boolean;
}
export interface BackupArchive {
  name: string;
  at: string;
  size: number;
  is_whole: boolean | null;
  restored_at: string | null;
  error: string;
}
export interface Backups {
  state: "off" | "none" | "good" | "old" | "failed" | "broken";
  folder: string;
  kept: number;
  tried_at: string | null;
  error: string;
  archives: BackupArchive[];
}
export interface SystemState {
  version: string;
  at: string | null;
  problems: SystemProblem[];
  disks: Disk[];
  backup: Backups | null;
  upgrade: { at: string; kefu: string; error: string } | null;
  certificate: {
    domain: string;
    state: "none" | "good" | "failing" | "ended";
    not_after: string | null;
    error: string;
  } | null;
  voice: {
    state: "off" | "external" | "fetching" | "starting" | "ready" | "failed" | "unavailable";
    version: string;
    sip_port: number;
    reason: string;
  } | null;
}
