/** The companies' own systems, one a brand. */
import { answer, type Connection } from "@kefu/api";
import type { Resource } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import ConnectionCheck from "../extras/ConnectionCheck.vue";
import { brandOptions } from "../options";

export async function connections(t: ComposerTranslation): Promise<Resource<Connection>> {
  const brands = await brandOptions();
  const address = (row: Connection) => (row.provider === "demo" ? t("settings.connections.demo") : row.base_url);
  return {
    name: "connections",
    nameOf: address,
    columns: [
      { key: "brand_id", value: (row) => brands.find(({ value }) => value === row.brand_id)?.label ?? null },
      { key: "base_url", value: address },
      { key: "coupon_limit", value: (row) => row.coupon_limit },
    ],
    fields: [
      { key: "brand_id", kind: "select", options: () => brands, isRequired: true, only: "create" },
      { key: "base_url", hasHint: true },
      { key: "secret", hasHint: true },
      { key: "timeout_seconds", kind: "number", initial: 5, min: 1, max: 15, hasHint: true },
      { key: "coupon_limit", kind: "number", initial: 50, min: 0, hasHint: true },
    ],
    list: (query) => answer(api.GET("/api/v1/connections", { params: { query } })),
    create: (body) => answer(api.POST("/api/v1/connections", { body })),
    update: (id, body) => answer(api.PATCH("/api/v1/connections/{id}", { params: { path: { id } }, body })),
    remove: (id) => answer(api.DELETE("/api/v1/connections/{id}", { params: { path: { id } } })),
    valuesOf: (row) => ({ ...row, secret: "", coupon_limit: Number(row.coupon_limit) }),
    bodyOf: ({ secret, ...rest }) => (secret ? { ...rest, secret } : rest),
    extra: ConnectionCheck,
  };
}
