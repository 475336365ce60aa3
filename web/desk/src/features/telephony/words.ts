/** How nodes and ways are called on the screen. */
import type { CallNode, Prompt } from "@kefu/api";
import type { Option } from "@kefu/ui";
import type { ComposerTranslation } from "vue-i18n";

export interface Choices {
  prompts: Prompt[];
  queues: Option[];
  calendars: Option[];
  regions: { province: string; cities: string[] }[];
}

export function titleOf(node: CallNode, choices: Choices): string {
  if (node.title) return node.title;
  if (node.kind === "queue") return choices.queues.find(({ value }) => value === node.queue_id)?.label ?? "";
  if (node.kind === "transfer") return node.number ?? "";
  return choices.prompts.find(({ id }) => id === node.prompt)?.name ?? "";
}

/** A node in one line, for selects. */
export function named(t: ComposerTranslation, node: CallNode, choices: Choices): string {
  const title = titleOf(node, choices);
  return title ? `${t(`callflow.kind_${node.kind}`)} · ${title}` : t(`callflow.kind_${node.kind}`);
}

const REASONS = ["order", "address", "choice", "region", "headquarters", "closed"];

/** A way as the record has it: a key, a named way, a case of regions, or why a branch was chosen. */
export function wayName(t: ComposerTranslation, node: CallNode | undefined, way: string): string {
  if (/^[0-9*#]$/.test(way) && node?.kind === "menu") return t("callflow.key", { key: way });
  const nth = /^r(\d+)$/.exec(way)?.[1];
  if (nth && node?.cases) return node.cases[Number(nth) - 1]?.places.join("、") || t("callflow.region_n", { n: nth });
  const [reason, branch] = way.split(/:(.*)/s);
  if (branch && REASONS.includes(reason!)) return t(`callflow.reason_${reason}`, { branch });
  return /^[a-z_]+$/.test(way) ? t(`callflow.way_${way}`) : way;
}
