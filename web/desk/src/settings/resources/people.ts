/** People and how they are organized. */
import { answer, type Invitation, type Role, type Scope, type Skill, type Team, type User } from "@kefu/api";
import type { Resource } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import { dayAndTime } from "../../format";
import PermissionMatrix from "../editors/PermissionMatrix.vue";
import SkillLevels from "../editors/SkillLevels.vue";
import LinkToldOnce from "../extras/LinkToldOnce.vue";
import ResetPassword from "../extras/ResetPassword.vue";
import { toldOnce } from "../extras/told-once";
import UsersImport from "../extras/UsersImport.vue";
import { brandOptions, LOCALE_NAMES, roleOptions, teamOptions, userOptions } from "../options";

export function users(t: ComposerTranslation, mayManage: boolean): Resource<User> {
  return {
    name: "users",
    isSearchable: true,
    nameOf: (user) => user.name,
    columns: [
      { key: "employee_number", value: (user) => user.employee_number, width: "90px" },
      { key: "name", value: (user) => user.name },
      { key: "nickname", value: (user) => user.nickname || null },
      { key: "role", value: (user) => user.role.name },
      { key: "teams", value: (user) => user.teams.map((team) => team.name).join("、") || null },
      { key: "skills", value: (user) => user.skills.map(({ name, level }) => `${name} ${level}`).join("、") || null },
      { key: "chat_capacity", value: (user) => user.chat_capacity, align: "right", width: "90px" },
      {
        key: "is_active",
        value: (user) => t(user.is_active ? "settings.users.active" : "settings.users.inactive"),
        tone: (user) => (user.is_active ? "success" : "neutral"),
        width: "80px",
      },
    ],
    filters: [
      { key: "team", options: teamOptions },
      { key: "role", options: roleOptions },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "nickname", hasHint: true, keepsEmptyText: true },
      { key: "employee_number", hasHint: true },
      { key: "mobile" },
      { key: "email" },
      { key: "password", only: "create", isRequired: true, hasHint: true },
      { key: "role_id", kind: "select", options: roleOptions, isRequired: true },
      { key: "team_ids", kind: "multiselect", options: teamOptions },
      { key: "skills", component: SkillLevels, initial: [] },
      { key: "brand_ids", kind: "multiselect", options: brandOptions, hasHint: true },
      { key: "chat_capacity", kind: "number", min: 0, max: 100, initial: 5 },
      { key: "locale", kind: "select", options: () => LOCALE_NAMES, initial: "zh-CN", isRequired: true },
      { key: "is_active", kind: "switch", initial: true, only: "edit" },
    ],
    list: (query) => answer(api.GET("/api/v1/users", { params: { query } })),
    ...(mayManage
      ? {
          create: (body) => answer(api.POST("/api/v1/users", { body })),
          update: (id, body) => answer(api.PATCH("/api/v1/users/{id}", { params: { path: { id } }, body })),
        }
      : {}),
    valuesOf: (user) => ({
      ...user,
      role_id: user.role.id,
      team_ids: user.teams.map((team) => team.id),
      skills: user.skills.map(({ skill_id, level }) => ({ skill_id, level })),
    }),
    toolbar: UsersImport,
    extra: ResetPassword,
  };
}

export async function invitations(t: ComposerTranslation): Promise<Resource<Invitation>> {
  const roles = new Map((await roleOptions()).map(({ value, label }) => [value, label]));
  return {
    name: "invitations",
    nameOf: (invitation) => roles.get(invitation.role_id) ?? "",
    columns: [
      { key: "role_id", value: (invitation) => roles.get(invitation.role_id) ?? null },
      { key: "expires_at", value: (invitation) => dayAndTime(invitation.expires_at, t) },
      { key: "accepted_at", value: ({ accepted_at }) => accepted_at && dayAndTime(accepted_at, t) },
    ],
    fields: [
      { key: "role_id", kind: "select", options: roleOptions, isRequired: true },
      { key: "team_id", kind: "select", options: teamOptions },
      { key: "days", kind: "number", min: 1, max: 30, initial: 7, only: "create" },
    ],
    list: (query) => answer(api.GET("/api/v1/invitations", { params: { query } })),
    create: async (body) => {
      const made = await answer(api.POST("/api/v1/invitations", { body }));
      toldOnce.value = { of: "invitations", url: made.url ?? "", qr: made.qr ?? undefined };
      return made;
    },
    remove: (id) => api.POST("/api/v1/invitations/{id}/withdraw", { params: { path: { id } } }),
    canChange: ({ accepted_at }) => !accepted_at,
    toolbar: LinkToldOnce,
  };
}

export function teams(): Resource<Team> {
  return {
    name: "teams",
    nameOf: (team) => team.name,
    columns: [
      { key: "name", value: (team) => team.name },
      { key: "member_count", value: (team) => team.member_ids.length, align: "right", width: "100px" },
      { key: "leader_count", value: (team) => team.leader_ids.length, align: "right", width: "100px" },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "parent_id", kind: "select", options: teamOptions },
      { key: "leader_ids", kind: "multiselect", options: userOptions, hasHint: true },
      { key: "member_ids", kind: "multiselect", options: userOptions },
    ],
    list: (query) => answer(api.GET("/api/v1/teams", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/teams", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/teams/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/teams/{id}", { params: { path: { id } } }),
  };
}

export function skills(): Resource<Skill> {
  return {
    name: "skills",
    nameOf: (skill) => skill.name,
    columns: [
      { key: "name", value: (skill) => skill.name },
      { key: "code", value: (skill) => skill.code, isData: true },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "code", isRequired: true },
    ],
    list: (query) => answer(api.GET("/api/v1/skills", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/skills", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/skills/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/skills/{id}", { params: { path: { id } } }),
  };
}

export function roles(t: ComposerTranslation): Resource<Role> {
  const scopes = () => (["own", "team", "subtree", "all"] as Scope[]).map((value) => ({ value, label: t(`scope.${value}`) }));
  return {
    name: "roles",
    nameOf: (role) => role.name,
    canChange: (role) => !role.is_builtin,
    columns: [
      { key: "name", value: (role) => role.name },
      { key: "code", value: (role) => role.code, isData: true },
      { key: "scope", value: (role) => t(`scope.${role.scope}`) },
      { key: "permission_count", value: (role) => role.permissions.length, align: "right", width: "100px" },
      {
        key: "is_builtin",
        value: (role) => (role.is_builtin ? t("settings.roles.builtin") : null),
        tone: () => "neutral",
        width: "90px",
      },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "code", isRequired: true },
      { key: "scope", kind: "select", options: scopes, initial: "own", isRequired: true },
      { key: "permissions", component: PermissionMatrix, initial: [], hasHint: true },
    ],
    list: (query) => answer(api.GET("/api/v1/roles", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/roles", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/roles/{id}", { params: { path: { id } }, body })),
    remove: (id) => api.DELETE("/api/v1/roles/{id}", { params: { path: { id } } }),
  };
}
