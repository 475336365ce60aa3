import { useState } from "preact/hooks";

import { useChat } from "./context";
import { ThumbDownIcon, ThumbUpIcon } from "./icons";

/** Whether an answer of the bot helped; whoever says no is offered a person at once. */
export function Feedback({ turnId }: { turnId: string }) {
  const { chat, state, t } = useChat();
  const [given, setGiven] = useState<boolean | null>(null);

  async function give(isHelpful: boolean) {
    const before = given;
    setGiven(isHelpful);
    // A mark that is lost may be given again.
    await chat.rateAnswer(turnId, isHelpful).catch(() => setGiven(before));
  }

  return (
    <div class="feedback">
      <p class="feedback-marks" role="group" aria-label={t("feedback.label")}>
        <button
          type="button"
          class="mark"
          aria-pressed={given === true}
          data-testid="chat-helpful"
          onClick={() => void give(true)}
        >
          <ThumbUpIcon />
          {t("feedback.yes")}
        </button>
        <button
          type="button"
          class="mark"
          aria-pressed={given === false}
          data-testid="chat-unhelpful"
          onClick={() => void give(false)}
        >
          <ThumbDownIcon />
          {t("feedback.no")}
        </button>
      </p>
      {given !== null && <p class="muted">{t(given ? "feedback.thanks" : "feedback.sorry")}</p>}
      {given === false && state.conversation?.status === "bot" && (
        <button type="button" class="chip chip-strong" onClick={() => chat.requestHandoff()}>
          {t("composer.handoff")}
        </button>
      )}
    </div>
  );
}
