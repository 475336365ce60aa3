/** The organization itself and this installation. */
import { answer, type Organization } from "@kefu/api";
import type { Resource } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import { PROFILES, useSession } from "../../features/accounts/session";
import RemoveDemo from "../extras/RemoveDemo.vue";

export function organization(t: ComposerTranslation): Resource<Organization> {
  const profiles = () => PROFILES.map((value) => ({ value, label: t(`setup.profile_${value}`) }));
  return {
    name: "organization",
    nameOf: (row) => row.name,
    columns: [
      { key: "name", value: (row) => row.name },
      { key: "code", value: (row) => row.code },
      { key: "profile", value: (row) => t(`setup.profile_${row.profile}`) },
    ],
    fields: [
      { key: "name", isRequired: true },
      { key: "profile", kind: "select", options: profiles, isRequired: true, hasHint: true },
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
