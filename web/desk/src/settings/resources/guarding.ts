/** Who is to be kept out, and of whom agents are warned. */
import { answer, type BlockRequest, type DoorPolicy, type WarningEntry } from "@kefu/api";
import type { Resource } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";
import { api } from "../../api";
import { dayAndTime } from "../../format";
import BlockDecision from "../extras/BlockDecision.vue";

const TONES = { pending: "warning", approved: "danger", refused: "neutral", expired: "neutral" } as const;

export function blockRequests(t: ComposerTranslation): Resource<BlockRequest> {
  return {
    name: "block_requests",
    nameOf: (request) => request.visitor_name,
    columns: [
      { key: "asked_at", value: ({ asked_at }) => dayAndTime(asked_at, t), width: "140px" },
      { key: "asked_by", value: ({ asked_by }) => asked_by.name, width: "120px" },
      { key: "visitor_name", value: ({ visitor_name }) => visitor_name, width: "160px" },
      { key: "reason", value: ({ reason }) => reason },
      { key: "days", value: ({ days }) => days, align: "right", width: "80px" },
      { key: "state", value: ({ state }) => t(`guard.state_${state}`), tone: ({ state }) => TONES[state], width: "110px" },
    ],
    fields: [],
    list: (query) => answer(api.GET("/api/v1/block-requests", { params: { query } })),
    extra: BlockDecision,
  };
}

export function warnings(t: ComposerTranslation): Resource<WarningEntry> {
  return {
    name: "warnings",
    nameOf: (warning) => warning.name,
    columns: [
      { key: "name", value: ({ name }) => name, width: "180px" },
      { key: "reason", value: ({ reason }) => reason },
      { key: "added_by", value: ({ added_by }) => added_by.name, width: "140px" },
      { key: "added_at", value: ({ added_at }) => dayAndTime(added_at, t), width: "140px" },
    ],
    fields: [],
    list: (query) => answer(api.GET("/api/v1/warnings", { params: { query } })),
    remove: (id) => api.DELETE("/api/v1/warnings/{id}", { params: { path: { id } } }),
  };
}

const CHALLENGES = ["suspicious", "always", "never"] as const;
const LINKS = ["flag", "refuse", "off"] as const;

export function doorPolicies(t: ComposerTranslation): Resource<DoorPolicy> {
  const own = (key: string) => t(`settings.door_policies.${key}`);
  const sumName = (asks: boolean) => own(asks ? "sum_on" : "sum_off");
  return {
    name: "door_policies",
    nameOf: (policy) => policy.name,
    columns: [
      { key: "name", value: ({ name }) => name, width: "180px" },
      { key: "challenge", value: ({ challenge }) => own(`challenge_${challenge}`), width: "160px" },
      { key: "asks_sum", value: ({ asks_sum }) => sumName(asks_sum), width: "160px" },
      { key: "links", value: ({ links }) => own(`links_${links}`), width: "200px" },
      { key: "allowed_domains", value: ({ allowed_domains }) => allowed_domains.join(", ") || null, isData: true },
    ],
    fields: [
      { key: "challenge", kind: "select", options: () => CHALLENGES.map((value) => ({ value, label: own(`challenge_${value}`) })), isRequired: true, hasHint: true },
      { key: "asks_sum", kind: "select", options: () => ["off", "on"].map((value) => ({ value, label: own(`sum_${value}`) })), isRequired: true, hasHint: true },
      { key: "links", kind: "select", options: () => LINKS.map((value) => ({ value, label: own(`links_${value}`) })), isRequired: true, hasHint: true },
      { key: "allowed_domains", kind: "tags", hasHint: true },
    ],
    list: () => answer(api.GET("/api/v1/door-policies")),
    update: (id, body) => answer(api.PATCH("/api/v1/door-policies/{id}", { params: { path: { id } }, body })),
    valuesOf: (policy) => ({ ...policy, asks_sum: policy.asks_sum ? "on" : "off" }),
    bodyOf: (values) => ("asks_sum" in values ? { ...values, asks_sum: values.asks_sum === "on" } : values),
  };
}
