/** The help centre of each site: whether it is there, and where what customers write there goes. */
import { answer, type HelpCentre } from "@kefu/api";
import type { Option, Resource } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import { named } from "../../features/tickets/tickets";
import HelpLink from "../extras/HelpLink.vue";
import { teamOptions } from "../options";

export async function helpCentres(t: ComposerTranslation): Promise<Resource<HelpCentre>> {
  const own = (key: string) => t(`settings.help_centres.${key}`);
  const types = (await answer(api.GET("/api/v1/ticket-types"))).filter(({ is_active }) => is_active);
  return {
    name: "help_centres",
    nameOf: ({ name }) => name,
    columns: [
      { key: "site", value: ({ name }) => name, isData: true },
      { key: "is_on", value: ({ is_on }) => own(is_on ? "on" : "off"), tone: ({ is_on }) => (is_on ? "success" : "neutral"), width: "120px" },
      { key: "takes_tickets", value: ({ is_on, takes_tickets }) => own(is_on && takes_tickets ? "yes" : "no"), width: "160px" },
      { key: "url", value: ({ is_on, url }) => (is_on ? url : null), isData: true },
    ],
    fields: [
      { key: "is_on", kind: "switch", hasHint: true },
      { key: "takes_tickets", kind: "switch", hasHint: true },
      { key: "type_id", kind: "select", options: () => types.map(({ id, name }): Option => ({ value: id, label: named(name) })), hasHint: true },
      { key: "team_id", kind: "select", options: teamOptions, hasHint: true },
      { key: "picks_owner", kind: "switch", hasHint: true },
      { key: "tells_customers", kind: "switch", hasHint: true },
    ],
    list: async () => ({ items: await answer(api.GET("/api/v1/help-centres")), next: null }),
    update: (id, body) => answer(api.PATCH("/api/v1/help-centres/{id}", { params: { path: { id } }, body })),
    extra: HelpLink,
  };
}
