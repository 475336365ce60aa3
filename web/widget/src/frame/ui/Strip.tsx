import { waitingMinutes } from "../core/format";
import type { ChatState } from "../core/state";
import type { Translate } from "../i18n";
import { useChat } from "./context";
import { PersonIcon, WriteIcon } from "./icons";

/** Between log and composer: the way to a person, whatever the state, and how long it takes. */
export function Strip() {
  const { chat, state, t } = useChat();
  const { config, conversation } = state;
  const status = conversation?.status;
  const isQueued = status === "queued";
  const mayLeave = isQueued || config?.leave_message === true || state.notice === "no_agent";
  if (status === "active") return null;
  return (
    <div class={isQueued ? "strip strip-queued" : "strip"}>
      {isQueued && (
        <p class="queue" data-testid="chat-queue" role="status">
          {queueText(state, t)}
        </p>
      )}
      <div class="strip-acts">
        <button
          type="button"
          class="chip chip-strong"
          data-testid="chat-handoff"
          disabled={isQueued}
          onClick={() => chat.requestHandoff()}
        >
          <PersonIcon />
          {t("composer.handoff")}
        </button>
        {mayLeave && (
          <button type="button" class="chip" data-testid="chat-leave" onClick={() => chat.openLeaveMessage(true)}>
            <WriteIcon />
            {t("leave.open")}
          </button>
        )}
      </div>
    </div>
  );
}

function queueText({ conversation }: ChatState, t: Translate): string {
  if (conversation?.queue_text) return conversation.queue_text;
  const position = conversation?.queue_position ?? null;
  if (position === null) return t("queue.waiting");
  const minutes = waitingMinutes(conversation?.estimated_wait_seconds ?? null);
  return minutes === null ? t("queue.position", { n: position }) : t("queue.position.wait", { n: position, m: minutes });
}
