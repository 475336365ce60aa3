/** What conditions and acts of rules may name, in the reader's words. */
import { answer } from "@kefu/api";
import type { Option } from "@kefu/ui";
import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { useI18n } from "vue-i18n";
import { api } from "../../api";
import { knownAs, named } from "../../features/tickets/tickets";
import { teamOptions } from "../options";

export const FIXED: Record<string, readonly string[]> = {
  category: ["open", "waiting", "done", "closed"],
  priority: ["P1", "P2", "P3", "P4"],
  owner: ["none", "some"],
  customer: ["vip", "important"],
  channel: ["chat", "email", "message", "sms"],
  source: ["desk", "chat", "call", "api", "split", "mail", "portal", "import"],
};

/** Whose values are written, not chosen. */
export const WRITTEN: readonly string[] = ["text", "tag"];

export function useRuleChoices() {
  const { t } = useI18n();
  const types = useQuery({ queryKey: ["rule-types"], queryFn: () => answer(api.GET("/api/v1/ticket-types")) });
  const teams = useQuery({ queryKey: ["rule-teams"], queryFn: () => teamOptions().catch((): Option[] => []) });
  const agents = useQuery({
    queryKey: ["agents", "colleagues"],
    queryFn: () => answer(api.GET("/api/v1/agents", { params: { query: { colleagues: true } } })),
  });
  const people = computed((): Option[] => (agents.data.value ?? []).map((agent) => ({ value: agent.user.id, label: knownAs(agent) })));
  /** By code, with every name that a type gives it. */
  const stages = computed((): Option[] => {
    const found = new Map<string, Set<string>>();
    for (const { code, name } of (types.data.value ?? []).flatMap(({ definition }) => definition.stages)) found.set(code, (found.get(code) ?? new Set()).add(named(name)));
    return [...found].map(([value, names]): Option => ({ value, label: [...names].join(" / ") }));
  });
  function of(field: string): Option[] {
    if (field === "type") return (types.data.value ?? []).map(({ id, name }) => ({ value: id, label: named(name) }));
    if (field === "stage") return stages.value;
    if (field === "team") return teams.data.value ?? [];
    return (FIXED[field] ?? []).map((value) => ({
      value,
      label: field === "priority" ? value : t(`settings.automation_rules.${field}_${value}`),
    }));
  }
  /** A value as it is read; what is not known any more stands as it is. */
  const named_ = (field: string, value: string) => of(field).find((one) => one.value === value)?.label ?? value;
  return { of, people, stages, labelOf: named_ };
}
