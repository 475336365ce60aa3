/** What a rush does, in a few words. */
import type { NewRush, Rush, RushProposal, RushTrigger } from "@kefu/api";
import type { ComposerTranslation } from "vue-i18n";

export const LENGTHS = [30, 60, 120, null] as const;
export const QUICK = { minutes: 60, steps: [1, 2, 3] } as const;

/** What visitors are told unless somebody words it anew, each in their language. */
export const ANNOUNCEMENT = {
  "zh-CN": "当前咨询量较大，回复可能稍慢，感谢您的耐心等待。",
  en: "We are very busy right now and replies may take longer. Thank you for your patience.",
};

export const nothing = (): NewRush => ({
  brand_id: null, minutes: 60, bot_first: false, announcement: {}, announces_in_line: false, topics_on_top: false,
  capacity_plus: 0, queue_ids: [], team_ids: [], max_waiting: null,
});

/** What is proposed to a brand in a crowd: tell visitors, let the bot try first, let everybody take more. */
export const proposed = ({ brand }: RushProposal, { capacity_plus, minutes }: RushTrigger): NewRush => ({
  ...nothing(), brand_id: brand.id, minutes, capacity_plus, bot_first: true, announcement: { ...ANNOUNCEMENT },
});

/** 接待上限 +2、机器人优先 */
export function measures(rush: Omit<Rush, "id" | "brand" | "begun_by" | "begun_at" | "ends_at" | "ended_at">, t: ComposerTranslation): string {
  return [
    rush.capacity_plus && t("rush.does.capacity", { n: rush.capacity_plus }),
    rush.bot_first && t("rush.does.bot_first"),
    Object.keys(rush.announcement).length && t("rush.does.announcement"),
    rush.topics_on_top && t("rush.does.topics"),
    rush.max_waiting !== null && t("rush.does.max_waiting", { n: rush.max_waiting }),
  ].filter(Boolean).join(t("rush.and"));
}
