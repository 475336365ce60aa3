/** What colleagues are doing, for whoever hands them work. */
import type { Agent } from "@kefu/api";
import type { ComposerTranslation } from "vue-i18n";
import "./texts";

export interface Doing {
  tone: "success" | "warning" | "neutral";
  words: string;
}

/** What an agent does now, in words; the tone is `success` for whoever could take a chat or call at once. */
export function doing({ presence, chats, calls, capacity }: Agent, channel: "chat" | "phone", t: ComposerTranslation): Doing {
  if (presence.status === "offline") return { tone: "neutral", words: t("presence.offline") };
  const hindrance =
    presence.status === "busy"
      ? (presence.reason?.name ?? t("presence.busy"))
      : calls
        ? t("colleague.on_the_phone")
        : !presence.channels.includes(channel)
          ? t(`colleague.no_${channel}`)
          : channel === "chat" && chats >= capacity
            ? t("colleague.full")
            : "";
  return { tone: hindrance ? "warning" : "success", words: hindrance || t("presence.online") };
}

const RANK = { success: 0, warning: 1, neutral: 2 };
/** Who can take it first. */
export function byTone(a: Pick<Doing, "tone">, b: Pick<Doing, "tone">): number {
  return RANK[a.tone] - RANK[b.tone];
}
