/** What an organization wants to know of its customers besides the usual. */
import { answer, type CustomerField } from "@kefu/api";
import type { Resource } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import { named } from "../../features/tickets/tickets";
import CustomerFieldsEditor from "../editors/CustomerFieldsEditor.vue";

interface Form {
  id: string;
  fields: CustomerField[];
}

export function customerFields(t: ComposerTranslation): Resource<Form> {
  const own = (key: string) => t(`settings.customer_fields.${key}`);
  const names = (fields: CustomerField[]) => fields.map(({ name }) => named(name)).join(" · ") || null;
  const active = ({ fields }: Form) => fields.filter((field) => !field.is_archived);
  return {
    name: "customer_fields",
    nameOf: () => own("title"),
    columns: [
      { key: "asked", value: (form) => names(active(form)), isData: true },
      { key: "required", value: (form) => names(active(form).filter((field) => field.is_required)), isData: true, width: "240px" },
      { key: "archived", value: ({ fields }) => fields.filter((field) => field.is_archived).length, align: "right", width: "90px" },
    ],
    fields: [{ key: "fields", component: CustomerFieldsEditor, initial: [], tellsErrors: true, hasHint: true }],
    list: async () => ({ items: [{ id: "form", ...(await answer(api.GET("/api/v1/customer-fields"))) }], next: null }),
    update: (_, body) => answer(api.PUT("/api/v1/customer-fields", { body })),
  };
}
