/** The organization itself and this installation. */
import { answer, type GroupRobot, type Organization, type SignInSafety } from "@kefu/api";
import type { Resource } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import { PROFILES, useSession } from "../../features/accounts/session";
import RemoveDemo from "../extras/RemoveDemo.vue";
import RobotMessages from "../extras/RobotMessages.vue";
import { LOCALE_NAMES } from "../options";

export function organization(t: ComposerTranslation): Resource<Organization> {
  const profiles = () => PROFILES.map((value) => ({ value, label: t(`setup.profile_${value}`) }));
  return {
    name: "organization",
    nameOf: (row) => row.name,
    columns: [
      { key: "name", value: (row) => row.name },
      { key: "code", value: (row) => row.code, isData: true },
      { key: "profile", value: (row) => t(`setup.profile_${row.profile}`) },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "profile", kind: "select", options: profiles, isRequired: true, hasHint: true },
      { key: "watermark", kind: "switch", hasHint: true },
    ],
    list: async () => ({ items: [await answer(api.GET("/api/v1/organization"))], next: null }),
    update: async (_, body) => {
      const changed = await answer(api.PATCH("/api/v1/organization", { body }));
      useSession().settle(changed);
      return changed;
    },
    extra: RemoveDemo,
  };
}

export function signInSafety(t: ComposerTranslation): Resource<SignInSafety> {
  return {
    name: "sign_in_safety",
    nameOf: () => t("settings.sign_in_safety.title"),
    columns: [
      {
        key: "staff_networks",
        value: (row) => row.staff_networks.join("、") || t("settings.sign_in_safety.everywhere"),
      },
      { key: "one_session", value: (row) => t(row.one_session ? "ui.yes" : "ui.no"), width: "200px" },
      { key: "your_address", value: (row) => row.your_address, isData: true, width: "200px" },
    ],
    fields: [
      { key: "staff_networks", kind: "textarea", hasHint: true },
      { key: "one_session", kind: "switch", hasHint: true },
    ],
    list: async () => ({ items: [await answer(api.GET("/api/v1/organization/sign-in-safety"))], next: null }),
    update: (_, body) => answer(api.PATCH("/api/v1/organization/sign-in-safety", { body })),
    valuesOf: (row) => ({ ...row, staff_networks: row.staff_networks.join("\n") }),
    bodyOf: ({ staff_networks, ...rest }) => ({
      ...rest,
      ...(staff_networks === undefined ? {} : { staff_networks: String(staff_networks).split(/[\s,，、;；]+/) }),
    }),
  };
}

const KINDS = ["wecom", "dingtalk", "feishu", "sandbox"] as const;
const TOLD = ["waiting", "offline_message", "reply_overdue", "low_rating", "important_missed", "incident"] as const;

export function groupRobots(t: ComposerTranslation): Resource<GroupRobot> {
  const kinds = () => KINDS.map((value) => ({ value, label: t(`settings.group_robots.kind_${value}`) }));
  const told = () => TOLD.map((value) => ({ value, label: t(`settings.group_robots.event_${value}`) }));
  return {
    name: "group_robots",
    nameOf: (robot) => robot.name,
    columns: [
      { key: "name", value: (robot) => robot.name },
      { key: "kind", value: (robot) => t(`settings.group_robots.kind_${robot.kind}`), width: "140px" },
      { key: "host", value: (robot) => robot.host || null },
      {
        key: "events",
        value: (robot) => robot.events.map((event) => t(`settings.group_robots.event_${event}`)).join("、"),
      },
      {
        key: "is_active",
        value: (robot) => t(robot.is_active ? "settings.group_robots.on" : "settings.group_robots.off"),
        tone: (robot) => (robot.is_active ? "success" : "neutral"),
        width: "90px",
      },
    ],
    fields: [
      { key: "kind", kind: "select", options: kinds, isRequired: true, initial: "wecom", only: "create", hasHint: true },
      { key: "name", isRequired: true },
      { key: "url", hasHint: true },
      { key: "secret", hasHint: true },
      { key: "events", kind: "multiselect", options: told, isRequired: true, initial: ["waiting", "offline_message", "low_rating"] },
      { key: "locale", kind: "select", options: () => LOCALE_NAMES, initial: "zh-CN", isRequired: true },
      { key: "is_active", kind: "switch", initial: true },
    ],
    list: (query) => answer(api.GET("/api/v1/group-robots", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/group-robots", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/group-robots/{id}", { params: { path: { id } }, body })),
    remove: (id) => answer(api.DELETE("/api/v1/group-robots/{id}", { params: { path: { id } } })),
    valuesOf: (robot) => ({ ...robot, url: "", secret: "" }),
    // Address and secret are told to nobody again: an empty field keeps them.
    bodyOf: ({ url, secret, ...rest }) => ({ ...rest, ...(url ? { url } : {}), ...(secret ? { secret } : {}) }),
    extra: RobotMessages,
  };
}
